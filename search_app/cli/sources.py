"""``gsearch add`` and ``gsearch sources``: what an index is made of, more of it, less of it."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import click

from indexer.errors import NoIndexError, UsageError
from search_app.cli.build import build_options, make_index
from search_app.cli.help import Command
from search_app.cli.output import put, screen
from search_app.cli.parameters import APath, common_options, format_option
from search_app.settings import Settings

if TYPE_CHECKING:
    from indexer.generations import Serving


@dataclass(frozen=True, slots=True)
class Held:
    """One path that the index was built from; ``exists`` is whether it is there now."""

    path: str
    files: int
    documents: int
    exists: bool


@click.command(
    "add",
    cls=Command,
    help="把文件或文件夹加进索引，上次的来源照旧；只读新的和变过的文件。还没有索引就新建一个。",
    examples=(("gsearch add 公报/2024/", "新的一年"), ("gsearch sources", "看现在有哪些来源")),
)
@click.argument("paths", nargs=-1, type=APath(), required=True, metavar="路径…")
@build_options
@common_options
def add(settings: Settings, paths: tuple[str, ...], own: str | None, **options: Any) -> int:
    """Exit code: 0 done, 1 done but some files failed."""
    from indexer.generations import serving

    last = serving(settings.index)
    more = [*(last.manifest.sources if last else ()), *map(os.path.abspath, paths)]
    known = own or (last.manifest.dictionaries_folder if last else None)
    return make_index("update", settings, list(dict.fromkeys(more)), own=known, **options)


@click.command(
    "sources",
    cls=Command,
    help="列出索引的来源，各有多少文件和公文。sources remove 路径… 去掉其中几个，它们的公文随之离开索引（文件不动）。",
    examples=(
        ("gsearch sources", "列出来源"),
        ("gsearch sources remove 公报/2001/", "去掉一个"),
    ),
)
@click.argument("words", nargs=-1, type=APath(), metavar="[remove 路径…]")
@build_options
@format_option("text", "json")
@common_options
def sources(settings: Settings, words: tuple[str, ...], form: str, own: str | None, **options: Any) -> int:
    """Exit code: 0 listed or removed, 1 removed but some of the remaining files failed."""
    from indexer.generations import serving

    last = serving(settings.index)
    if last is None:
        raise NoIndexError(f"{settings.index} 里还没有索引；请先运行：gsearch build 文件或文件夹")
    if not words:
        _list(held(last), form, settings)
        return 0
    if words[0] != "remove" or len(words) == 1:
        raise UsageError("请写：gsearch sources remove 路径…（要加来源用 gsearch add 路径…）")
    rest = _without(last.manifest.sources, words[1:])
    known = own or last.manifest.dictionaries_folder
    return make_index("update", settings, rest, own=known, **options)


def held(serving: Serving) -> list[Held]:
    """Each source of the serving generation, with what came of it."""
    reports = serving.issues()
    counts = []
    for path in serving.manifest.sources:
        inside = [report for report in reports if _is_below(report.path, path) and report.state == "read"]
        documents = {ident for report in inside for ident in report.documents}
        counts.append(Held(path, len(inside), len(documents), os.path.exists(path)))
    return counts


def _is_below(path: str, source: str) -> bool:
    return path == source or path.startswith(source.rstrip(os.sep) + os.sep)


def _without(known: Sequence[str], removed: Sequence[str]) -> list[str]:
    """The sources that stay. Raises UsageError for a path that is none, and where none would be left."""
    gone = [os.path.abspath(path) for path in removed]
    strange = [path for path in gone if path not in known]
    if strange:
        raise UsageError(f"{'、'.join(strange)} 不是索引的来源；来源有：{'、'.join(known)}")
    rest = [path for path in known if path not in gone]
    if not rest:
        raise UsageError("不能去掉全部来源；要换来源请运行：gsearch build 新的路径")
    return rest


def _list(found: Sequence[Held], form: str, settings: Settings) -> None:
    if form == "json":
        put(json.dumps([asdict(each) for each in found], ensure_ascii=False, indent=2) + "\n")
        return
    from search_app.terminal import render_table

    rows = [
        (each.path, str(each.files), str(each.documents), "" if each.exists else "不见了") for each in found
    ]
    put(render_table(("来源", "文件", "公文", ""), rows, screen(settings)), settings)

"""``gsearch watch``: searches that are kept, and what is new in them since they were last run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from indexer.errors import UsageError
from indexer.models import Document
from search_app.cli.filters import filter_options, filters_of
from search_app.cli.help import Command
from search_app.cli.output import note, put
from search_app.cli.parameters import common_options
from search_app.settings import Settings
from search_app.terminal import harmless

_HOW = "gsearch watch add 名称 检索词…，watch run [名称…]，watch list，watch remove 名称"


@click.command(
    "watch",
    cls=Command,
    help="记下检索，以后只看新收录的。add 名称 检索词… 记下（可加筛选；已收录的不算新），"
    "run [名称…] 显示上次以来新收录的，list 列出，remove 名称 删去。没有新的就什么也不显示，适合 cron 和邮件。",
    examples=(
        ("gsearch watch add 河长 河长制 --district 周村区", "记下"),
        ("gsearch update --quiet && gsearch watch run", "更新之后，只显示新的"),
    ),
)
@click.argument("words", nargs=-1, required=True, metavar="add|run|list|remove …")
@filter_options
@common_options
def watch(settings: Settings, words: tuple[str, ...], **options: Any) -> int:
    """Exit code: 0 done (run: something new), 1 nothing new."""
    from search_app import watches

    filters = filters_of(options)
    match words:
        case ("add", name, *query) if query or filters:
            held = watches.add(settings.index, watches.Watch(name, " ".join(query), filters))
            note(f"已记下“{name}”：现有 {held} 篇，以后 gsearch watch run {name} 只显示新收录的")
        case ("list",):
            put("".join(f"{each.name}：{_typed(each)}\n" for each in watches.watches(settings.index)))
        case ("remove", name):
            watches.remove(settings.index, name)
            note(f"已删去“{name}”")
        case ("run", *names):
            return _run(settings, names)
        case _:
            raise UsageError(f"请写：{_HOW}")
    return 0


def _run(settings: Settings, names: Sequence[str]) -> int:
    from search_app import watches

    known = [watches.find(settings.index, name) for name in names] or watches.watches(settings.index)
    anything = False
    for each in known:
        new = watches.run(settings.index, each)
        if new:
            put(f"{each.name}（{_typed(each)}）新收录 {len(new)} 篇：\n" + "".join(map(_line, new)))
        anything |= bool(new)
    return 0 if anything else 1


def _typed(watch: Any) -> str:
    filters = [f"--{name} {value}" for name, values in watch.filters.items() for value in values]
    return " ".join(filter(None, [watch.query, *filters]))


def _line(document: Document) -> str:
    facts = (document.id, document.number, document.written_on, document.title)
    return harmless("  " + "  ".join(fact for fact in facts if fact)) + "\n"

"""``gsearch parse PATH…``: the documents in files, one JSON object a line; nothing is indexed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from indexer.errors import ExtractError
from search_app.cli.help import Command, Option
from search_app.cli.output import note, put
from search_app.cli.parameters import APath, Encoding, common_options
from search_app.settings import Settings

if TYPE_CHECKING:
    from dictionaries import Dictionaries
    from indexer.models import Document, HeadEvidence, Issue


@click.command(
    "parse",
    cls=Command,
    help="列出文件里的公文：每行一个 JSON 对象，含各项信息和整理过的正文（text）。不建索引，也不需要索引。",
    examples=(
        ("gsearch parse 公报/2019-3.txt > 公文.jsonl", "存成文件，可供 gsearch build 读入"),
        ("gsearch parse 公报/ | jq -r .title", "只看标题"),
        (
            "gsearch parse --explain 公报/2019-3.txt | jq .evidence",
            "各项出自哪一行；改正写进 2019-3.txt.gsearch.toml（docs/corrections.md）",
        ),
    ),
)
@click.argument("paths", nargs=-1, type=APath(), required=True, metavar="路径…")
@click.option(
    "--encoding",
    type=Encoding(),
    metavar="编码",
    cls=Option,
    help="文本文件的编码，如 gb18030（默认自动识别）",
)
@click.option(
    "--explain",
    is_flag=True,
    cls=Option,
    help="另列 evidence：每项信息出自源文件哪一行、凭哪条规则、多大把握；"
    "head：每份公文的开头是凭哪些迹象、多少分认定的，附近哪些地方没有认定（满 9 分为一份公文）",
)
@common_options
def parse(settings: Settings, paths: tuple[str, ...], encoding: str | None, explain: bool) -> int:
    """Exit code: 0 done, 1 done but some files failed; those are named on stderr, as is what is odd."""
    import dictionaries
    from indexer.bounds import bounded
    from indexer.building import Progress
    from indexer.parse import parse as read
    from indexer.recognising import pages_folder, recognise
    from indexer.scans import PageCache
    from indexer.sources import Skipped, SourceFile, walk
    from search_app.cli.progress import progress_line

    words = dictionaries.load(settings.dictionaries)
    failed = False
    found = list(walk([Path(path) for path in paths]))
    pages = pages_folder(settings.index)
    with progress_line(quiet=False) as line:
        scans = [source for source in found if isinstance(source, SourceFile)]
        recognise(
            scans, PageCache(pages), lambda at: line(Progress("recognise", at.done, at.total, at.shown))
        )
    for source in found:
        if isinstance(source, Skipped):
            failed |= source.failed
            note(f"{'失败' if source.failed else '略过'}：{source.name}：{source.reason}")
            continue
        try:
            with bounded(source.size):
                issue = read(source, words, encoding, pages)
            _put_issue(issue, words, explain=explain)
        except ExtractError as error:
            failed |= not error.skipped
            note(f"{'略过' if error.skipped else '失败'}：{source.name}：{error}")
    return 1 if failed else 0


def _put_issue(issue: Issue, words: Dictionaries, *, explain: bool) -> None:
    from indexer.models import document_as_json
    from search_app.relations import standing_as_json, standings_in

    standings = standings_in(issue, words)
    for warning in issue.warnings:
        note(f"存疑：{issue.file}：{warning}")
    put(
        "".join(
            json.dumps(
                document_as_json(document, with_text=True, with_evidence=explain)
                | standing_as_json(standings[document.id])
                | ({"head": _head(issue, document)} if explain else {}),
                ensure_ascii=False,
            )
            + "\n"
            for document in issue.documents
        )
    )


def _head(issue: Issue, document: Document) -> dict[str, Any]:
    """The signs by which a document's head was found, and the candidates within its lines that were rejected."""
    source = document.source
    within = [
        head
        for head in issue.heads
        if source is not None and source.first_line <= head.line <= source.last_line
    ]
    own = next((_signs(head) for head in within if head.document_id == document.id), {})
    return own | {"rejected": [_signs(head) for head in within if head.document_id is None]}


def _signs(head: HeadEvidence) -> dict[str, Any]:
    return {
        "line": head.line,
        "title": head.title,
        "number": head.number,
        "weight": head.weight,
        "signs": dict(head.signs),
    }

"""``gsearch show`` and ``gsearch lookup``: one document, or what is known of numbers."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import click

from indexer.errors import UsageError
from indexer.generations import with_current
from search_app.cli.faults import describe
from search_app.cli.help import Command, Option
from search_app.cli.output import note, put, screen
from search_app.cli.parameters import Whole, as_of_option, common_options, format_option
from search_app.finding import find_document, listing
from search_app.lookup import Lookup
from search_app.lookup import lookup as look_up
from search_app.settings import Settings
from search_app.terminal import harmless, render_evidence

if TYPE_CHECKING:
    from indexer.generations import Generation
    from indexer.models import Document
    from search_app.highlights import DocumentHighlights
    from search_app.relations import Standing

Answer = TypeVar("Answer")


@click.command(
    "show",
    cls=Command,
    help="显示一篇公文：各项信息、正文、在原文件中的位置。编号见检索结果；文号任何写法都行，不止一篇时列出各篇。",
    examples=(
        ("gsearch show 台政发〔2019〕7号", "按文号"),
        ("gsearch show 0a1b2c3d4e5f --format json", "按编号，供程序使用"),
        ("gsearch show 0a1b2c3d4e5f --format csv --table 2", "文中的第 2 张表"),
        ("gsearch show 台政发〔2019〕7号 --explain", "每项信息出自哪一行，便于核对"),
    ),
)
@click.argument("words", nargs=-1, required=True, metavar="编号或文号")
@click.option(
    "--explain", is_flag=True, cls=Option, help="不列正文，列出每项信息出自源文件哪一行、凭什么、多大把握"
)
@as_of_option
@format_option("text", "json", "csv")
@click.option(
    "--table",
    type=Whole(1),
    cls=Option,
    section="输出",
    metavar="第几",
    help="和 --format csv 合用：文中的第几张表",
)
@common_options
def show(
    settings: Settings, words: tuple[str, ...], form: str, as_of: str | None, explain: bool, table: int | None
) -> int:
    """Exit code: 0 shown, 1 no such document or table, 2 the number is borne by several."""
    wanted = " ".join(words).strip()
    if (form == "csv") != (table is not None):
        raise UsageError("--format csv 要和 --table 合用：gsearch show 编号 --format csv --table 1")
    if table is not None:
        put(_ask(settings, partial(_table, wanted, table)))
        return 0
    if form == "json":
        put(
            json.dumps(_ask(settings, partial(_whole, wanted, as_of, explain)), ensure_ascii=False, indent=2)
            + "\n"
        )
        return 0
    document, standing = _ask(settings, partial(_with_standing, wanted, as_of))
    if explain:
        put(render_evidence(document, screen(settings)), settings)
        return 0
    put_document(document, settings, form, standing=standing)
    return 0


def _table(wanted: str, number: int, generation: Generation) -> str:
    """One table of a document as CSV."""
    from search_app.documents import table_as_csv

    return table_as_csv(find_document(wanted, generation), number, generation.dictionaries)


def _whole(wanted: str, as_of: str | None, explain: bool, generation: Generation) -> dict[str, Any]:
    """All that is known of the document, as the interface gives it; ``explain`` adds the evidence of its fields."""
    from search_app.documents import whole_as_json
    from search_app.searcher import Searcher

    document = find_document(wanted, generation)
    with Searcher.open(generation, as_of) as index:
        return whole_as_json(document, index, with_evidence=explain)


def _with_standing(wanted: str, as_of: str | None, generation: Generation) -> tuple[Document, Standing]:
    """The document and what is in force of it on that day."""
    from contextlib import closing

    from search_app.relations import standing_of

    document = find_document(wanted, generation)
    with closing(generation.relations()) as store:
        return document, standing_of(document.id, store, as_of)


def put_document(
    document: Document,
    settings: Settings,
    form: str,
    highlights: DocumentHighlights | None = None,
    standing: Standing | None = None,
) -> None:
    """Prints a document with its text, ``highlights`` marked in it, and how it stands."""
    if form == "json":
        from indexer.models import document_as_json

        put(json.dumps(document_as_json(document, with_text=True), ensure_ascii=False, indent=2) + "\n")
        return
    from search_app.terminal import render_document

    put(render_document(document, screen(settings), highlights, standing), settings)


def _ask(settings: Settings, call: Callable[[Generation], Answer]) -> Answer:
    """``call`` of the serving generation; where that is one in another's place, this is said."""

    def told(generation: Generation) -> Answer:
        if generation.notice:
            note(generation.notice)
        return call(generation)

    return with_current(settings.index, told)


@click.command(
    "lookup",
    cls=Command,
    help="查发文字号（或登记号），任何写法都行：有这篇公文、不止一篇（列出各篇）、只被别的公文提到（列出各篇），还是没有。"
    "带空格的文号请加引号；文号前后可写机关名以区别同号的公文。",
    examples=(
        ("gsearch lookup 台政发〔2019〕7号", "一个文号"),
        ("gsearch lookup '台政发2019 7' '国发 [2018] 28号' --format json", "几个文号，每个输出一行 JSON"),
    ),
)
@click.argument("numbers", nargs=-1, required=True, metavar="文号…")
@as_of_option
@format_option("text", "json")
@common_options
def lookup(settings: Settings, numbers: tuple[str, ...], form: str, as_of: str | None) -> int:
    """Exit code: 0 where anything is known of any of the numbers, 1 where nothing is, 2 where one is none."""
    known = wrong = False
    for number in numbers:
        try:
            answer = _ask(settings, partial(look_up, number, as_of=as_of))
        except UsageError as error:
            note(describe(error))
            wrong = True
            continue
        known |= answer.status != "not_found"
        if answer.notice:
            note(answer.notice)
        if form == "json":
            put(json.dumps(asdict(answer), ensure_ascii=False) + "\n")
        else:
            put(_lookup_text(answer))
    return UsageError.exit_code if wrong else 0 if known else 1


_STATES = {
    "found": "有",
    "ambiguous": "不止一篇",
    "cited_only": "没有收录，只被提到",
    "not_found": "没有",
}


def _lookup_text(answer: Lookup) -> str:
    from search_app.relations import event_line, proof, status_line

    lines = [f"{answer.number or answer.query}：{_STATES[answer.status]}"]
    for validity in answer.validities:
        lines.append(f"  时效：{status_line(validity)}")
        event = proof(validity)
        lines += [f"  依据：{event_line(event)}：“{event.sentence}”"] if event else []
        lines += [f"  注意：{sentence}" for sentence in validity.notes]
    lines += [listing(answer.documents)] if answer.documents else []
    if answer.cited_by:
        lines += ["  提到它的公文：", listing(answer.cited_by)]
    return harmless("\n".join(lines)) + "\n"

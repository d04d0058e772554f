"""``gsearch show`` and ``gsearch lookup``: one document, or what is known of numbers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NoReturn

import click

from indexer.errors import NotFoundError, UsageError
from search_app.cli.output import note, put, screen
from search_app.cli.parameters import Command, common_options, format_option
from search_app.settings import Settings

if TYPE_CHECKING:
    from indexer.generations import Generation
    from indexer.models import Document


@click.command(
    "show",
    cls=Command,
    help="显示一篇公文：各项信息、正文、在原文件中的位置。编号见检索结果；文号任何写法都行，不止一篇时列出各篇。",
    examples=(
        ("gsearch show 台政发〔2019〕7号", "按文号"),
        ("gsearch show 0a1b2c3d4e5f --format json", "按编号，供程序使用"),
    ),
)
@click.argument("words", nargs=-1, required=True, metavar="编号或文号")
@format_option("text", "json")
@common_options  # fmt: skip
def show(settings: Settings, words: tuple[str, ...], form: str) -> int:
    """Exit code: 0 shown, 1 no such document, 2 the number is borne by several."""
    from indexer.generations import with_current

    wanted = " ".join(words).strip()
    document = with_current(settings.index, lambda generation: _find(wanted, generation))
    put_document(document, settings, form)
    return 0


def put_document(
    document: Document, settings: Settings, form: str, words: frozenset[str] = frozenset()
) -> None:
    """Prints a document with its text; ``words`` are marked in it."""
    if form == "json":
        from indexer.models import document_as_json

        put(json.dumps(document_as_json(document, with_text=True), ensure_ascii=False, indent=2) + "\n")
        return
    from search_app.terminal.document import render_document

    put(render_document(document, screen(settings), words), settings)


def _find(wanted: str, generation: Generation) -> Document:
    """The document with this id, else the only one that bears this number. Raises NotFoundError, UsageError."""
    from indexer.schema import document_from_record
    from search_app.index import Index

    with Index.open(generation) as index:
        stored = index.reader.document(wanted)
    if stored is not None:
        return document_from_record(stored.record)
    raise NotImplementedError

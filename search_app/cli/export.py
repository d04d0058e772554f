"""``gsearch export``: every document of the index, streamed, in a form for programs or spreadsheets."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from indexer.errors import UsageError
from search_app.cli.filters import filter_options, filters_of
from search_app.cli.help import Command, Option
from search_app.cli.output import is_terminal, note, put
from search_app.cli.parameters import APath, common_options, format_option, header_option
from search_app.export import documents_as_csv, documents_as_jsonl, documents_as_xlsx
from search_app.settings import Settings

if TYPE_CHECKING:
    from search_app.holdings import Held
    from search_app.tables import Header


_AT_ONCE = 100
"""Lines that are written together."""


@click.command(
    "export",
    cls=Command,
    help="导出索引里的全部公文，或检索到的全部（写出检索词、筛选条件），逐篇写出，多少篇都不多占内存，按编号排列。"
    "jsonl 带 --text 时可供 gsearch build 再读入。",
    examples=(
        ("gsearch export --format jsonl --text > 全部.jsonl", "连正文"),
        ("gsearch export --format xlsx --output 全部.xlsx", "Excel 表格"),
        ("gsearch export 河长制 --year 2019 --format csv --header zh > 河长制.csv", "只要检索到的，中文表头"),
    ),
)
@click.argument("words", nargs=-1, metavar="[检索词…]")
@filter_options
@click.option("--text", "with_text", is_flag=True, cls=Option, section="输出", help="连正文一起导出")
@click.option(
    "--output",
    "-o",
    type=APath(),
    metavar="文件",
    cls=Option,
    section="输出",
    help="写到这个文件（默认标准输出）",
)
@header_option
@format_option("jsonl", "csv", "xlsx")
@common_options
def export(
    settings: Settings,
    words: tuple[str, ...],
    with_text: bool,
    output: str | None,
    header: Header | None,
    form: str,
    **options: Any,
) -> int:
    """Exit code: 0 some were exported, 1 none was found."""
    from indexer.generations import current
    from search_app import holdings
    from search_app.response import SearchRequest

    request = SearchRequest(" ".join(words).strip(), filters_of(options))
    selection = holdings.select(request, current(settings.index))
    documents = selection.documents()
    if form == "xlsx":
        _put_workbook(documents, output, with_text, header or "zh")
    elif form == "csv":
        _put(documents_as_csv(documents, with_text=with_text, header=header or "name"), output)
    else:
        _put(documents_as_jsonl(documents, with_text=with_text), output)
    note(f"导出 {selection.total} 篇")
    return 0 if selection.total or not (request.query or request.filters) else 1


def _put_workbook(documents: Iterator[Held], output: str | None, with_text: bool, header: Header) -> None:
    with _binary(output) as target:
        documents_as_xlsx(documents, target, with_text=with_text, header=header)


def _put(lines: Iterator[str], output: str | None) -> None:
    if output is None:
        while together := "".join(islice(lines, _AT_ONCE)):
            put(together)
        return
    with Path(output).open("w", encoding="utf-8", newline="") as file:
        file.writelines(lines)


@contextmanager
def _binary(output: str | None) -> Iterator[BinaryIO]:
    """Where a workbook is written to. Raises UsageError for a terminal."""
    if output is not None:
        with Path(output).open("wb") as file:
            yield file
        return
    if is_terminal(sys.stdout):
        raise UsageError("Excel 表格不能显示在终端上；请写 --output 文件.xlsx")
    with TemporaryFile() as file:  # A workbook is written to and fro, which no pipe allows.
        yield file
        file.seek(0)
        copyfileobj(file, sys.stdout.buffer)

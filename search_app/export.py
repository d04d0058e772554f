"""What was found, and all that is held, in the forms that programs and spreadsheets read.

Every line of a search's JSONL and every row of its table says which query on which generation it answers, and when it
was exported, so that a saved file explains itself. Documents that no search found stand as ``gsearch show`` has them.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, TYPE_CHECKING, Any

from indexer.fields import TEXT
from indexer.models import document_as_json
from search_app.relations import standing_as_json
from search_app.response import SearchResponse, response_as_json
from search_app.spreadsheet import write_xlsx
from search_app.tables import DOCUMENT_COLUMNS, Header, columns_of, guarded, headings, in_chinese, values

if TYPE_CHECKING:
    from search_app.holdings import Held

BYTE_ORDER_MARK = "\ufeff"
"""Tells Excel that a CSV file is UTF-8."""


def as_json(response: SearchResponse) -> str:
    """The contract's JSON object, indented, one trailing line break."""
    return json.dumps(response_as_json(response), ensure_ascii=False, indent=2) + "\n"


def as_jsonl(response: SearchResponse, exported_on: str) -> str:
    """One hit a line: ``query generation exported_on total``, then the hit's JSON; a date is YYYY-MM-DD."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in _rows(response, exported_on))


def as_csv(response: SearchResponse, exported_on: str, header: Header = "name") -> str:
    """A heading and one row a hit (RFC 4180, CRLF) behind a byte order mark.

    Lists are joined by ``；``, absent values are empty, and no cell can be taken for a formula.
    """
    columns, table = _table(response, exported_on, header)
    return BYTE_ORDER_MARK + "".join(_csv_lines([headings(columns, header), *table]))


def as_xlsx(response: SearchResponse, exported_on: str, header: Header = "zh") -> bytes:
    """The same table as an Excel workbook. Raises UsageError where XlsxWriter is not installed."""
    columns, table = _table(response, exported_on, header)
    target = io.BytesIO()
    write_xlsx(target, headings(columns, header), table)
    return target.getvalue()


def rows_as_csv(rows: Iterable[Sequence[Any]]) -> str:
    """Any table, its headings first; as ``as_csv``."""
    return BYTE_ORDER_MARK + "".join(_csv_lines(rows))


def documents_as_jsonl(held: Iterable[Held], *, with_text: bool = False) -> Iterator[str]:
    """One document a line, as ``gsearch show`` has it; what ``gsearch build`` reads again where it has its text."""
    for each in held:
        yield json.dumps(held_as_json(each, with_text=with_text), ensure_ascii=False) + "\n"


def held_as_json(held: Held, *, with_text: bool = False) -> dict[str, Any]:
    """A document with its validity and its relations, as ``gsearch show`` has them."""
    return {**document_as_json(held.document, with_text=with_text), **standing_as_json(held.standing)}


def documents_as_csv(
    held: Iterable[Held], *, with_text: bool = False, header: Header = "name"
) -> Iterator[str]:
    """A heading and one row a document, line by line; as ``as_csv``."""
    columns = _document_columns(with_text)
    yield BYTE_ORDER_MARK
    yield from _csv_lines([headings(columns, header)])
    yield from _csv_lines(_document_rows(held, columns, with_text))


def documents_as_xlsx(
    held: Iterable[Held], target: IO[bytes], *, with_text: bool = False, header: Header = "zh"
) -> None:
    """An Excel workbook, written to ``target`` (binary) row by row. Raises UsageError without XlsxWriter."""
    columns = _document_columns(with_text)
    write_xlsx(target, headings(columns, header), _document_rows(held, columns, with_text))


def _table(
    response: SearchResponse, exported_on: str, header: Header
) -> tuple[tuple[str, ...], list[list[Any]]]:
    """The columns of a search's table, and its rows; under Chinese headings yes and no are Chinese, too."""
    rows = list(_rows(response, exported_on))
    columns = columns_of(rows)
    said = in_chinese if header == "zh" else list
    return columns, [said(values(row, columns)) for row in rows]


def _document_columns(with_text: bool) -> tuple[str, ...]:
    return (*DOCUMENT_COLUMNS, TEXT.name) if with_text else DOCUMENT_COLUMNS


def _document_rows(held: Iterable[Held], columns: Sequence[str], with_text: bool) -> Iterator[list[Any]]:
    return (values(held_as_json(each, with_text=with_text), columns) for each in held)


def _csv_lines(rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    for row in rows:
        line = io.StringIO(newline="")
        csv.writer(line, lineterminator="\r\n").writerow(list(map(guarded, row)))
        yield line.getvalue()


def _rows(response: SearchResponse, exported_on: str) -> Iterator[dict[str, Any]]:
    origin = {
        "query": response.query,
        "generation": response.generation,
        "exported_on": exported_on,
        "total": response.total,
    }
    for hit in response_as_json(response)["hits"]:
        yield {**origin, **hit}

"""A SearchResponse as JSON, JSON lines and CSV: stable forms for programs and spreadsheets.

Every line of JSONL and every row of CSV says which query on which generation it answers, and when it was
exported, so that a saved file explains itself. ``docs/cli.md`` documents the columns.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from search_app.response import SearchResponse, response_as_json

BYTE_ORDER_MARK = "\ufeff"
"""Tells Excel that a CSV file is UTF-8."""

COLUMNS = (
    "query",
    "generation",
    "exported_on",
    "total",
    "rank",
    "score",
    "id",
    "title",
    "number",
    "issuer",
    "type",
    "instrument",
    "instrument_title",
    "written_on",
    "printed_on",
    "effective_on",
    "expires_on",
    "province",
    "city",
    "district",
    "year",
    "gazette_title",
    "gazette_year",
    "gazette_number",
    "gazette_serial_number",
    "gazette_published_on",
    "page",
    "section",
    "addressee",
    "copied_to",
    "attachments",
    "cites",
    "repeals",
    "disclosure",
    "registration_number",
    "source_file",
    "source_first_line",
    "source_last_line",
    "warnings",
    "snippet",
    "title_in_toc",
)
"""The columns of the CSV, in their order; new ones are only ever added at the end."""

# What spreadsheets take for the start of a formula (OWASP, "CSV Injection"), full-width forms too.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def as_json(response: SearchResponse) -> str:
    """The contract's JSON object, indented, one trailing line break."""
    return json.dumps(response_as_json(response), ensure_ascii=False, indent=2) + "\n"


def as_jsonl(response: SearchResponse, exported_on: str) -> str:
    """One hit a line: ``query generation exported_on total``, then the hit's JSON; a date is YYYY-MM-DD."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in _rows(response, exported_on))


def as_csv(response: SearchResponse, exported_on: str) -> str:
    """A heading and one row a hit (RFC 4180, CRLF) behind a byte order mark.

    Lists are joined by ``；``, absent values are empty, and no cell can be taken for a formula: one that
    begins like it is led by an apostrophe.
    """
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in _rows(response, exported_on):
        flat = dict(_flat(row))
        writer.writerow([cell(flat.get(column)) for column in COLUMNS])
    return BYTE_ORDER_MARK + lines.getvalue()


def _rows(response: SearchResponse, exported_on: str) -> Iterator[dict[str, Any]]:
    origin = {
        "query": response.query,
        "generation": response.generation,
        "exported_on": exported_on,
        "total": response.total,
    }
    for hit in response_as_json(response)["hits"]:
        yield {**origin, **hit}


def _flat(row: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Nested objects as ``gazette_title``, the first snippet as ``snippet``."""
    for name, value in row.items():
        if isinstance(value, dict):
            yield from ((f"{name}_{part}", item) for part, item in value.items())
        elif name == "snippets":
            yield "snippet", value[0]["text"] if value else None
        else:
            yield name, value


def cell(value: Any) -> Any:
    """``value`` as a cell that no spreadsheet takes for a formula; lists joined by ``；``."""
    if isinstance(value, list | tuple):
        value = _joined(value)
    if isinstance(value, str):
        value = value.replace("\0", "")
        return f"'{value}" if value.startswith(_FORMULA) else value
    return value


def _joined(values: Iterable[Any]) -> str:
    return "；".join(map(str, values))

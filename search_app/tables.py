"""Rows for spreadsheets: which columns there are, what they are called, and what may stand in a cell.

``docs/cli.md`` documents the columns; they follow the list of fields.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

from indexer.fields import STATED, TEXT
from indexer.models import Field, rows_of

Header = Literal["name", "zh"]
"""What stands over a column: the field's name, for programs, or what people call it."""

_ORIGIN = {
    "query": "检索式",
    "generation": "索引代",
    "exported_on": "导出日期",
    "total": "共几篇",
    "rank": "名次",
    "score": "得分",
}
"""What a row says of the search, before it says what was found: column and Chinese heading."""

_SNIPPET = "snippet"
_FIT = {"partial": "部分相符", "lacks": "没有的词"}
"""What a row says of how far the search and the document agree."""

_IN_FORCE = {"validity": "时效", "validity_since": "时效自", "validity_until": "有效期限至"}
"""What is in force of a document, on the day that a search asked for, else today."""

# What spreadsheets take for the start of a formula (OWASP, "CSV Injection"), full-width forms too.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def _columns() -> Iterator[tuple[str, str]]:
    """Column and Chinese heading; the fields of each edition behind those of the edition before."""
    yield from _ORIGIN.items()
    for edition in sorted({field.since for field in STATED}):
        for field in STATED:
            if field.csv and field.since == edition:
                yield from _columns_of(field)
        if edition == 1:
            yield _SNIPPET, "片段"
    yield from _IN_FORCE.items()
    yield from _FIT.items()


def _columns_of(field: Field) -> Iterator[tuple[str, str]]:
    if field.kind != "object" or field.of is None:
        yield field.name, field.label
        return
    for part in rows_of(field.of):
        yield f"{field.name}_{part.name}", part.label


_FOUND_BY = {"by": "由什么找到"}
"""Said of a hit in an index with a model."""

HEADINGS: Mapping[str, str] = {**dict(_columns()), TEXT.name: TEXT.label, **_FOUND_BY}

COLUMNS = tuple(name for name in HEADINGS if name not in (TEXT.name, *_FOUND_BY))
"""The columns of a search's table, in their order; new ones only come at the end."""

DOCUMENT_COLUMNS = tuple(name for name in COLUMNS if name not in (*_ORIGIN, _SNIPPET, *_FIT))
"""The columns of a table of documents that no search found."""


def columns_of(rows: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """The columns of a table of hits: one more where they say what found them."""
    return (*COLUMNS, *(name for name in _FOUND_BY if any(name in row for row in rows)))


def headings(columns: Iterable[str], header: Header) -> list[str]:
    """What stands over the columns."""
    return [HEADINGS[name] if header == "zh" else name for name in columns]


def values(row: Mapping[str, Any], columns: Iterable[str]) -> list[Any]:
    """The cells of a JSON object: nested ones under ``gazette_title``, lists joined by ``；``, None where empty."""
    flat = dict(_flat(row))
    return [_joined(flat.get(column)) for column in columns]


def in_chinese(cells: Iterable[Any]) -> list[Any]:
    """``cells`` with 是 and 否 for what is true and false."""
    return [("否", "是")[cell] if isinstance(cell, bool) else cell for cell in cells]


def guarded(value: Any) -> Any:
    """A cell of a CSV that no spreadsheet takes for a formula: one that begins like it is led by an apostrophe."""
    if not isinstance(value, str):
        return value
    value = value.replace("\0", "")
    return f"'{value}" if value.startswith(_FORMULA) else value


def _flat(row: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Nested objects as ``gazette_title``, the first snippet as ``snippet``."""
    for name, value in row.items():
        if name == "validity":
            yield from _in_force(value)
        elif isinstance(value, dict):
            yield from ((f"{name}_{part}", item) for part, item in value.items())
        elif name == "snippets":
            yield _SNIPPET, value[0]["text"] if value else None
        else:
            yield name, value


def _in_force(validity: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    from search_app.relations import STATUS_LABELS

    yield "validity", STATUS_LABELS[validity["status"]]
    yield from ((f"validity_{part}", validity[part]) for part in ("since", "until"))


def _joined(value: Any) -> Any:
    return "；".join(map(str, value)) if isinstance(value, list | tuple) else value

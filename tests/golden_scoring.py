"""Compares the documents that the parser finds in a file with the golden ones, field by field.

A golden file holds one document a line, with the contract's field names. ``accept`` lists other values that
are just as right (``first_line`` and ``gazette.year`` are keys there too); ``cites_optional`` and
``repeals_optional`` are neither wanted nor wrong. Blanks, quotation marks, brackets and width do not count.
"""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indexer.fields import STATED
from indexer.models import Gazette, rows_of

NOT_SCORED = frozenset({"id", "former_ids", "title_in_toc", "warnings"})
"""An id is made, not read; the others say what the file itself gets wrong."""

FIELDS = tuple(
    field.name for field in STATED if field.kind in ("text", "date", "whole") and field.name not in NOT_SCORED
)
LISTS = tuple(field.name for field in STATED if field.kind == "texts" and field.name not in NOT_SCORED)
GAZETTE = tuple(field.name for field in rows_of(Gazette))
SEGMENTATION = "segmentation"
WELL_PLACED = 0.5
"""Share of common lines (of all lines of either) from which on two documents are the same one."""

COLUMNS = Path(__file__).parent / "golden" / "columns"
"""One .tsv for each field that is younger than the golden files: file, document (its 1-based place), value; a
document without a row has none. Values of a list stand in a row each."""

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """One wrong value. ``document`` is its 1-based place in the golden file, 0 for one too many."""

    file: str
    document: int
    field: str
    wanted: str
    found: str


def golden(path: Path) -> list[dict[str, Any]]:
    """The documents of a golden file, with what the columns of younger fields say of them."""
    lines = path.read_text(encoding="utf-8").splitlines()
    documents: list[dict[str, Any]] = [json.loads(line) for line in lines if line.strip()]
    for column in sorted(COLUMNS.glob("*.tsv")):
        values = _column(column, documents[0]["source"]["file"])
        for place, document in enumerate(documents, 1):
            found = values.get(place, [])
            document[column.stem] = found if column.stem in LISTS else next(iter(found), None)
    return documents


def _column(path: Path, file: str) -> dict[int, list[str]]:
    """What a column holds for the documents of a file, by their place."""
    values: dict[int, list[str]] = {}
    with path.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows, delimiter="\t"):
            if row["file"] == file:
                values.setdefault(int(row["document"]), []).append(row["value"])
    return values


def mistakes(file: str, wanted: Sequence[Record], found: Sequence[Record]) -> list[Mistake]:
    """What is wrong in ``found``; both are documents as the contract's JSON shows them."""
    pairs = _paired(wanted, found)
    result = [
        Mistake(file, 0, SEGMENTATION, "", f"{_lines(document)} {document['title']}")
        for i, document in enumerate(found)
        if i not in pairs.values()
    ]
    for i, document in enumerate(wanted):
        if i not in pairs:
            result.append(Mistake(file, i + 1, SEGMENTATION, f"{_lines(document)} {document['title']}", ""))
            continue
        result += [
            Mistake(file, i + 1, field, str(want), str(got))
            for field, want, got in _differences(document, found[pairs[i]])
        ]
    return result


def compared_fields() -> int:
    """How many values are compared for each document."""
    return len(FIELDS) + len(LISTS) + len(GAZETTE) + 1


def _lines(document: Record) -> tuple[int, int]:
    return document["source"]["first_line"], document["source"]["last_line"]


def _overlap(one: Record, other: Record) -> float:
    (a, b), (c, d) = _lines(one), _lines(other)
    common = min(b, d) - max(a, c) + 1
    return max(0.0, common / (max(b, d) - min(a, c) + 1))


def _paired(wanted: Sequence[Record], found: Sequence[Record]) -> dict[int, int]:
    """Which wanted document each found one is: the best placed first, each once."""
    candidates = sorted(
        ((_overlap(w, f), i, j) for i, w in enumerate(wanted) for j, f in enumerate(found)), reverse=True
    )
    pairs: dict[int, int] = {}
    for overlap, i, j in candidates:
        if overlap >= WELL_PLACED and i not in pairs and j not in pairs.values():
            pairs[i] = j
    return pairs


def _differences(want: Record, got: Record) -> Iterator[tuple[str, Any, Any]]:
    accept: Mapping[str, list[Any]] = want.get("accept") or {}
    first_lines = [want["source"]["first_line"], *accept.get("first_line", [])]
    if got["source"]["first_line"] not in first_lines:
        yield "first_line", want["source"]["first_line"], got["source"]["first_line"]
    for field in FIELDS:
        if plain(got[field]) not in {plain(v) for v in [want[field], *accept.get(field, [])]}:
            yield field, want[field], got[field]
    for field in GAZETTE:
        value, shown = ((d["gazette"] or {}).get(field) for d in (want, got))
        if plain(shown) not in {plain(v) for v in [value, *accept.get(f"gazette.{field}", [])]}:
            yield f"gazette.{field}", value, shown
    for field in LISTS:
        optional = {plain(v) for v in want.get(f"{field}_optional", [])}
        shown_set = {plain(v) for v in got[field]} - optional
        variants = [want[field], *(v for v in accept.get(field, []) if isinstance(v, list))]
        if shown_set not in [{plain(v) for v in variant} - optional for variant in variants]:
            yield field, want[field], list(got[field])


def plain(value: Any) -> str:
    """A value without what a comparison must not depend on.

    >>> plain("台政发〔2019〕7 号") == plain("台政发(2019)7号")
    True
    """
    return "" if value is None else re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", str(value))).lower()

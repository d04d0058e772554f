"""Tables in a document's text: rows of cells under their header, also over page breaks.

In a cleaned text a table row is a paragraph with tabs (see indexer.paragraphs). A header is a row of short cells
without numbers above rows of the same width; repeated after a page break it is no row. A list of names has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from indexer.analysis import squeezed

_HEADER_CELL = 14
"""Characters of a header's cell, at most: 有效期截止日期, 责任单位及责任人."""

_DIGITS = re.compile(r"\d")
_SEQUENCE = re.compile(r"^(?:序号|编号|序)$")


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row; ``paragraph`` is its 0-based index among the text's paragraphs."""

    cells: tuple[str, ...]
    paragraph: int


@dataclass(frozen=True, slots=True)
class Table:
    """``header`` is () where the table has none; ``caption`` the short line above it, if any."""

    header: tuple[str, ...]
    rows: tuple[TableRow, ...]
    caption: str | None = None

    def named(self, row: TableRow) -> tuple[tuple[str, str], ...]:
        """(column's name, cell) of the row's filled cells; the name is "" beyond the header."""
        names = (*self.header, *("" for _ in row.cells[len(self.header) :]))
        return tuple((name, cell) for name, cell in zip(names, row.cells, strict=False) if cell)


def tables(paragraphs: Sequence[str]) -> tuple[Table, ...]:
    """All tables of a text, in order; a second header within a run of rows begins another table."""
    return tuple(_table(caption, run) for caption, whole in _runs(paragraphs) for run in _parted(whole))


def cells_of(paragraph: str) -> tuple[str, ...]:
    """The cells of a row, without blanks around them."""
    return tuple(cell.strip() for cell in paragraph.split("\t"))


def is_header(cells: Sequence[str]) -> bool:
    """Does a row look like names of columns: at least two, short, different, without numbers or marks?"""
    filled = [squeezed(cell) for cell in cells if cell]
    return (
        len(filled) >= 2
        and len(filled) >= len(cells) - 1
        and len(set(filled)) == len(filled)
        and all(1 <= len(cell) <= _HEADER_CELL and not _DIGITS.search(cell) for cell in filled)
        and not any(re.search("[，。；、]", cell) for cell in cells)
    )


def _runs(paragraphs: Sequence[str]) -> Iterator[tuple[str | None, list[TableRow]]]:
    """Consecutive rows, with the short paragraph before them."""
    run: list[TableRow] = []
    caption: str | None = None
    for i, text in enumerate(paragraphs):
        if "\t" in text:
            run.append(TableRow(cells_of(text), i))
            continue
        if run:
            yield caption, run
            run = []
        caption = text.strip() if 0 < len(text.strip()) <= 60 and not re.search("[。；]", text) else None
    if run:
        yield caption, run


def _table(caption: str | None, run: Sequence[TableRow]) -> Table:
    first = run[0].cells
    if len(run) > 1 and is_header(first) and _heads(first, run[1:]):
        header = first
        rows = tuple(row for row in run[1:] if not _repeats(row.cells, header))
        return Table(header, rows, caption)
    return Table((), tuple(run), caption)


def _heads(first: Sequence[str], rows: Iterable[TableRow]) -> bool:
    """Are the rows below of another sort than ``first``: numbers, dates, long cells, or first a 序号?

    A list of names is alike from its first row on.
    """
    if any(_SEQUENCE.match(squeezed(cell)) for cell in first):
        return True
    below = [row.cells for row in rows]
    if any(_repeats(cells, first) for cells in below):
        return True
    different = sum(
        any(_DIGITS.search(cell) or len(cell) > _HEADER_CELL for cell in cells) for cells in below
    )
    return different * 2 >= len(below)


def _repeats(cells: Sequence[str], header: Sequence[str]) -> bool:
    return [squeezed(cell) for cell in cells if cell] == [squeezed(cell) for cell in header if cell]


def _parted(run: Sequence[TableRow]) -> Iterator[Sequence[TableRow]]:
    """A run cut before each row that begins with 序号 and is another header than the last one."""
    header, start = run[0].cells, 0
    for i, row in enumerate(run[1:], 1):
        if row.cells and _SEQUENCE.match(squeezed(row.cells[0])) and not _repeats(row.cells, header):
            yield run[start:i]
            header, start = row.cells, i
    yield run[start:]

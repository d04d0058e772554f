"""Tables in a document's text: rows of cells that know their header, also over page breaks.

In a cleaned text a table row is a paragraph with tabs (see indexer.paragraphs), whatever it was in the source:
tabs, Markdown, HTML or Word. A header is told by its names (markers.csv, ``column_end``), by rows of another sort
below it, or by being printed again; a list of names and a form of labels and values have none. Where a table goes on
after a page break, its header holds on; printed again it is no row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from dictionaries import Dictionaries
from indexer.analysis import squeezed

_HEADER_CELL = 14
"""Characters of a header's cell, at most: 有效期截止日期, 责任单位及责任人."""

_KNOWN_SHARE = 0.6
"""Of a header's names, that must be known where nothing else speaks for it."""

_CAPTION = 60
_SEAMS = 2
"""Paragraphs that a page break may leave between the parts of one table: its caption again, 续表."""

_DIGITS = re.compile(r"\d")
_PERIOD = re.compile(r"(?:\d{4}年?)?(?:度|\d{1,2}月份?|[一二三四1-4]季度)?|[“]?十[一二三四五][”]?")
_SEQUENCE = re.compile(r"^(?:序号|编号|序)$")
_BRACKET = re.compile(r"[（(\[【].*?[）)\]】]")
_PROSE = re.compile("[，。；、]")
_CONTINUED = re.compile(r"[（(]?(?:续|接)(?:上)?[表页]?\d{0,2}[）)]?")


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row; ``paragraph`` is its 0-based index among the text's paragraphs."""

    cells: tuple[str, ...]
    paragraph: int


@dataclass(frozen=True, slots=True)
class Table:
    """``header`` is () where the table has none; ``caption`` the short line above it, if any.

    ``printed`` are the paragraphs that the header takes up, each time it is printed.
    """

    header: tuple[str, ...]
    rows: tuple[TableRow, ...]
    caption: str | None = None
    printed: tuple[int, ...] = ()

    def named(self, row: TableRow) -> tuple[tuple[str, str], ...]:
        """(column's name, cell) of each cell; the name is "" beyond the header and in a heading inside the table."""
        inside = len(self.header) > 2 and sum(map(bool, row.cells)) == 1 and bool(row.cells[0])
        names = () if inside else self.header
        return tuple(zip_longest(names[: len(row.cells)], row.cells, fillvalue=""))


def tables(paragraphs: Sequence[str], dictionaries: Dictionaries) -> tuple[Table, ...]:
    """All tables of a text, in order; a second header within a run of rows begins another table."""
    endings = dictionaries.markers.get("column_end", ())
    found: list[Table] = []
    for caption, run in _runs(paragraphs):
        for part in _parted(run, endings):
            table = _table(caption, part, endings)
            before = found[-1] if found else None
            if before is not None and _goes_on(before, table, paragraphs):
                found[-1] = _joined(before, table)
            else:
                found.append(table)
            caption = None
    return tuple(found)


def rows_by_paragraph(found: Sequence[Table]) -> Mapping[int, tuple[Table, TableRow]]:
    """Each row with its table, by paragraph; headers are none."""
    return {row.paragraph: (table, row) for table in found for row in table.rows}


def cells_of(paragraph: str) -> tuple[str, ...]:
    """The cells of a row, without blanks around them."""
    return tuple(cell.strip() for cell in paragraph.split("\t"))


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
        caption = (
            text.strip() if 0 < len(text.strip()) <= _CAPTION and not re.search("[。；]", text) else None
        )
    if run:
        yield caption, run


def _parted(run: Sequence[TableRow], endings: tuple[str, ...]) -> Iterator[Sequence[TableRow]]:
    """A run cut before each row that is another header than the last one."""
    header, start = run[0].cells, 0
    for i, row in enumerate(run[1:], 1):
        begins = bool(_SEQUENCE.match(squeezed(row.cells[0]))) and len(row.cells) > 1
        begins = begins or (i - start > 2 and _is_named(row.cells, endings))
        if begins and not _repeats(row.cells, header):
            yield run[start:i]
            header, start = row.cells, i
    yield run[start:]


def _table(caption: str | None, run: Sequence[TableRow], endings: tuple[str, ...]) -> Table:
    first, below = run[0].cells, run[1:]
    if not (below and _looks_like_names(first) and _heads(first, below, endings)):
        return Table((), tuple(run), caption)
    header, lines = first, 1
    if len(below) > 1 and _completes(first, below[0].cells):
        header, lines = _two_lines(first, below[0].cells), 2
    return _without_repeats(
        Table(header, tuple(run[lines:]), caption, tuple(row.paragraph for row in run[:lines])), run
    )


def _without_repeats(table: Table, run: Sequence[TableRow]) -> Table:
    """``table`` without the rows that print its header again."""
    printed = [row.cells for row in run[: len(table.printed)]]
    again = [row.paragraph for row in table.rows if any(_repeats(row.cells, line) for line in printed)]
    rows = tuple(row for row in table.rows if row.paragraph not in again)
    return replace(table, rows=rows, printed=(*table.printed, *again))


def _looks_like_names(cells: Sequence[str]) -> bool:
    """At least two cells, short, different, without marks or numbers; years are names where there are several."""
    filled = [squeezed(cell) for cell in cells if cell]
    periods = sum(bool(cell) and bool(_PERIOD.fullmatch(cell)) for cell in filled)
    return (
        len(filled) >= 2
        and len(set(filled)) == len(filled)
        and all(1 <= len(_BRACKET.sub("", cell)) <= _HEADER_CELL for cell in cells if cell)
        and sum(bool(_DIGITS.search(cell)) for cell in filled) == (periods if periods > 1 else 0)
        and not any(_PROSE.search(cell) for cell in cells)
    )


def _heads(first: Sequence[str], rows: Sequence[TableRow], endings: tuple[str, ...]) -> bool:
    """Does ``first`` name the columns of ``rows``? A list of names is alike from its first row on."""
    below = [row.cells for row in rows]
    if _SEQUENCE.match(squeezed(first[0])) or _is_named(first, endings):
        return True
    if any(_repeats(cells, first) for cells in below[1:]):
        return True
    if _is_form([first, *below], endings):
        return False
    different = sum(
        any(_DIGITS.search(cell) or len(cell) > _HEADER_CELL for cell in cells) for cells in below
    )
    return all(first) and different * 2 >= len(below)


def _is_named(cells: Sequence[str], endings: tuple[str, ...]) -> bool:
    """Are most cells known names of columns?"""
    filled = [cell for cell in cells if cell]
    known = sum(_is_name(cell, endings) for cell in filled)
    return known >= 2 and known >= _KNOWN_SHARE * len(filled) and _looks_like_names(cells)


def _is_name(cell: str, endings: tuple[str, ...]) -> bool:
    bare = squeezed(_BRACKET.sub("", cell)) or squeezed(cell)
    return bare.endswith(endings) if endings else False


def _is_form(rows: Sequence[Sequence[str]], endings: tuple[str, ...]) -> bool:
    """Labels with their values beside them: 名称 甲公司, 地址 乙路1号."""
    labels = sum(bool(cells) and _is_name(cells[0], endings) for cells in rows)
    return max(map(len, rows)) <= 4 and labels * 2 > len(rows)


def _completes(first: Sequence[str], second: Sequence[str]) -> bool:
    """Is ``second`` the lower line of a header: filled where cells of the upper one span several columns?"""
    width = max(len(first), len(second))
    upper, lower = _padded(first, width), _padded(second, width)
    if not all(map(bool.__or__, map(bool, upper), map(bool, lower))) or not all(upper[:1]):
        return False
    under = [low for up, low in zip(upper, lower, strict=True) if low]
    return (
        bool(under) and not all(lower) and any(not up for up in upper) and not any(map(_DIGITS.search, under))
    )


def _two_lines(first: Sequence[str], second: Sequence[str]) -> tuple[str, ...]:
    """有效期 over 起 and 止 → 有效期起, 有效期止."""
    width, over, names = max(len(first), len(second)), "", []
    for upper, lower in zip(_padded(first, width), _padded(second, width), strict=True):
        over = upper or over
        names.append(over + lower)
    return tuple(names)


def _padded(cells: Sequence[str], width: int) -> tuple[str, ...]:
    return (*cells, *([""] * (width - len(cells))))


def _repeats(cells: Sequence[str], header: Sequence[str]) -> bool:
    """The same names, one of four and more misread."""
    one, other = ([squeezed(cell) for cell in row if cell] for row in (cells, header))
    if len(one) != len(other) or not one:
        return False
    wrong = sum(a != b for a, b in zip(one, other, strict=True))
    return wrong <= (len(one) >= 4)


def _goes_on(before: Table, table: Table, paragraphs: Sequence[str]) -> bool:
    """Is ``table`` the rest of ``before``: the same header, or none and rows as wide, behind a page break?"""
    last, first = before.rows[-1:] or (), (*table.printed, *(row.paragraph for row in table.rows))
    between = paragraphs[last[0].paragraph + 1 : min(first)] if last else ()
    if not before.header or len(between) > _SEAMS or not all(_is_seam(text, before) for text in between):
        return False
    if table.header:
        return table.header == before.header or _repeats(table.header, before.header)
    return bool(between) and all(len(row.cells) == len(before.header) for row in table.rows)


def _is_seam(text: str, table: Table) -> bool:
    bare = squeezed(text)
    return bool(_CONTINUED.fullmatch(text.strip())) or (
        bool(table.caption) and bare == squeezed(table.caption or "")
    )


def _joined(before: Table, rest: Table) -> Table:
    printed = (*before.printed, *rest.printed)
    return replace(before, rows=(*before.rows, *rest.rows), printed=printed)

"""A page as an engine read it → its lines in reading order, each with the boxes it was printed in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from indexer.scans.blocks import Block, rows, upright
from indexer.scans.columns import in_reading_order
from indexer.scans.page import ReadPage, TextBox
from indexer.scans.tables import Cells, Table, aligned, ruled

SURE = 0.8
"""The confidence from which a line is trusted with a document's fields: of 100 lines of real scans below it, most hold
a wrong character (seals, stains, handwriting); above it, one in some 30."""

WALL = "\u3000\u3000"
"""What stands in a line's text for a gap so wide that its two sides were printed apart."""

_WALL, _BLANK = 2.0, 0.5
"""Ems of a gap that is a wall, and that is a blank."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A box in its line; the box's text begins at ``offset`` of the line's."""

    offset: int
    box: TextBox


@dataclass(frozen=True, slots=True)
class PageLine:
    """One line of a page. ``confidence`` is that of its least certain box; cells of a table row are parted by tabs."""

    text: str
    confidence: float
    pieces: tuple[Piece, ...]

    @property
    def sure(self) -> bool:
        return self.confidence >= SURE


def lines_of(page: ReadPage) -> tuple[PageLine, ...]:
    """The lines in reading order: heads, then column after column, then feet; every box stands in exactly one line.

    A row of a table is one line. Outside tables, boxes that the engine was not sure of are lines of their own, behind
    the rest of their row.
    """
    stood = upright(page)
    tables = {id(table.frame): table for table in ruled(stood)}
    inside = {id(block) for table in tables.values() for block in table.blocks}
    blocks = [block for block in stood.blocks if id(block) not in inside]
    blocks += [table.frame for table in tables.values()]
    return tuple(
        line
        for part in in_reading_order(blocks, stood.height, stood.em)
        for stretch in _between_tables(part, tables)
        for line in _lines(stretch, tables, stood.em)
    )


def _between_tables(part: Sequence[Block], tables: Mapping[int, Table]) -> Iterator[list[Block]]:
    """The blocks above a table, the table's frame alone, those below it."""
    stretch: list[Block] = []
    for block in sorted(part, key=lambda block: (block.middle, block.left)):
        if id(block) in tables:
            yield from (stretch, [block])
            stretch = []
        else:
            stretch.append(block)
    yield stretch


def _lines(stretch: Sequence[Block], tables: Mapping[int, Table], em: float) -> Iterator[PageLine]:
    table = tables.get(id(stretch[0])) if stretch else None
    if table is not None:
        yield from map(_table_line, table.rows)
        return
    for row, cells in aligned(rows(stretch), em):
        if cells is not None:
            yield _table_line(cells)
            continue
        for wanted in (True, False):
            blocks = [block for block in row if (block.box.confidence >= SURE) == wanted]
            if blocks:
                gaps = (_between(before, block, em) for before, block in pairwise(blocks))
                yield _line(zip(("", *gaps), blocks, strict=True))


def _table_line(cells: Cells) -> PageLine:
    """Cells parted by tabs; the lines within a cell follow each other."""
    parted: list[tuple[str, Block]] = []
    tabs = 0
    for cell in cells:
        parted += [("\t" * tabs if at == 0 else "", block) for at, block in enumerate(cell)]
        tabs = 1 if cell else tabs + 1
    line = _line(parted)
    return replace(line, text=line.text + "\t" * (tabs - 1))


def _line(parted: Iterable[tuple[str, Block]]) -> PageLine:
    """One line of blocks, each with what parts it from the one before."""
    text, pieces = "", []
    for gap, block in parted:
        text += gap
        pieces.append(Piece(len(text), block.box))
        text += block.box.text
    return PageLine(text, min(piece.box.confidence for piece in pieces), tuple(pieces))


def _between(before: Block, block: Block, em: float) -> str:
    gap = (block.left - before.right) / em
    if gap >= _WALL:
        return WALL
    return " " if gap >= _BLANK or _are_words(before.box.text, block.box.text) else ""


def _are_words(before: str, after: str) -> bool:
    return before[-1:].isascii() and before[-1:].isalnum() and after[:1].isascii() and after[:1].isalnum()

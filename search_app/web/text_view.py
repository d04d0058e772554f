"""The blocks of a text as the page shows them: pieces with marks and links, tables, anchors of lines and pages."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.models import PageStart
from search_app.documents import Block
from search_app.highlights import MarkedText, Piece, Range

_WIDE = 4
"""Columns from which a table has no room on a phone."""


@dataclass(frozen=True, slots=True)
class RowView:
    """A table row: cells in pieces; ``span`` > 1 for a heading inside the table that fills a row alone."""

    cells: tuple[tuple[Piece, ...], ...]
    header: bool = False
    span: int = 1


@dataclass(frozen=True, slots=True)
class BlockView:
    """A block with its text in pieces, or, for a table, its rows. ``names`` are those of the columns, where the first
    row has them; ``wide`` says that a phone shows each row as names and values.
    """

    block: Block
    pieces: tuple[Piece, ...] = ()
    rows: tuple[RowView, ...] = ()
    names: tuple[str, ...] = ()
    wide: bool = False


def line_anchors(runs: Sequence[tuple[int, int]], blocks: Sequence[Block]) -> tuple[tuple[int, int], ...]:
    """Each source line where it first begins, or, where that is not shown (an empty cell, the mark of a
    heading), where the next thing shown begins: an HTML id may stand once only.
    """
    first: dict[int, int] = {}
    for offset, line in runs:
        first.setdefault(line, offset)
    shown = [each for block in blocks for each in _shown_ranges(block)]
    ends = [end for _, end in shown]
    anchors: dict[int, int] = {}
    displaced: dict[int, int] = {}
    for line, offset in first.items():
        at = bisect_right(ends, offset)
        if at < len(shown):
            begin = shown[at][0]
            (anchors if begin <= offset else displaced).setdefault(max(begin, offset), line)
    return tuple(sorted((displaced | anchors).items()))


def page_anchors(starts: Sequence[PageStart], lines: Sequence[int]) -> dict[int, int]:
    """Which of the ``lines`` shown is the first of each printed page; not that of the page the text begins on."""
    shown = sorted(lines)
    anchors: dict[int, int] = {}
    for start in starts:
        at = bisect_left(shown, start.line)
        if start.page is not None and 0 < at < len(shown):
            anchors[shown[at]] = start.page
    return anchors


def _shown_ranges(block: Block) -> Iterator[Range]:
    if block.kind != "table":
        yield block.start, block.end
    else:
        yield from (cell for row in block.rows for cell in row if cell[0] < cell[1])


def _row_views(block: Block, marked: MarkedText, headers: frozenset[int]) -> Iterator[RowView]:
    """Rows of equal length; ``headers`` are the offsets of those that name the columns."""
    width = max(len(row) for row in block.rows)
    for row in block.rows:
        texts = [marked.content[start:end].strip() for start, end in row]
        filled = [cell for cell, text in zip(row, texts, strict=True) if text]
        if width > 2 and len(filled) == 1 and texts[0]:
            yield RowView((marked.pieces(*filled[0]),), span=width)
            continue
        missing = ((),) * (width - len(row))
        cells = (*(marked.pieces(*cell) for cell in row), *missing)
        yield RowView(cells, header=row[0][0] in headers)


def block_view(block: Block, marked: MarkedText, headers: frozenset[int]) -> BlockView:
    if block.kind != "table":
        return BlockView(block, pieces=marked.pieces(block.start, block.end))
    rows = tuple(_row_views(block, marked, headers))
    naming = next((row for row in rows if row.header), None)
    names = tuple("".join(piece.text for piece in cell) for cell in naming.cells) if naming else ()
    return BlockView(block, rows=rows, names=names, wide=max(len(row.cells) for row in rows) >= _WIDE)

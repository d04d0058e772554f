"""A page as an engine read it → its lines in reading order, each with the boxes it was printed in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from indexer.scans.blocks import Block, em_of, upright
from indexer.scans.columns import in_reading_order
from indexer.scans.page import ReadPage, TextBox

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

    Boxes that the engine was not sure of are lines of their own, behind the rest of their row.
    """
    stood = upright(page)
    return tuple(
        line
        for part in in_reading_order(stood.blocks, stood.height, stood.em)
        for row in rows(part)
        for line in _lines(row, stood.em)
    )


def rows(part: Iterable[Block]) -> list[list[Block]]:
    """Blocks that stand beside each other, from left to right; the rows from top to bottom."""
    found: list[list[Block]] = []
    for block in sorted(part, key=lambda block: (block.middle, block.left)):
        if found and _beside(found[-1], block):
            found[-1].append(block)
        else:
            found.append([block])
    return [sorted(row, key=lambda block: block.left) for row in found]


def _beside(row: Sequence[Block], block: Block) -> bool:
    middle = sum(each.middle for each in row) / len(row)
    height = min(block.height, em_of(row))
    clear = all(block.left >= each.right - height or block.right <= each.left + height for each in row)
    return clear and abs(block.middle - middle) < 0.5 * height


def _lines(row: Sequence[Block], em: float) -> Iterator[PageLine]:
    for wanted in (True, False):
        blocks = [block for block in row if (block.box.confidence >= SURE) == wanted]
        if blocks:
            yield _line(blocks, em)


def _line(blocks: Sequence[Block], em: float) -> PageLine:
    text, pieces = "", []
    for before, block in zip((None, *blocks), blocks, strict=False):
        if before is not None:
            text += _between(before, block, em)
        pieces.append(Piece(len(text), block.box))
        text += block.box.text
    return PageLine(text, min(block.box.confidence for block in blocks), tuple(pieces))


def _between(before: Block, block: Block, em: float) -> str:
    gap = (block.left - before.right) / em
    if gap >= _WALL:
        return WALL
    return " " if gap >= _BLANK or _are_words(before.box.text, block.box.text) else ""


def _are_words(before: str, after: str) -> bool:
    return before[-1:].isascii() and before[-1:].isalnum() and after[:1].isascii() and after[:1].isalnum()

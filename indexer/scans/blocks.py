"""Boxes of a page, set upright: what reading order, rows and tables are worked out from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indexer.scans.page import ReadPage, TextBox

_LONG = 4.0
"""A box so many times as wide as high tells the slope of its line."""

_STEEPEST = 0.2
"""Slopes beyond this (11 degrees) are no scanned page put down askew, but something printed at an angle."""


@dataclass(frozen=True, slots=True)
class Block:
    """A box as it stands on the page when that is turned upright; in pixels, y grows downward."""

    left: float
    top: float
    right: float
    bottom: float
    box: TextBox

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruled line, upright as the blocks are: where it stands, and from where to where it goes."""

    place: float
    begin: float
    end: float


@dataclass(frozen=True, slots=True)
class UprightPage:
    """A page's blocks and rules; ``em`` is the height of most of its lines."""

    blocks: tuple[Block, ...]
    across: tuple[Rule, ...]
    down: tuple[Rule, ...]
    height: float
    em: float


def upright(page: ReadPage) -> UprightPage:
    """The page turned by the slope of its lines."""
    turn = slope(page.boxes)
    blocks = tuple(_block(box, turn) for box in page.boxes)
    return UprightPage(
        blocks,
        tuple(Rule(y - turn * (x0 + x1) / 2, x0 + turn * y, x1 + turn * y) for y, x0, x1 in page.across),
        tuple(Rule(x + turn * (y0 + y1) / 2, y0 - turn * x, y1 - turn * x) for x, y0, y1 in page.down),
        float(page.height),
        em_of(blocks),
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


def slope(boxes: Iterable[TextBox]) -> float:
    """How much the lines fall from left to right, a pixel for each: the median over the long boxes; 0 without any."""
    slopes = [found for box in boxes if (found := _slope(box)) is not None]
    return _median(slopes) if slopes else 0.0


def em_of(blocks: Sequence[Block]) -> float:
    """The height of most blocks, 1 at least."""
    return max(1.0, _median([block.height for block in blocks])) if blocks else 1.0


def _median(values: Sequence[float]) -> float:
    return sorted(values)[len(values) // 2]


def _slope(box: TextBox) -> float | None:
    x0, y0, x1, y1, x2, y2, x3, y3 = box.corners
    width, height = (x1 + x2 - x0 - x3) / 2, (y2 + y3 - y0 - y1) / 2
    if width < _LONG * max(1.0, height):
        return None
    found = (y1 + y2 - y0 - y3) / 2 / width
    return found if abs(found) <= _STEEPEST else None


def _block(box: TextBox, turn: float) -> Block:
    xs, ys = box.corners[::2], box.corners[1::2]
    turned = [(x + turn * y, y - turn * x) for x, y in zip(xs, ys, strict=True)]
    # The mean of two corners for each side: the smallest upright box of a slanting one would touch its neighbours.
    by_x, by_y = sorted(x for x, _ in turned), sorted(y for _, y in turned)
    return Block(sum(by_x[:2]) / 2, sum(by_y[:2]) / 2, sum(by_x[2:]) / 2, sum(by_y[2:]) / 2, box)

"""Tables: cells by the rules around them or, without rules, by the strips of white between them; each row one line."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from indexer.scans.blocks import Block, Rule, UprightPage, rows
from indexer.scans.page import TextBox

Cells = tuple[tuple[Block, ...], ...]
"""A row of a table: of each cell its blocks as they are read, () where it is empty."""

_TOUCH = 0.6
"""Ems within which two rules meet, and parallel ones are one."""

_LONGEST_CELL = 15
"""Lines in a cell; more of them are a column of text with rules around it."""

_STRIP = 0.8
"""Ems of white between two columns of a table without rules."""

_COLUMNS, _ROWS, _FILLED = 3, 3, 0.6
"""A table without rules has so many columns and rows at least, and text in this share of its cells."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table that has been read: its blocks, its rows, and a block without text in its place."""

    frame: Block
    blocks: tuple[Block, ...]
    rows: tuple[Cells, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """The rules of a table: where they stand, ascending, and the rules themselves."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    across: tuple[Rule, ...]
    down: tuple[Rule, ...]
    em: float

    def holds(self, block: Block) -> bool:
        """Whether a block stands within the outer rules."""
        centre = (block.left + block.right) / 2
        return self.xs[0] < centre < self.xs[-1] and self.ys[0] < block.middle < self.ys[-1]

    def cell(self, block: Block) -> tuple[int, int]:
        """Row and column, from 0, of the cell that a block stands in; of a merged one its first."""
        centre = (block.left + block.right) / 2
        column = self._before(self.xs, centre, self.down, block.middle)
        return self._before(self.ys, block.middle, self.across, centre), column

    def _before(self, places: Sequence[float], at: float, rules: Iterable[Rule], beside: float) -> int:
        """The last of ``places`` before ``at`` where a rule stands that goes past ``beside``."""
        near = self.em * _TOUCH
        last = bisect_right(places, at) - 1
        for place in range(min(last, len(places) - 2), 0, -1):
            drawn = (rule for rule in rules if abs(rule.place - places[place]) <= near)
            if any(rule.begin - near <= beside <= rule.end + near for rule in drawn):
                return place
        return 0


def ruled(page: UprightPage) -> Iterator[Table]:
    """The tables that rules are drawn around."""
    left = list(page.blocks)
    for grid in _grids(page):
        within = [block for block in left if grid.holds(block)]
        table = _rows(within, grid)
        if within and max(len(rows(cell)) for row in table for cell in row) <= _LONGEST_CELL:
            left = [block for block in left if not grid.holds(block)]
            yield Table(_frame(grid), tuple(within), tuple(table))


def _frame(grid: Grid) -> Block:
    left, right, top, bottom = grid.xs[0], grid.xs[-1], grid.ys[0], grid.ys[-1]
    return Block(
        left, top, right, bottom, TextBox((left, top, right, top, right, bottom, left, bottom), "", 1.0)
    )


def _rows(blocks: Iterable[Block], grid: Grid) -> list[Cells]:
    cells: dict[tuple[int, int], list[Block]] = {}
    for block in blocks:
        cells.setdefault(grid.cell(block), []).append(block)
    filled = sorted({row for row, _ in cells})
    return [
        tuple(_as_read(cells.get((row, column), ())) for column in range(len(grid.xs) - 1)) for row in filled
    ]


def _as_read(cell: Iterable[Block]) -> tuple[Block, ...]:
    return tuple(block for row in rows(cell) for block in row)


def _grids(page: UprightPage) -> Iterator[Grid]:
    """Rules that touch each other, where they make two rows and two columns at least."""
    near = page.em * _TOUCH
    apart = list(page.down)
    while apart:
        down, across = [apart.pop()], list[Rule]()
        grown = True
        while grown:
            more = [rule for rule in page.across if rule not in across and _meets(rule, down, near)]
            across += more
            others = [rule for rule in apart if _meets(rule, across, near)]
            apart = [rule for rule in apart if rule not in others]
            down += others
            grown = bool(more or others)
        xs = _places(
            [*(rule.place for rule in down), *(end for r in across for end in (r.begin, r.end))], near
        )
        ys = _places(
            [*(rule.place for rule in across), *(end for r in down for end in (r.begin, r.end))], near
        )
        if len(xs) > 2 and len(ys) > 2:
            yield Grid(xs, ys, tuple(across), tuple(down), page.em)


def _meets(rule: Rule, others: Iterable[Rule], near: float) -> bool:
    return any(
        rule.begin - near <= other.place <= rule.end + near
        and other.begin - near <= rule.place <= other.end + near
        for other in others
    )


def _places(values: Iterable[float], near: float) -> tuple[float, ...]:
    """The values, ascending, those that are nearly equal once."""
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > near:
            places.append(value)
    return tuple(places)


def aligned(part: Sequence[Sequence[Block]], em: float) -> Iterator[tuple[Sequence[Block], Cells | None]]:
    """The rows of a part, those of a table with their cells: three rows or more that have three columns in common."""
    at = 0
    while at < len(part):
        end = at
        while end < len(part) and len(part[end]) > 1:
            end += 1
        strips = _strips([block for row in part[at:end] for block in row], em)
        if _is_table(part[at:end], strips):
            yield from ((row, _by_strip(row, strips)) for row in part[at:end])
        else:
            end = max(end, at + 1)
            yield from ((row, None) for row in part[at:end])
        at = end


def _is_table(part: Sequence[Sequence[Block]], strips: Sequence[tuple[float, float]]) -> bool:
    if len(part) < _ROWS or len(strips) < _COLUMNS:
        return False
    filled = sum(bool(cell) for row in part for cell in _by_strip(row, strips))
    return filled >= _FILLED * len(part) * len(strips)


def _strips(blocks: Iterable[Block], em: float) -> list[tuple[float, float]]:
    """The columns that blocks stand in: runs of x with hardly any white between them."""
    strips: list[tuple[float, float]] = []
    for block in sorted(blocks, key=lambda block: block.left):
        if strips and block.left - strips[-1][1] < _STRIP * em:
            strips[-1] = (strips[-1][0], max(strips[-1][1], block.right))
        else:
            strips.append((block.left, block.right))
    return strips


def _by_strip(row: Sequence[Block], strips: Sequence[tuple[float, float]]) -> Cells:
    return tuple(tuple(block for block in row if left <= block.left <= right) for left, right in strips)

"""The order in which the parts of a page are read: what runs over it, then column after column, from band to band.

A gutter is a strip that hardly any block crosses, with running text on both its sides at the same height. Blocks that
do cross it (a title over both columns) end a band: above them, the left column is read and then the right one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from indexer.scans.blocks import Block

_EDGE = 0.11
"""The share of a page's height, at its top and its bottom, in which running heads and page numbers stand."""

_EDGE_GAP = 1.1
"""Ems between a running head and the text: more than stands between two lines of text."""

_GUTTER = 0.45
"""Ems of white that part two columns at least; print has one and a half or two."""

_SIDE = 3
"""Blocks on each side of a gutter at least."""

_TALL = 4.0
"""Ems of height over which text stands on both sides."""

_CROSSING = 0.34
"""The share of blocks between the first and the last of both columns that may cross the gutter."""

_FULL, _FULL_SHARE = 0.7, 0.4
"""Running text fills so much of its column on so many of its lines; the cells of a table do not."""

_WIDE = 6.0
"""Ems that a column of text is wide at least."""

_DEEPEST = 2
"""Columns are looked for within columns so often: three or four beside each other."""


def in_reading_order(blocks: Sequence[Block], height: float, em: float) -> list[list[Block]]:
    """The parts of a page, ``height`` pixels high, in their order; within one, lines follow each other."""
    head, body, foot = _parted(blocks, height, em)
    return [part for part in (head, *_columns(body, em, _DEEPEST), foot) if part]


def _parted(
    blocks: Sequence[Block], height: float, em: float
) -> tuple[list[Block], list[Block], list[Block]]:
    """What stands on the upper and the lower edge, apart from the text, and what is between."""
    by_height = sorted(blocks, key=lambda block: (block.middle, block.left))
    above, below = _EDGE * height, (1 - _EDGE) * height
    begin, end = 0, len(by_height)
    for at in range(1, len(by_height)):
        if by_height[at - 1].middle > above:
            break
        if by_height[at].top - max(block.bottom for block in by_height[:at]) > _EDGE_GAP * em:
            begin = at
    for at in range(len(by_height) - 1, begin, -1):
        if by_height[at].middle < below:
            break
        if by_height[at].top - max(block.bottom for block in by_height[begin:at]) > _EDGE_GAP * em:
            end = at
    return by_height[:begin], by_height[begin:end], by_height[end:]


def _columns(blocks: Sequence[Block], em: float, deep: int) -> Iterator[list[Block]]:
    gutter = _gutter(blocks, em) if deep and len(blocks) >= 2 * _SIDE else None
    if gutter is None:
        yield list(blocks)
        return
    band: list[Block] = []
    for block in sorted(blocks, key=lambda block: (block.middle, block.left)):
        if _crosses(block, gutter, em):
            yield from _band(band, gutter, em, deep)
            band = []
            yield [block]
        else:
            band.append(block)
    yield from _band(band, gutter, em, deep)


def _band(band: Sequence[Block], gutter: float, em: float, deep: int) -> Iterator[list[Block]]:
    left = [block for block in band if block.left + block.right < 2 * gutter]
    right = [block for block in band if block.left + block.right >= 2 * gutter]
    for side in (left, right):
        if side:
            yield from _columns(side, em, deep - 1)


def _crosses(block: Block, gutter: float, em: float) -> bool:
    return block.left < gutter - em and block.right > gutter + em


def _gutter(blocks: Sequence[Block], em: float) -> float | None:
    """The middle of the best gutter; None where the text is one column."""
    places = sorted(
        {round(block.left / em * 2) for block in blocks} | {round(block.right / em * 2) for block in blocks}
    )
    found = [strip for place in places if (strip := _strip(blocks, place * em / 2, em)) is not None]
    if not found:
        return None
    _, _, gutter = max(found)
    return gutter


def _strip(blocks: Sequence[Block], at: float, em: float) -> tuple[int, float, float] | None:
    """How many blocks the gutter at about ``at`` parts, how wide it is, its middle; None where there is none."""
    left = [block for block in blocks if block.left + block.right < 2 * at and not _crosses(block, at, em)]
    right = [block for block in blocks if block.left + block.right >= 2 * at and not _crosses(block, at, em)]
    if min(len(left), len(right)) < _SIDE:
        return None
    top = max(min(block.top for block in side) for side in (left, right))
    bottom = min(max(block.bottom for block in side) for side in (left, right))
    left, right = ([b for b in side if b.bottom > top and b.top < bottom] for side in (left, right))
    crossing = sum(_crosses(block, at, em) and top < block.middle < bottom for block in blocks)
    if min(len(left), len(right)) < _SIDE or bottom - top < _TALL * em:
        return None
    begin, end = max(block.right for block in left), min(block.left for block in right)
    parted = len(left) + len(right)
    if end - begin < _GUTTER * em or crossing > _CROSSING * parted:
        return None
    if not (_is_text(left, em) and _is_text(right, em)):
        return None
    return parted - 2 * crossing, end - begin, (begin + end) / 2


def _is_text(side: Sequence[Block], em: float) -> bool:
    """Whether blocks are lines of running text: many of them as wide as their column."""
    width = max(block.right for block in side) - min(block.left for block in side)
    full = sum(block.width >= _FULL * width for block in side)
    return width >= _WIDE * em and full >= _FULL_SHARE * len(side)

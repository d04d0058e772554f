"""A long text in parts, and the way through its marks from part to part."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from urllib.parse import urlencode

from search_app.documents import Block
from search_app.highlights import Range
from search_app.web.links import PART_LENGTH, document_url


@dataclass(frozen=True, slots=True)
class MarkSteps:
    """The marks shown on this page, ``first`` to ``last`` of ``count``; ``first`` > ``last`` where none are.

    ``start_url`` is the first mark of all; ``before_url`` and ``after_url`` lead to those on other parts.
    """

    count: int
    first: int
    last: int
    start_url: str
    before_url: str | None
    after_url: str | None


def mark_steps(parts: list[int], count: int, shown: int, url: Callable[[int], str]) -> MarkSteps:
    """``parts`` are those that the marks stand in, ascending; ``shown`` is the one of this page."""
    first, last = bisect_left(parts, shown) + 1, bisect_right(parts, shown) if count else 0

    def leading_to(mark: int) -> str:
        part = parts[mark - 1]
        return ("" if part == shown else url(part)) + f"#mark-{mark}"

    return MarkSteps(
        count=count,
        first=first,
        last=last,
        start_url=leading_to(1),
        before_url=leading_to(first - 1) if first > 1 else None,
        after_url=leading_to(last + 1) if last < count else None,
    )


def parts_of(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], ...]:
    """The blocks in runs of about PART_LENGTH characters; at least one run, possibly empty."""
    parts: list[list[Block]] = [[]]
    for block in chain.from_iterable(map(_bounded, blocks)):
        if parts[-1] and block.end - parts[-1][0].start > PART_LENGTH:
            parts.append([])
        parts[-1].append(block)
    return tuple(map(tuple, parts))


def _bounded(block: Block) -> Iterator[Block]:
    """The block, or, where it is longer than a part (a file without line breaks), slices of it."""
    if block.end - block.start <= PART_LENGTH:
        yield block
    elif block.kind == "table":
        rows: list[tuple[Range, ...]] = []
        for row in block.rows:
            if rows and row[-1][1] - rows[0][0][0] > PART_LENGTH:
                yield Block("table", rows[0][0][0], rows[-1][-1][1], rows=tuple(rows))
                rows = []
            rows.append(row)
        yield Block("table", rows[0][0][0], rows[-1][-1][1], rows=tuple(rows))
    else:
        for start in range(block.start, block.end, PART_LENGTH):
            yield Block("paragraph", start, min(start + PART_LENGTH, block.end))


def part_of(parts: tuple[tuple[Block, ...], ...], offset: int) -> int:
    return next((at for at, blocks in enumerate(parts) if blocks and offset < blocks[-1].end), 0)


def part_url(identity: str, query: str, index: int, count: int, fragment: str) -> str:
    pairs = [("q", query)] if query else []
    pairs += [("part", str(index + 1))] if count > 1 else []
    return (
        document_url(identity)
        + (f"?{urlencode(pairs)}" if pairs else "")
        + (f"#{fragment}" if fragment else "")
    )

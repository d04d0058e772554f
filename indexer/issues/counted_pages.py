"""Pages counted by their running heads, where a head stands on every page and enough printed numbers bear it out.

OCR loses a page's small number more often than its head. Heads are counted from the first document on; each page
that is known otherwise (a row of the contents list, a printed number) tells by how much the count is off there.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_FEWEST_HEADS, _FEWEST_ANCHORS = 4, 3
_TOGETHER = 3
"""Lines within which two running heads are those of one page."""


@dataclass(frozen=True, slots=True)
class CountedPages:
    """``heads`` are the lines that pages begin with, ``anchors`` pairs of a line and how far the count is off there."""

    heads: tuple[int, ...]
    anchors: tuple[tuple[int, int], ...]

    def page_of(self, line: int) -> int | None:
        """The page on which the line stands; None unless the known pages before and behind it agree."""
        at = bisect_right(self.anchors, line, key=lambda anchor: anchor[0])
        around = {offset for _, offset in self.anchors[max(0, at - 1) : at + 1]}
        counted = bisect_right(self.heads, line)
        return counted + around.pop() if counted and len(around) == 1 and at < len(self.anchors) else None


def page_heads(lines: Iterable[int]) -> tuple[int, ...]:
    """The lines of running heads, one a page."""
    heads: list[int] = []
    last = -_TOGETHER
    for line in lines:
        if line - last >= _TOGETHER:
            heads.append(line)
        last = line
    return tuple(heads)


def counted_pages(heads: Sequence[int], first: int, known: Iterable[tuple[int, int]]) -> CountedPages | None:
    """The count of ``heads`` from the one above line ``first`` on, checked against the ``known`` (line, page).

    None where too little is known or most of it disagrees: then some pages bear no head.
    """
    above = bisect_right(heads, first)
    counting = tuple(heads[max(above - 1, 0) :])
    if len(counting) < _FEWEST_HEADS:
        return None
    off = [(line, page - bisect_right(counting, line)) for line, page in sorted(known) if line >= counting[0]]
    agreeing = [each for each in off if each[1] == 0]
    if len(agreeing) < _FEWEST_ANCHORS or 2 * len(agreeing) <= len(off):
        return None
    return CountedPages(counting, ((counting[0], 0), *off))

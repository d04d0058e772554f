"""The page numbers printed in the body: they stand in for the contents list's lost ones and tell its misread ones."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.issues.counted_pages import page_heads
from indexer.issues.locating import rising
from indexer.layout import Line

_NUMBER = re.compile(r"\d{1,3}")
_AGREEING = 2
"""Pages of the contents list that must be the printed ones before these are believed."""
_MOST_BEHIND = 3
"""Pages without a readable number at the file's end."""


@dataclass(frozen=True, slots=True)
class PrintedPages:
    """``lines`` (of the file, ascending) bear the page numbers ``pages``, at the ``foot`` or at the top.

    ``heads`` are the lines of running heads, with which a page begins.
    """

    lines: tuple[int, ...]
    pages: tuple[int, ...]
    foot: bool
    heads: tuple[int, ...] = ()

    def page_of(self, line: int) -> int | None:
        """The page on which the file's line stands; None where a number beside it is lost."""
        at = bisect_left(self.lines, line)
        before = self.pages[at - 1] if at else 0
        after = self.pages[at] if at < len(self.pages) else None
        if self.foot and after is not None:
            turned = bisect_left(self.heads, self.lines[at]) - bisect_left(self.heads, line + 1)
            page = after - turned
            return page if page == before + 1 or (turned == 1 and page == before) else None
        if self.foot:
            return None
        return before if before and after in (None, before + 1) else None

    def starts(self, first: int) -> tuple[tuple[int, int | None], ...]:
        """``(line, page)`` ascending: from that line on text stands on that page, None where its number is lost.

        ``first`` is the line at which the first document begins.
        """
        begins = [first] * self.foot + [line + 1 for line in self.lines]
        return tuple((line, self.page_of(line)) for line in begins)

    def holds(self, page: int) -> bool:
        """Whether the issue may have this page: 81 is none of sixteen."""
        return page <= self.pages[-1] + _MOST_BEHIND


def printed_pages(
    furniture: Sequence[Line], first: int, known: Sequence[tuple[int, int]]
) -> PrintedPages | None:
    """The body's pages, if they agree with those ``known`` (line, page) from the contents list.

    ``first`` is the line at which the first document begins. Without any known page the number of the first page
    tells: at the foot it stands behind the first document's beginning.
    """
    found = printed_numbers(furniture)
    chain = [
        (number, page)
        for (number, _), page in zip(found, rising([page for _, page in found]), strict=True)
        if page is not None
    ]
    if len(chain) < 2:
        return None
    lines, pages = tuple(number for number, _ in chain), tuple(page for _, page in chain)
    numbered = {number for number, _ in found}
    heads = page_heads(line.number for line in furniture if line.number not in numbered)
    both = (PrintedPages(lines, pages, True, heads), PrintedPages(lines, pages, False, heads))
    begins_at_one = lines[0] > first and pages[0] <= 2
    if not known:
        return both[0] if begins_at_one else None
    right = [sum(each.page_of(line) == page for line, page in known) for each in both]
    if begins_at_one and right[0] == len(known):
        return both[0]
    best = both[right.index(max(right))]
    return best if max(right) >= max(_AGREEING, len(known) * 2 / 3) and right[0] != right[1] else None


def printed_numbers(furniture: Sequence[Line]) -> list[tuple[int, int]]:
    """Lines that hold a page's number and nothing else, with that number."""
    return [(line.number, int(number.group())) for line in furniture if (number := _alone(line))]


def _alone(line: Line) -> re.Match[str] | None:
    """The number of a line that holds nothing else but dashes."""
    number = _NUMBER.search(line.text)
    rest = line.text.replace(number.group(), "", 1) if number else "?"
    return None if re.search(r"\w", rest.replace("一", "")) else number

"""Running heads, feet and page numbers of paged documents: lines on the edges of pages that come again and again."""

from __future__ import annotations

import re
from collections import Counter

_EDGE = 2
"""Lines at the top and at the bottom of a page among which running heads and page numbers are looked for."""

_RUNNING_PAGES, _RUNNING_SHARE = 3, 0.3
"""A line is running that stands on the edge of so many pages and of this share of all of them."""

_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"[\s—–―－\-·.]*(?:第\s*)?\d{1,4}(?:\s*页)?[\s—–―－\-·.]*(?:[/／共]\s*\d{1,4}\s*页?)?"
)
_DASHED_NUMBER = re.compile(r"[—–―－\-·]+\s*\d{1,4}\s*[—–―－\-·]+")


def without_running(pages: list[list[str]]) -> list[list[str]]:
    """The pages without the heads, feet and page numbers that run over them."""
    on_pages = Counter(key for page in pages for key in {_key(page[at]) for at in _edges(page)})
    needed = max(_RUNNING_PAGES, _RUNNING_SHARE * len(pages))
    running = {key for key, count in on_pages.items() if count >= needed}
    return [_strip(page, running, len(pages)) for page in pages]


def _strip(page: list[str], running: set[str], page_count: int) -> list[str]:
    dropped = set()
    for at in _edges(page):
        line = page[at]
        numbered = page_count > 1 and at in (0, len(page) - 1) and _PAGE_NUMBER.fullmatch(line)
        if _key(line) in running or numbered or _DASHED_NUMBER.fullmatch(line):
            dropped.add(at)
    return [line for at, line in enumerate(page) if at not in dropped]


def _edges(page: list[str]) -> set[int]:
    count = len(page)
    return {at for at in (*range(_EDGE), *range(count - _EDGE, count)) if 0 <= at < count}


def _key(line: str) -> str:
    """A line but for its blanks and digits, so that a head with a page number is the same on every page."""
    return _DIGITS.sub("#", "".join(line.split()))

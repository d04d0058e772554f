"""Running heads, feet and page numbers of paged documents: lines on the edges of pages that come again and
again."""

from __future__ import annotations

import re
from collections import Counter

_EDGE = 2
"""Lines at the top and at the bottom of a page among which running heads and page numbers are looked for."""

_SHORT = 8
"""A page of fewer lines is mostly edge, and is looked at more narrowly."""

_RUNNING_PAGES, _RUNNING_SHARE = 3, 0.3
"""A line is running that stands on the edge of so many pages and of this share of all of them."""

_NUMBERED_PAGES, _NUMBERED_SHARE = 2, 0.4
"""Numbers are page numbers that agree on so many pages and on this share of all of them."""

_DATED_SHARE = 0.6
"""A whole date that ends a page is a document's, unless the same one stands on this share of all pages."""

_DATE = re.compile(r"[（(]?\d{4}年\d{1,2}月\d{1,2}日[）)]?")
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"[\s—–―－\-·.]*(?:第\s*)?\d{1,3}(?:\s*页)?[\s—–―－\-·.]*(?:[/／共]\s*\d{1,4}\s*页?)?"
)
_DASHED_NUMBER = re.compile(r"[—–―－\-·]+\s*\d{1,4}\s*[—–―－\-·]+")


def without_running(pages: list[list[str]]) -> list[list[str]]:
    """The pages without the page numbers and the heads and feet that run over them."""
    return [
        [line for at, line in enumerate(page) if at not in dropped]
        for page, dropped in zip(pages, running(pages), strict=True)
    ]


def running(pages: list[list[str]]) -> list[set[int]]:
    """Of each page the places, from 0, of the page numbers and of the heads and feet that run over the pages.

    A running line stays where it comes first: on the cover it is the gazette's own name.
    """
    on_pages = Counter(key for page in pages for key in {_key(page[at]) for at in _edges(page)})
    shares = {key: _DATED_SHARE if _DATE.fullmatch(key) else _RUNNING_SHARE for key in on_pages}
    keys = {key for key, count in on_pages.items() if count >= max(_RUNNING_PAGES, shares[key] * len(pages))}
    met: set[str] = set()
    return [_dropped(page, keys, met, len(pages)) for page in pages]


def printed_numbers(pages: list[list[str]]) -> list[int]:
    """The number of every page as it is printed on most of them; counted from 1 where none is.

    Unnumbered pages before the first (cover, contents) come out as 0 and below.
    """
    offsets: Counter[int] = Counter()
    for place, page in enumerate(pages, 1):
        offsets.update({number - place for at in _edges(page) if (number := _number(page[at])) is not None})
    offset, count = offsets.most_common(1)[0] if offsets else (0, 0)
    if count < max(_NUMBERED_PAGES, _NUMBERED_SHARE * len(pages)):
        offset = 0
    return [place + offset for place in range(1, len(pages) + 1)]


def _number(line: str) -> int | None:
    """The page number that is all of a line, None where it is something else."""
    if not (_DASHED_NUMBER.fullmatch(line) or _PAGE_NUMBER.fullmatch(line)):
        return None
    found = _DIGITS.search(line)
    return int(found.group()) if found else None


def _dropped(page: list[str], running: set[str], met: set[str], page_count: int) -> set[int]:
    """The places of one page's running lines; ``met`` collects those that have been kept once."""
    dropped = set()
    for at in _edges(page):
        line, key = page[at], _key(page[at])
        outermost = page_count > 1 and at in (0, len(page) - 1)
        if _DASHED_NUMBER.fullmatch(line) or (outermost and _PAGE_NUMBER.fullmatch(line)):
            dropped.add(at)
        elif key in running and not _signs(page, at):
            if key in met:
                dropped.add(at)
            met.add(key)
    return dropped


def _signs(page: list[str], at: int) -> bool:
    """Whether a line stands above a date: the organ that signs, however often it signs at the end of a page."""
    return at + 1 < len(page) and bool(_DATE.fullmatch("".join(page[at + 1].split())))


def _edges(page: list[str]) -> list[int]:
    """The places in a page where running lines stand: the outermost line or two, of a short page only one."""
    count = len(page)
    edge = _EDGE if count >= _SHORT else 1
    return sorted({at for at in (*range(edge), *range(count - edge, count)) if 0 <= at < count})


def _key(line: str) -> str:
    """A line but for its blanks and digits: a head with a page number is the same on every page, a date is not."""
    bare = "".join(line.split())
    return bare if _DATE.fullmatch(bare) else _DIGITS.sub("#", bare)

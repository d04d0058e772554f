"""Sorted streams of posting lists become one, a bounded number of postings in memory at a time."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from indexer.backends.storage.packing import Integers, Lists

POSTINGS = 1 << 20
"""Postings that are worked on at once, about: a list is never cut."""

_TERMS = 1 << 14


def pieces(lists: Lists) -> Iterator[Lists]:
    """``lists`` in pieces of about POSTINGS."""
    ends = np.cumsum(lists.sizes)
    first = 0
    while first < len(lists.keys):
        before = int(ends[first - 1]) if first else 0
        last = int(np.searchsorted(ends, before + POSTINGS, "right"))
        last = min(max(last, first + 1), first + _TERMS, len(lists.keys))
        yield part(lists, first, last)
        first = last


def merged(streams: Iterable[Iterator[Lists]]) -> Iterator[Lists]:
    """The lists of all ``streams``, ascending by key, lists of one key as one list in ascending order."""
    waiting = [(stream, lists) for stream in streams if (lists := next(stream, None)) is not None]
    while waiting:
        bound = min(lists.keys[-1] for _, lists in waiting)
        ready: list[Lists] = []
        rest: list[tuple[Iterator[Lists], Lists]] = []
        for stream, lists in waiting:
            cut = bisect_right(lists.keys, bound)
            ready += [part(lists, 0, cut)] if cut else []
            left = part(lists, cut, len(lists.keys)) if cut < len(lists.keys) else next(stream, None)
            if left is not None:
                rest.append((stream, left))
        yield _as_one(ready)
        waiting = rest


def in_one(stream: Iterable[Lists]) -> Lists:
    """A sorted stream, all of it in memory."""
    parts = [Lists([], *(np.zeros(0, np.int64) for _ in range(3))), *stream]
    return Lists(
        [key for each in parts for key in each.keys],
        np.concatenate([each.sizes for each in parts]),
        np.concatenate([each.numbers for each in parts]),
        np.concatenate([each.counts for each in parts]),
    )


def part(lists: Lists, first: int, last: int) -> Lists:
    """The lists from ``first`` to before ``last``."""
    begin, end = int(lists.sizes[:first].sum()), int(lists.sizes[:last].sum())
    keys, sizes = lists.keys[first:last], lists.sizes[first:last]
    return Lists(keys, sizes, lists.numbers[begin:end], lists.counts[begin:end])


def _as_one(parts: Sequence[Lists]) -> Lists:
    if len(parts) == 1:
        return parts[0]
    keys = sorted({key for part in parts for key in part.keys})
    rank = {key: at for at, key in enumerate(keys)}
    ranks = np.concatenate([np.repeat(_ranks(part, rank), part.sizes) for part in parts])
    numbers = np.concatenate([part.numbers for part in parts])
    order = np.argsort((ranks << 32) | numbers, kind="stable")
    counts = np.concatenate([part.counts for part in parts])
    return Lists(keys, np.bincount(ranks, minlength=len(keys)), numbers[order], counts[order])


def _ranks(part: Lists, rank: dict[bytes, int]) -> Integers:
    return np.fromiter(map(rank.__getitem__, part.keys), np.int64, len(part.keys))

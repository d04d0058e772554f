"""Arithmetic with sets, arrays and loops of Python's own: nothing to import, right for small collections."""

from __future__ import annotations

import heapq
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, compress

from indexer.backends.postings.scoring import ROUNDING, rounded
from indexer.backends.storage.lists import HEADER, OVER, TYPECODES, layout, little

Set = set[int] | frozenset[int]
UNDATED = 99_999_999

_SLACK = 1e-9


class PlainArithmetic:
    """See ``Arithmetic``: sets of integers, lists of floats."""

    postings_per_text = 20

    def decode(self, content: bytes, size: int) -> tuple[Sequence[int], Sequence[int] | None]:
        where = layout(content, size)
        gaps: Iterable[int] = _values(content[HEADER : where.long_gaps], where.gap)
        if where.over:
            long = iter(_values(content[where.long_gaps : where.counts], 4))
            gaps = [next(long) if gap == OVER else gap for gap in gaps]
        numbers = array("I", accumulate(gaps, lambda last, gap: last + gap + 1))
        if len(numbers) != size:
            raise ValueError("posting list")
        return numbers, _values(content[where.counts :], where.count_width) if where.count_width else None

    def column(self, typecode: str, content: bytes) -> Sequence[float]:
        values: array[float] = array(typecode)
        values.frombytes(content)
        return little(values)

    def size_of(self, list_: Sequence[int], counts: Sequence[int] | None) -> int:
        return 8 * len(list_)

    def shares(
        self, list_: Sequence[int], counts: Sequence[int] | None, norms: Sequence[float]
    ) -> tuple[Sequence[int] | None, Sequence[float]]:
        return counts, norms

    def size_of_shares(self, shares: tuple[Sequence[int] | None, Sequence[float]]) -> int:
        return 0

    def everything(self, count: int) -> Set:
        return frozenset(range(count))

    def numbers(self, list_: Sequence[int]) -> Set:
        return frozenset(list_)

    def ranges(self, ends: Sequence[int], found: Iterable[int]) -> Sequence[tuple[int, int]]:
        begins = ((ends[number - 1] if number else 0, ends[number]) for number in _ascending(found))
        return [(begin, end - begin) for begin, end in begins]

    def chosen(self, found: Set, wanted: Sequence[bool]) -> Set:
        return frozenset(compress(sorted(found), wanted))

    def both(self, found: Set, other: Set, count: int) -> Set:
        return found & other

    def either(self, sets: Sequence[Set], count: int) -> Set:
        return frozenset().union(*sets)

    def without(self, found: Set, other: Set, count: int) -> Set:
        return found - other

    def at_least(self, weighed: Iterable[tuple[Set, float]], least: float, count: int) -> Set:
        weights = [0.0] * count
        for found, weight in weighed:
            for number in found:
                weights[number] += weight
        return {number for number, weight in enumerate(weights) if weight >= least - _SLACK}

    def scores(self, count: int) -> list[float]:
        return [0.0] * count

    def boost(self, scores: list[float], found: Set, amount: float) -> None:
        for number in found:
            scores[number] += amount

    def add_to_all(
        self,
        scores: list[float],
        list_: Sequence[int],
        shares: tuple[Sequence[int] | None, Sequence[float]],
        gain: float,
    ) -> None:
        counts, norms = shares
        if counts is None:
            for number in list_:
                scores[number] += gain * (1.0 / (1.0 + norms[number]))
        else:
            for number, count in zip(list_, counts, strict=True):
                scores[number] += gain * (count / (count + norms[number]))

    def add_to_few(
        self,
        scores: list[float],
        few: Set,
        list_: Sequence[int],
        counts: Sequence[int] | None,
        norms: Sequence[float],
        gain: float,
    ) -> None:
        at, end = 0, len(list_)
        for number in sorted(few):
            at = bisect_left(list_, number, at)
            if at == end:
                return
            if list_[at] == number:
                count = counts[at] if counts is not None else 1.0
                scores[number] += gain * (count / (count + norms[number]))

    def level(self, size: int, found: Set, scores: list[float]) -> float:
        return heapq.nlargest(size, map(scores.__getitem__, found))[-1] if found else 0.0

    def above(self, found: Set, scores: list[float], least: float) -> Set:
        return {number for number in found if scores[number] >= least}

    def best(self, size: int, found: Set, scores: list[float], order: Sequence[int]) -> list[int]:
        near = self.above(found, scores, self.level(size, found, scores) - ROUNDING)
        return heapq.nsmallest(size, near, lambda number: (-rounded(scores[number]), order[number]))

    def first(
        self, size: int, found: Set, dates: Sequence[int], order: Sequence[int], *, newest: bool
    ) -> list[int]:
        sign = -1 if newest else 1

        def key(number: int) -> tuple[int, int]:
            return sign * dates[number] if dates[number] else UNDATED, order[number]

        return heapq.nsmallest(size, found, key)

    def tally(self, found: Set, ordinals: Sequence[int]) -> Mapping[int, int]:
        return Counter(map(ordinals.__getitem__, found))


def _ascending(found: Iterable[int]) -> Iterable[int]:
    return sorted(found) if isinstance(found, set | frozenset) else found


def _values(content: bytes, width: int) -> Sequence[int]:
    if width == 1:
        return content
    values = array(TYPECODES[width])
    values.frombytes(content)
    return little(values)

"""Arithmetic with numpy's arrays: a set is an ascending array of numbers, scores and columns are arrays too.

The one file that imports numpy.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.backends.postings.plain import UNDATED
from indexer.backends.postings.scoring import ROUNDING, rounded
from indexer.backends.storage.lists import HEADER, OVER, layout

Floats = NDArray[np.float64]

_TYPES = {1: "u1", 2: "<u2", 4: "<u4", "I": "<u4", "Q": "<u8", "d": "<f8"}
_SLACK = 1e-9
_FEW = 64
"""Things up to which a loop is quicker than numpy's calls."""
_DENSE = 3
"""A list of more than this share (1/3) of all documents is added as a column: no document is looked up."""
_FAR = 64
"""A set that many times smaller than another is looked up in it number by number."""


class VectorArithmetic:
    """See ``Arithmetic``."""

    postings_per_text = 500

    def decode(self, content: bytes, size: int) -> tuple[NDArray[Any], NDArray[Any] | None]:
        where = layout(content, size)
        gaps = np.frombuffer(content, _TYPES[where.gap], size, HEADER)
        numbers = gaps.astype(np.int32)
        if where.over:
            long = np.frombuffer(content, "<u4", where.over, where.long_gaps)
            numbers[gaps == OVER] = long
        numbers += 1
        np.cumsum(numbers, out=numbers)
        numbers -= 1
        counts = (
            np.frombuffer(content, _TYPES[where.count_width], size, where.counts)
            if where.count_width
            else None
        )
        return numbers, counts

    def column(self, typecode: str, content: bytes) -> NDArray[Any]:
        return np.frombuffer(content, _TYPES[typecode])

    def size_of(self, list_: NDArray[Any], counts: NDArray[Any] | None) -> int:
        return list_.nbytes + (counts.nbytes if counts is not None else 0)

    def shares(self, list_: NDArray[Any], counts: NDArray[Any] | None, norms: Floats) -> Floats:
        given: Floats = 1.0 if counts is None else counts.astype(np.float64)  # type: ignore[assignment]
        shares: Floats = given / (given + norms[list_])
        if len(list_) * _DENSE < len(norms):
            return shares
        column = np.zeros(len(norms))
        column[list_] = shares
        return column

    def size_of_shares(self, shares: Floats) -> int:
        return shares.nbytes

    def everything(self, count: int) -> NDArray[Any]:
        return np.arange(count, dtype=np.int32)

    def numbers(self, list_: Any) -> NDArray[Any]:
        return list_ if isinstance(list_, np.ndarray) else np.fromiter(list_, np.int32, len(list_))

    def ranges(self, ends: NDArray[Any], found: Any) -> Sequence[tuple[int, int]]:
        if len(found) < _FEW:
            pairs = ((int(ends[number - 1]) if number else 0, int(ends[number])) for number in found)
            return [(begin, end - begin) for begin, end in pairs]
        numbers = self.numbers(found)
        begins = np.where(numbers > 0, ends[numbers - 1], 0)
        return list(zip(begins.tolist(), (ends[numbers] - begins).tolist(), strict=True))

    def chosen(self, found: NDArray[Any], wanted: Sequence[bool]) -> NDArray[Any]:
        kept: NDArray[Any] = found[np.fromiter(wanted, np.bool_, len(wanted))]
        return kept

    def both(self, found: NDArray[Any], other: NDArray[Any], count: int) -> NDArray[Any]:
        few, many = (found, other) if len(found) <= len(other) else (other, found)
        shared: NDArray[Any] = few[_inside(few, many, count)]
        return shared

    def either(self, sets: Sequence[NDArray[Any]], count: int) -> NDArray[Any]:
        if len(sets) == 1:
            return sets[0]
        mark = np.zeros(count, np.bool_)
        for each in sets:
            mark[each] = True
        return _marked(mark)

    def without(self, found: NDArray[Any], other: NDArray[Any], count: int) -> NDArray[Any]:
        return found[~_inside(found, other, count)]

    def at_least(
        self, weighed: Iterable[tuple[NDArray[Any], float]], least: float, count: int
    ) -> NDArray[Any]:
        weights = np.zeros(count)
        for found, weight in weighed:
            weights[found] += weight
        return _marked(weights >= least - _SLACK)

    def scores(self, count: int) -> Floats:
        return np.zeros(count)

    def boost(self, scores: Floats, found: NDArray[Any], amount: float) -> None:
        scores[found] += amount

    def add_to_all(self, scores: Floats, list_: NDArray[Any], shares: Floats, gain: float) -> None:
        if len(shares) == len(scores):
            scores += gain * shares
        else:
            scores[list_] += gain * shares

    def add_to_few(
        self,
        scores: Floats,
        few: NDArray[Any],
        list_: NDArray[Any],
        counts: NDArray[Any] | None,
        norms: Floats,
        gain: float,
    ) -> None:
        places = np.searchsorted(list_, few)
        places[places == len(list_)] = 0
        there = list_[places] == few
        held, places = few[there], places[there]
        given = counts[places].astype(np.float64) if counts is not None else 1.0
        scores[held] += gain * (given / (given + norms[held]))

    def level(self, size: int, found: NDArray[Any], scores: Floats) -> float:
        held = scores[found]
        at = max(len(held) - size, 0)
        return float(np.partition(held, at)[at]) if len(held) else 0.0

    def above(self, found: NDArray[Any], scores: Floats, least: float) -> NDArray[Any]:
        high: NDArray[Any] = found[scores[found] >= least]
        return high

    def best(self, size: int, found: NDArray[Any], scores: Floats, order: NDArray[Any]) -> list[int]:
        near = self.above(found, scores, self.level(size, found, scores) - ROUNDING)
        values, places = np.unique(scores[near], return_inverse=True)
        exact = np.array([-rounded(value) for value in values.tolist()])
        chosen: list[int] = near[np.lexsort((order[near], exact[places]))[:size]].tolist()
        return chosen

    def first(
        self,
        size: int,
        found: NDArray[Any],
        dates: NDArray[Any],
        order: NDArray[Any],
        *,
        newest: bool,
    ) -> list[int]:
        given = dates[found].astype(np.int64)
        keys = np.where(given > 0, -given if newest else given, UNDATED) * (1 << 32) + order[found]
        if size < len(keys):
            near = np.argpartition(keys, size)[:size] if size else np.zeros(0, np.int64)
        else:
            near = np.arange(len(keys))
        chosen: list[int] = found[near[np.argsort(keys[near])]].tolist()
        return chosen

    def tally(self, found: NDArray[Any], ordinals: NDArray[Any]) -> Mapping[int, int]:
        counted = np.bincount(ordinals[found])
        held = np.flatnonzero(counted)
        return dict(zip(held.tolist(), counted[held].tolist(), strict=True))


def _inside(found: NDArray[Any], other: NDArray[Any], count: int) -> NDArray[np.bool_]:
    """Which of ``found`` are in ``other``."""
    if not len(other):
        return np.zeros(len(found), np.bool_)
    inside: NDArray[np.bool_]
    if len(found) * _FAR < len(other):
        places = np.searchsorted(other, found)
        places[places == len(other)] = 0
        inside = other[places] == found
        return inside
    mark = np.zeros(count, np.bool_)
    mark[other] = True
    inside = mark[found]
    return inside


def _marked(mark: NDArray[np.bool_]) -> NDArray[Any]:
    return np.flatnonzero(mark).astype(np.int32)

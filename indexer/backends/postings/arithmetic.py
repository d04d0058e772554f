"""What answering computes with: sets of document numbers, scores, columns. One seam, two ways.

``plain`` is the standard library's: ready at once, for small collections and single commands. ``vectors`` is
numpy's: twenty times quicker over long lists, 0.1 s to import. Both give the same numbers to the last bit: the same
operations in the same order on the same 64-bit floats.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Protocol, TypeAlias

Numbers: TypeAlias = Any
"""A set of document numbers, as an Arithmetic makes it: it has a length and can be iterated."""
List: TypeAlias = Any
"""Ascending document numbers of a posting list, as an Arithmetic decodes it."""
Counts: TypeAlias = Any
"""How often each document of a list holds the token; None where that is once everywhere."""
Column: TypeAlias = Any
"""One value for each document."""
Scores: TypeAlias = Any
"""A score for each document."""
Shares: TypeAlias = Any
"""What each document of a list gains by it, of a gain of 1: BM25's count / (count + norm)."""

SMALL = 4_000
"""Documents up to which numpy's calls cost more than the loops they save."""
LARGE = 64_000
"""Documents from which a single command imports numpy: there the import is won back by one common word."""


class Arithmetic(Protocol):
    """Operations over document numbers of one index, counted from 0."""

    postings_per_text: int
    """Postings that are read in the time that looking at one more stored text takes, about."""

    def decode(self, content: bytes, size: int) -> tuple[List, Counts]:
        """A list of ``size`` documents as ``storage.lists`` encodes it. Raises ValueError where it cannot be one."""

    def column(self, typecode: str, content: bytes) -> Column:
        """A column of little-endian values; typecodes as the array module's."""

    def size_of(self, list_: List, counts: Counts) -> int:
        """Bytes of memory that a decoded list takes, about."""

    def shares(self, list_: List, counts: Counts, norms: Column) -> Shares:
        """The shares of a list, worth keeping where they are not quicker worked out anew."""

    def size_of_shares(self, shares: Shares) -> int:
        """Bytes of memory that shares take beyond their list, about."""

    def everything(self, count: int) -> Numbers:
        """All numbers below ``count``."""

    def numbers(self, list_: List) -> Numbers:
        """The documents of a list, or of any ascending sequence of numbers."""

    def ranges(self, ends: Column, found: List) -> Sequence[tuple[int, int]]:
        """Begin and size of those with the numbers ``found`` of things that lie side by side and end at ``ends``."""

    def chosen(self, found: Numbers, wanted: Sequence[bool]) -> Numbers:
        """Those of ``found``, in ascending order, for which ``wanted`` is true."""

    def both(self, found: Numbers, other: Numbers, count: int) -> Numbers:
        """Those of ``found`` that are in ``other``; ``count`` documents there are."""

    def either(self, sets: Sequence[Numbers], count: int) -> Numbers:
        """What is in any of the sets."""

    def without(self, found: Numbers, other: Numbers, count: int) -> Numbers:
        """Those of ``found`` that are not in ``other``."""

    def at_least(self, weighed: Iterable[tuple[Numbers, float]], least: float, count: int) -> Numbers:
        """Documents whose sets weigh ``least`` together."""

    def scores(self, count: int) -> Scores:
        """A score of 0 for each of ``count`` documents."""

    def boost(self, scores: Scores, found: Numbers, amount: float) -> None:
        """Adds ``amount`` to the score of each of ``found``."""

    def add_to_all(self, scores: Scores, list_: List, shares: Shares, gain: float) -> None:
        """Adds ``gain`` x share to the scores of all documents of the list."""

    def add_to_few(
        self, scores: Scores, few: Numbers, list_: List, counts: Counts, norms: Column, gain: float
    ) -> None:
        """As ``add_to_all``, to those of the ``few`` documents that are in the list."""

    def level(self, size: int, found: Numbers, scores: Scores) -> float:
        """The ``size``-th best score of ``found``, the lowest where there are not so many; 0 of none."""

    def above(self, found: Numbers, scores: Scores, least: float) -> Numbers:
        """Those of ``found`` whose score is ``least`` or more."""

    def best(self, size: int, found: Numbers, scores: Scores, order: Column) -> list[int]:
        """The ``size`` best of ``found``: by score rounded as ``scoring.rounded`` does, then by ``order``."""

    def first(self, size: int, found: Numbers, dates: Column, order: Column, *, newest: bool) -> list[int]:
        """The ``size`` newest or oldest, undated (0) ones last, equal ones by ``order``."""

    def tally(self, found: Numbers, ordinals: Column) -> Mapping[int, int]:
        """How often each value of the column occurs among ``found``."""


@cache
def _plain() -> Arithmetic:
    from indexer.backends.postings.plain import PlainArithmetic

    return PlainArithmetic()


@cache
def _vectors() -> Arithmetic:
    from indexer.backends.postings.vectors import VectorArithmetic

    return VectorArithmetic()


def arithmetic(documents: int) -> Arithmetic:
    """The arithmetic for an index of so many documents: numpy's where it pays, the import included."""
    if documents >= LARGE or (documents >= SMALL and "numpy" in sys.modules):
        return _vectors()
    return _plain()

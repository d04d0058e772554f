"""Which candidates are documents: the sum of their signs' weights, and of those that overlap the best set.

What must never be (a title in the middle of a sentence, an annex) outweighs all else. The weights stand in
dictionaries/head_signs.csv, each with an example that needs it and a counter-example.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from dictionaries import Dictionaries
from indexer.issues.candidate import Candidate
from indexer.issues.listing import Listing
from indexer.issues.parts import part_signs
from indexer.layout import Line, bare_text

NO_SIGNS: frozenset[str] = frozenset()
ENOUGH = 9
"""The weight from which a candidate is a document's head: a number and a title verb, say."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """``heads`` in the order of the text, and the candidates that were rejected."""

    heads: tuple[Candidate, ...] = ()
    rejected: tuple[Candidate, ...] = ()

    def __add__(self, other: Weighed) -> Weighed:
        heads = sorted((*self.heads, *other.heads), key=lambda head: head.start)
        return Weighed(tuple(heads), (*self.rejected, *other.rejected))


def weight(candidate: Candidate, dictionaries: Dictionaries) -> int:
    """The sum of its signs' weights."""
    return sum(dictionaries.head_weights.get(sign, 0) for sign in candidate.signs)


def weigh(
    candidates: Iterable[Candidate], body: Sequence[Line], listing: Listing, dictionaries: Dictionaries
) -> Weighed:
    """The best set of candidates that share no line, without those that are parts of the document before them."""
    every = sorted(candidates, key=lambda each: (each.end, each.start))
    enough = [each for each in every if weight(each, dictionaries) >= ENOUGH]
    best = _best_apart(enough, dictionaries)
    with_text = _texts_below(best)
    heads: list[Candidate] = []
    rejected = [each for each in every if each not in best]
    for i, each in enumerate(best):
        following = best[i + 1].start if i + 1 < len(best) else len(body)
        before = heads[-1] if heads else None
        signs = NO_SIGNS if each.news else part_signs(each, before, body, following, listing, dictionaries)
        if "addressee" not in each.signs and each.start < with_text.get(bare_text(each.title), 0):
            signs |= {"again"}
        judged = replace(each, signs=each.signs | signs)
        (heads if weight(judged, dictionaries) >= ENOUGH else rejected).append(judged)
    return Weighed(tuple(heads), tuple(rejected))


def _texts_below(heads: Sequence[Candidate]) -> dict[str, int]:
    """Where a title's document has its addressee: what bears the same title above it is a row of a list."""
    return {bare_text(each.title): each.start for each in heads if "addressee" in each.signs}


def _best_apart(candidates: Sequence[Candidate], dictionaries: Dictionaries) -> list[Candidate]:
    """Weighted interval scheduling over candidates sorted by their ends; of equal sums that of
    fewer heads, then of more lines.
    """
    ends = [each.end for each in candidates]
    sums: list[tuple[int, int, int]] = [(0, 0, 0)]
    taken: list[bool] = []
    for i, each in enumerate(candidates):
        apart = bisect_right(ends, each.start, hi=i)
        surplus = weight(each, dictionaries) - ENOUGH + 1
        total, fewer, lines = sums[apart]
        taking = (total + surplus, fewer - 1, lines + each.end - each.start)
        taken.append(taking > sums[i])
        sums.append(max(taking, sums[i]))
    chosen: list[Candidate] = []
    i = len(candidates)
    while i:
        if taken[i - 1]:
            chosen.append(candidates[i - 1])
            i = bisect_right(ends, candidates[i - 1].start, hi=i - 1)
        else:
            i -= 1
    return chosen[::-1]

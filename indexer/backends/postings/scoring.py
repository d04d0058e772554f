"""BM25, a term at a time, over posting lists: the sum over fields of each term's saturated, length-normed
count.

Robertson & Zaragoza, The Probabilistic Relevance Framework (2009); the logarithm as in Lucene, never
negative.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from math import log

Scores = list[float] | dict[int, float]
"""Scores by document number."""

K1 = 1.2
B = 0.75
_DIGITS = 6
ROUNDING = 2 * 10**-_DIGITS
"""More than rounding can change the difference of two scores by."""


def norm(length: int, mean_length: float) -> float:
    """The part of BM25's denominator that depends on the document: k1 (1 - b + b length / mean)."""
    return K1 * (1 - B + B * length / mean_length) if mean_length else K1


def inverse_frequency(holding: int, documents: int) -> float:
    """How telling a token is that ``holding`` of ``documents`` hold."""
    return log(1 + (documents - holding + 0.5) / (holding + 0.5))


def saturated(count: float, document_norm: float) -> float:
    """BM25's term frequency part, at most ``K1 + 1``."""
    return count * (K1 + 1) / (count + document_norm)


def add_scores(
    scores: Scores,
    numbers: Sequence[int],
    counts: Sequence[float] | None,
    norms: Sequence[float],
    weight: float,
) -> None:
    """Adds ``weight`` x saturated count to the score of each of ``numbers``; no ``counts`` means 1
    everywhere.
    """
    gain = weight * (K1 + 1)
    if counts is None:
        for number in numbers:
            scores[number] += gain / (1.0 + norms[number])
    else:
        for number, count in zip(numbers, counts, strict=True):
            scores[number] += gain * count / (count + norms[number])


def add_scores_within(
    scores: Scores,
    within: Sequence[int],
    numbers: Sequence[int],
    counts: Sequence[float] | None,
    norms: Sequence[float],
    weight: float,
) -> None:
    """As ``add_scores``, for the few documents ``within`` only (ascending)."""
    gain = weight * (K1 + 1)
    at, end = 0, len(numbers)
    for number in within:
        at = bisect_left(numbers, number, at)
        if at == end:
            return
        if numbers[at] == number:
            count = counts[at] if counts is not None else 1.0
            scores[number] += gain * count / (count + norms[number])


def rounded(score: float) -> float:
    """Six digits: what is left of a score when the order of additions no longer shows."""
    return round(score, _DIGITS)

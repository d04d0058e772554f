"""BM25: the sum over fields of each term's saturated, length-normed count (added up in ``arithmetic``).

Robertson & Zaragoza, The Probabilistic Relevance Framework (2009); the logarithm as in Lucene, never
negative.
"""

from __future__ import annotations

from math import log

K1 = 1.2
B = 0.75
_DIGITS = 6
ROUNDING = 2 * 10**-_DIGITS
"""More than rounding can change the difference of two scores by."""


def norm(length: int, mean_length: float) -> float:
    """The part of BM25's denominator that depends on the document: k1 (1 - b + b length / mean)."""
    return K1 * (1 - B + B * length / mean_length) if mean_length else K1


def length_of(document_norm: float, mean_length: float) -> int:
    """The length whose ``norm`` is ``document_norm``."""
    return round((document_norm / K1 - (1 - B)) * mean_length / B)


def inverse_frequency(holding: int, documents: int) -> float:
    """How telling a token is that ``holding`` of ``documents`` hold."""
    return log(1 + (documents - holding + 0.5) / (holding + 0.5))


def rounded(score: float) -> float:
    """Six digits: what is left of a score when the order of additions no longer shows."""
    return round(score, _DIGITS)

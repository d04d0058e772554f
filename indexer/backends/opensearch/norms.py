"""BM25's length norm carried by counts, for engines that keep a document's length in one byte only.

BM25 counts a token as ``tf (k1 + 1) / (tf + k1 n)`` where ``n`` depends on the document's length. That is
``t (k1 + 1) / (t + k1)`` with ``t = tf / n``: so the count stored is ``round(S tf / n)``, the engine's k1 is ``S k1``
and its b is 0. S is as large as 32 bits allow: an engine adds up a document's counts of one field.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from indexer.backends.postings.scoring import K1, norm

_LARGEST_SUM = 2**31 - 2
_LARGEST_SCALE = 2.0**23
"""Above this a count itself would not be exact in single precision."""


@dataclass(slots=True)
class Lengths:
    """The lengths of one field's documents, as much as its norms need: how long in all, and the longest.

    ``tokens`` is the most different tokens that a document holds: as many roundings.
    """

    total: int = 0
    longest: int = 0
    tokens: int = 0

    def add(self, counts: Mapping[str, int]) -> None:
        length = sum(counts.values())
        self.total += length
        self.longest = max(self.longest, length)
        self.tokens = max(self.tokens, len(counts))


@dataclass(frozen=True, slots=True)
class Norms:
    """``n`` and ``S`` of one field, over ``documents`` documents of mean length ``mean``."""

    mean: float
    scale: float = field(default=1.0)

    @classmethod
    def of(cls, lengths: Lengths, documents: int) -> Norms:
        mean = lengths.total / documents if documents else 0.0
        heaviest = lengths.longest / _relative(lengths.longest, mean)
        scale = (_LARGEST_SUM - lengths.tokens) / heaviest if heaviest else 1.0
        return cls(mean, max(1.0, min(_LARGEST_SCALE, scale)))

    def carried(self, counts: Mapping[str, int]) -> dict[str, int]:
        """``counts`` of one document as they are stored."""
        unit = self.scale / _relative(sum(counts.values()), self.mean)
        return {token: max(1, int(count * unit + 0.5)) for token, count in counts.items()}


def _relative(length: int, mean: float) -> float:
    """``norm`` without its factor k1."""
    return norm(length, mean) / K1

"""What a query needs of one open generation: the engine's reader, the analyzer, the dictionaries."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import log
from time import thread_time
from typing import TYPE_CHECKING

from indexer import deadline
from indexer.backends.base import BackendHits, BackendRequest, Query, Reader
from indexer.errors import UsageError

if TYPE_CHECKING:
    from dictionaries import Dictionaries
    from indexer.analysis import Analyzer
    from indexer.generations import Generation


TIME_LIMIT = 5.0
"""Seconds of computing that one request may take, others' load apart; looked at before each step."""


class TooSlowError(UsageError):
    """The query takes longer than a request may; it was cut off."""

    status = 503
    code = "too_slow"


@dataclass(frozen=True, slots=True)
class Index:
    """Opened per request, used by one thread; keeps the texts it has read until it is closed."""

    reader: Reader
    analyzer: Analyzer
    dictionaries: Dictionaries
    document_count: int
    deadline: float
    _folded: dict[str, str] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def open(cls, generation: Generation) -> Index:
        """Raises NoIndexError; ``close`` it when done."""
        reader = generation.reader()
        return cls(
            reader,
            generation.analyzer(),
            generation.dictionaries,
            reader.document_count(),
            thread_time() + TIME_LIMIT,
        )

    def close(self) -> None:
        self.reader.close()

    def __enter__(self) -> Index:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def search(self, request: BackendRequest) -> BackendHits:
        self.check_time()
        return self.reader.search(request)

    def count(self, query: Query) -> int:
        self.check_time()
        return self.reader.count(query)

    def check_time(self) -> None:
        """Raises TooSlowError once the request has taken its time."""
        if thread_time() > self.deadline:
            raise TooSlowError(
                f"查询用时超过 {TIME_LIMIT:g} 秒，已停止；请把词写得更具体，或用区县、年份等筛选缩小范围"
            )

    def folded(self, identity: str) -> str:
        """A document's squeezed title and paragraphs, one a line; read once."""
        if identity not in self._folded:
            self.check_time()
            self._folded[identity] = self.reader.folded(identity) or ""
        return self._folded[identity]

    def frequency(self, field: str, token: str) -> int:
        """How many documents hold ``token`` in ``field``."""
        deadline.check()
        return self.reader.frequency(field, token)

    def rarity(self, field: str, token: str) -> float:
        """BM25's idf of the token; 0 where no document holds it."""
        return idf(self.frequency(field, token), self.document_count)


def idf(frequency: int, documents: int) -> float:
    """How telling a string is that ``frequency`` of ``documents`` hold; 0 for none at all."""
    return log(1 + (documents - frequency + 0.5) / (frequency + 0.5)) if frequency else 0.0

"""What a query needs of one open generation: the engine's reader, the analyzer, the dictionaries."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import log
from typing import TYPE_CHECKING

from indexer import deadline
from indexer.backends.base import BackendHits, BackendRequest, Query, Reader

if TYPE_CHECKING:
    from dictionaries import Dictionaries
    from indexer.analysis import Analyzer
    from indexer.generations import Generation


@dataclass(frozen=True, slots=True)
class Searcher:
    """Opened per request, used by one thread; keeps the texts it has read until it is closed."""

    reader: Reader
    analyzer: Analyzer
    dictionaries: Dictionaries
    document_count: int
    _folded: dict[str, str] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def open(cls, generation: Generation) -> Searcher:
        """Raises NoIndexError; ``close`` it when done."""
        reader = generation.reader()
        return cls(
            reader,
            generation.analyzer(),
            generation.dictionaries,
            reader.document_count(),
        )

    def close(self) -> None:
        self.reader.close()

    def __enter__(self) -> Searcher:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def search(self, request: BackendRequest) -> BackendHits:
        deadline.check()
        return self.reader.search(request)

    def count(self, query: Query) -> int:
        deadline.check()
        return self.reader.count(query)

    def folded(self, identity: str) -> str:
        """A document's squeezed title and paragraphs, one a line; read once."""
        if identity not in self._folded:
            deadline.check()
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

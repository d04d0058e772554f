"""What a query needs of one open generation: the engine's reader, the analyzer, the dictionaries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import log
from typing import TYPE_CHECKING, TypeVar

from indexer import deadline
from indexer.backends import BackendHits, BackendRequest, Query, Reader, StoredDocument

if TYPE_CHECKING:
    from dictionaries import Dictionaries
    from indexer.analysis import Analyzer
    from indexer.generations import Generation
    from indexer.relations import Store
    from indexer.semantic import Nearest, Vectors


Question = TypeVar("Question")
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Searcher:
    """Opened per request, used by one thread.

    What was asked is remembered until it is closed, so that whoever knows what a query will need asks for all of it
    in one call (the plurals) before the steps ask for it one by one.
    """

    reader: Reader
    analyzer: Analyzer
    dictionaries: Dictionaries
    document_count: int
    generation: Generation
    on: str
    """The day that what is in force is asked for, ISO."""

    _store: list[Store] = field(default_factory=list, repr=False, compare=False)
    _folded: dict[str, str] = field(default_factory=dict, repr=False, compare=False)
    _counts: dict[Query, int] = field(default_factory=dict, repr=False, compare=False)
    _frequencies: dict[tuple[str, str], int] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def open(cls, generation: Generation, as_of: str | None = None) -> Searcher:
        """``as_of`` is the day (ISO) that what is in force is asked for, today without one.

        Raises NoIndexError; ``close`` it when done.
        """
        reader = generation.reader()
        return cls(
            reader,
            generation.analyzer(),
            generation.dictionaries,
            reader.document_count(),
            generation,
            as_of or date.today().isoformat(),
        )

    def close(self) -> None:
        self.reader.close()
        for store in self._store:
            store.close()

    @property
    def relations(self) -> Store:
        """What the documents say of each other, opened when it is first asked for. Raises NoIndexError."""
        if not self._store:
            self._store.append(self.generation.relations())
        return self._store[0]

    @property
    def vectors(self) -> Vectors | None:
        """What ranking by meaning goes by; None where the index was built without a model. Raises NoIndexError."""
        return self.generation.vectors()

    def nearest(self, question: str, most: int) -> tuple[Nearest, ...]:
        """The documents nearest to ``question`` by meaning, best first.

        Raises ModelError where the model that the index was built with is gone, or is another by now.
        """
        from indexer.semantic import embedded_by

        vectors = self.vectors
        return vectors.nearest(embedded_by(vectors.about, question), most) if vectors else ()

    def __enter__(self) -> Searcher:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def search(self, request: BackendRequest) -> BackendHits:
        deadline.check()
        return self.reader.search(request)

    def counts(self, queries: Iterable[Query]) -> list[int]:
        """How many documents match each query."""
        return _answers(queries, self._counts, self.reader.counts)

    def count(self, query: Query) -> int:
        return self.counts([query])[0]

    def documents(self, identities: Sequence[str]) -> list[StoredDocument | None]:
        """What the index keeps of each document; None where there is none."""
        deadline.check()
        return self.reader.documents(identities) if identities else []

    def document(self, identity: str) -> StoredDocument | None:
        return self.documents([identity])[0]

    def folded_texts(self, identities: Iterable[str]) -> list[str]:
        """Each document's squeezed title and paragraphs, one a line."""
        return _answers(identities, self._folded, self.reader.folded_texts)

    def folded(self, identity: str) -> str:
        return self.folded_texts([identity])[0]

    def frequencies(self, tokens: Iterable[tuple[str, str]]) -> list[int]:
        """How many documents hold each (field, token)."""
        return _answers(tokens, self._frequencies, self.reader.frequencies)

    def frequency(self, field: str, token: str) -> int:
        return self.frequencies([(field, token)])[0]


def idf(frequency: int, documents: int) -> float:
    """How telling a string is that ``frequency`` of ``documents`` hold; 0 for none at all."""
    return log(1 + (documents - frequency + 0.5) / (frequency + 0.5)) if frequency else 0.0


def _answers(
    questions: Iterable[Question],
    known: dict[Question, Answer],
    ask: Callable[[Sequence[Question]], list[Answer]],
) -> list[Answer]:
    """The answers, in order; what is not ``known`` is asked for in one call and known from then on."""
    wanted = list(questions)
    new = [each for each in dict.fromkeys(wanted) if each not in known]
    if new:
        deadline.check()
        known.update(zip(new, ask(new), strict=True))
    return [known[each] for each in wanted]

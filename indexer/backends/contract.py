"""The contract of a search engine behind gsearch: a Query tree goes in, ids, scores and facet counts come out.

Parsing, analysis, snippets and formatting are ours; an engine stores token counts and answers. Another engine is
a package beside this module, a row in ``engines`` and a subclass of the contract tests.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol, runtime_checkable

from indexer.backends.board import Loaders
from indexer.backends.query import Query

Sort = Literal["relevance", "newest", "oldest"]


@dataclass(frozen=True, slots=True)
class ScoredTerm:
    """Adds ``weight`` x BM25 of ``token`` in ``field`` to every match that holds it."""

    field: str
    token: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Boost:
    """Adds ``amount`` to the score of every match of ``query``; ``label`` names it in explanations."""

    query: Query
    amount: float
    label: str


@dataclass(frozen=True, slots=True)
class BackendRequest:
    """``match`` says which documents come back, ``terms`` and ``boosts`` in which order.

    ``facets`` are keyword fields to count over all matches. Equal scores (or dates) are ordered by id;
    ``explain`` asks for each hit's score by field and boost.
    """

    match: Query
    terms: tuple[ScoredTerm, ...] = ()
    boosts: tuple[Boost, ...] = ()
    sort: Sort = "relevance"
    offset: int = 0
    limit: int = 10
    facets: tuple[str, ...] = ()
    explain: bool = False


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """What an engine keeps of a document: ``record`` is its contract JSON with text (see indexer.schema)."""

    id: str
    record: str
    folded: str


@dataclass(frozen=True, slots=True)
class BackendHit:
    """One match: its score, and where it was asked for what each part of the request gave it."""

    id: str
    score: float
    parts: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class BackendHits:
    """A page of matches, best first; ``total`` and ``facets`` (field → value, count) are of all matches."""

    total: int
    hits: tuple[BackendHit, ...]
    facets: Mapping[str, tuple[tuple[str, int], ...]]


@dataclass(frozen=True, slots=True)
class AnalysedDocument:
    """A document ready for an engine: token counts by analysed field, values by keyword field, and what is
    stored.

    ``keywords`` are folded values to match, ``labels`` (facet fields only) the value as people read it,
    which facet counts show.
    """

    id: str
    tokens: Mapping[str, Mapping[str, int]]
    keywords: Mapping[str, tuple[str, ...]]
    labels: Mapping[str, str]
    sort_date: str
    record: str
    folded: str


@dataclass(frozen=True, slots=True)
class Carried:
    """A document that stands in an index written before exactly as it shall stand in the new one.

    ``labels`` are those that it was written with.
    """

    id: str
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Place:
    """Where one written index lies.

    ``folder`` is its generation's own, for a local engine's files; ``name`` is what a remote engine calls the index
    ("" where there is no such name), kept in the generation's manifest.
    """

    folder: Path
    name: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """What a write made: how many documents, and where they are."""

    documents: int
    place: Place


class Reader(Protocol):
    """One open, immutable index. Opened per request, cheap to open, used by one thread at a time.

    Everything that is asked for many things at once is asked in the plural: a remote engine answers each call with
    one request. Answers stand in the order of the questions. Every call may raise NoIndexError where the index is
    damaged or gone, EngineError where the engine does not answer, SlowQueryError where the time is over.
    """

    def search(self, request: BackendRequest) -> BackendHits:
        """The page of hits, the count of all matches, and the facets over all matches."""

    def counts(self, queries: Sequence[Query]) -> list[int]:
        """How many documents match each query."""

    def documents(self, ids: Sequence[str]) -> list[StoredDocument | None]:
        """What is stored of each document; None where there is none of that id."""

    def folded_texts(self, ids: Sequence[str]) -> list[str]:
        """``folded`` of each document alone, cheaper than all of it; "" where there is none."""

    def frequencies(self, tokens: Sequence[tuple[str, str]]) -> list[int]:
        """How many documents hold each (field, token)."""

    def terms(self, field: str, prefix: str = "") -> Iterable[tuple[str, int]]:
        """Tokens of ``field`` that begin with ``prefix``, ascending, with their document frequency."""

    def document_count(self) -> int:
        """How many documents the index holds."""

    def close(self) -> None:
        """Gives back what is held; nothing may be asked afterwards."""


@runtime_checkable
class CarryingBackend(Protocol):
    """An engine that need not be given again what an index of its own holds already."""

    def rewrite(
        self, folder: Path, before: Place, documents: Iterable[AnalysedDocument | Carried]
    ) -> Written:
        """What ``write`` makes of the same documents, byte for byte; the carried ones are taken from ``before``.

        Raises NoIndexError where ``before`` is damaged or does not hold them, OSError.
        """


@runtime_checkable
class SharingBackend(Protocol):
    """An engine into which several machines can bring the documents of one index."""

    def write_shared(
        self, folder: Path, owner: str, documents: Iterable[AnalysedDocument], loaders: Loaders
    ) -> Written:
        """What ``write`` makes; ``loaders`` bring the documents into the engine."""

    def load(self, errand: str, portion: Path) -> None:
        """Does a part of another machine's ``write_shared``. Doing it twice does no harm. Raises OSError,
        NoIndexError where there is no such index any more.
        """


class Backend(Protocol):
    """An engine, and the life of an index in it: write, seal, open, verify, drop.

    An index is written whole and never changed afterwards. Every call may raise EngineError where a remote engine
    does not answer; what a local one meets on the disk (OSError) comes through.
    """

    def write(self, folder: Path, owner: str, documents: Iterable[AnalysedDocument]) -> Written:
        """Writes the documents, ids all different, as one new index.

        ``folder`` is empty and private: a local engine writes its files there, a remote one nothing. ``owner``
        (letters and digits) tells the indexes of one index folder from those of others in the same engine.
        """

    def seal(self, place: Place) -> None:
        """Makes a written index durable: a power failure afterwards loses none of it."""

    def serve(self, owner: str, place: Place) -> None:
        """Tells a remote engine that this is the index of ``owner`` that answers now, for others who look there."""

    def open(self, place: Place) -> Reader:
        """Raises NoIndexError where there is no index, or none this engine can read."""

    def verify(self, place: Place) -> tuple[str, ...]:
        """What is wrong with the index, a sentence for each fault; reads all of it. () where it is sound."""

    def drop(self, place: Place) -> None:
        """Removes the index from a remote engine; of a local one the folder goes, nothing else. No error where
        it is gone already."""

    def names(self, owner: str) -> frozenset[str]:
        """The names of all indexes of ``owner``, also half-written ones of builds that died; empty for a local
        engine."""

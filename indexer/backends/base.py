"""The contract of a search engine behind gsearch: a Query tree goes in, ids, scores and facet counts come
out.

Parsing, analysis, snippets and formatting are ours; an engine only stores token streams and answers. A second
engine is one more file here and one subclass of the contract tests.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

Sort = Literal["relevance", "newest", "oldest"]


@dataclass(frozen=True, slots=True)
class Term:
    """Documents whose ``field`` holds ``token`` (an analysed token, or a keyword field's whole value)."""

    field: str
    token: str


@dataclass(frozen=True, slots=True)
class Substring:
    """Documents in which ``folded`` (already folded, at least one character) stands in the title or one
    paragraph.
    """

    folded: str


@dataclass(frozen=True, slots=True)
class Prefix:
    """Documents whose ``field`` holds a token that begins with ``prefix``; at most ``limit`` tokens are
    tried.
    """

    field: str
    prefix: str
    limit: int = 200


@dataclass(frozen=True, slots=True)
class And:
    clauses: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Or:
    clauses: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Not:
    clause: Query


@dataclass(frozen=True, slots=True)
class AtLeast:
    """Documents whose matched clauses weigh at least ``minimum`` together (a weighted should-match)."""

    clauses: tuple[tuple[Query, float], ...]
    minimum: float


@dataclass(frozen=True, slots=True)
class Everything:
    """Every document."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """No document."""


Query = Term | Substring | Prefix | And | Or | Not | AtLeast | Everything | Nothing


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
    id: str
    score: float
    parts: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class BackendHits:
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


class Reader(Protocol):
    """One open, immutable index. Not shared between threads; opened per request, cheap to open."""

    def search(self, request: BackendRequest) -> BackendHits: ...

    def count(self, query: Query) -> int: ...

    def document(self, id: str) -> StoredDocument | None: ...  # noqa: A002 - the contract's word

    def folded(self, id: str) -> str:  # noqa: A002
        """``folded`` of that document alone, cheaper than all of it; "" where there is none."""

    def terms(self, field: str, prefix: str = "") -> Iterable[tuple[str, int]]:
        """Tokens of ``field`` that begin with ``prefix``, ascending, with their document frequency."""

    def frequency(self, field: str, token: str) -> int:
        """How many documents hold exactly this token in ``field``."""

    def document_count(self) -> int: ...

    def close(self) -> None: ...


class Backend(Protocol):
    """An engine: writes a whole index into an empty folder, opens one for reading."""

    def write(self, folder: Path, documents: Iterable[AnalysedDocument]) -> int:
        """Writes the documents, returns how many; the order of ``documents`` is the order of equal scores."""

    def open(self, folder: Path) -> Reader:
        """Raises NoIndexError where the folder holds no index this engine can read."""

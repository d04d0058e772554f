"""What a document has to do with others of the collection: what it cites, what cites it, what is like it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from indexer import schema
from indexer.backends import AtLeast, BackendRequest, Query, ScoredTerm, Term
from indexer.models import Document
from search_app.searcher import Searcher

MOST_CITING = 50
MOST_SIMILAR = 5
_READ_FOR_SIMILARITY = 4_000
"""Characters of a text that its subject is taken from: it is named early, and long annexes drown it."""
_CANDIDATES = 40
_TERMS = 14
_SHARED = 0.34
"""Share of the summed weight of a document's terms that a similar one must have."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A cited number or title, and the documents of the collection that bear it: none, one, or several."""

    label: str
    documents: tuple[Document, ...] = ()


@dataclass(frozen=True, slots=True)
class Relations:
    """What a document has to do with others of the collection, each list in the order people want it."""

    cites: tuple[Citation, ...] = ()
    repeals: tuple[Citation, ...] = ()
    cited_by: tuple[Document, ...] = ()
    similar: tuple[Document, ...] = ()


def relations_of(document: Document, index: Searcher) -> Relations:
    """All of ``document``'s relations within ``index``."""
    repealed = set(document.repeals)
    return Relations(
        cites=tuple(_cited(label, document, index) for label in document.cites if label not in repealed),
        repeals=tuple(_cited(label, document, index) for label in document.repeals),
        cited_by=_cited_by(document, index),
        similar=_similar(document, index),
    )


def _cited(label: str, citing: Document, index: Searcher) -> Citation:
    """Agency codes recur over the country: bearers of the citing document's own place come alone."""
    found = [
        bearer for bearer in _find(Term("number", schema.keyword(label)), index, 10) if bearer.id != citing.id
    ]
    near = [bearer for bearer in found if _same_place(bearer, citing)]
    return Citation(label, tuple(near or found))


def _same_place(one: Document, other: Document) -> bool:
    if one.city and other.city:
        return one.city == other.city
    return bool(one.province) and one.province == other.province


def _cited_by(document: Document, index: Searcher) -> tuple[Document, ...]:
    if document.number is None:
        return ()
    citing = _find(Term("cites", schema.keyword(document.number)), index, MOST_CITING, newest=True)
    return tuple(other for other in citing if other.id != document.id)


def _similar(document: Document, index: Searcher) -> tuple[Document, ...]:
    """Documents that share the words telling this one from the rest (tf x idf, the title thrice)."""
    counts = index.analyzer.counts([document.title] * 3 + [document.text.content[:_READ_FOR_SIMILARITY]])[
        schema.WORD
    ]
    candidates = sorted((word for word in counts if len(word) > 1), key=lambda word: (-counts[word], word))
    total = max(1, index.document_count)
    weights: dict[str, float] = {}
    words = candidates[:_CANDIDATES]
    frequencies = index.frequencies((schema.WORD, word) for word in words)
    for word, holders in zip(words, frequencies, strict=True):
        if 1 < holders <= total / 2:
            weights[word] = math.log(1 + counts[word]) * math.log(total / holders)
    chosen = sorted(weights, key=lambda word: (-weights[word], word))[:_TERMS]
    if not chosen:
        return ()
    clauses: tuple[tuple[Query, float], ...] = tuple(
        (Term(schema.WORD, word), weights[word]) for word in chosen
    )
    request = BackendRequest(
        match=AtLeast(clauses, _SHARED * sum(weights[word] for word in chosen)),
        terms=tuple(ScoredTerm(schema.WORD, word, weights[word]) for word in chosen),
        limit=MOST_SIMILAR + 1,
    )
    similar = _documents((hit.id for hit in index.search(request).hits), index)
    return tuple(other for other in similar if other.id != document.id)[:MOST_SIMILAR]


def _find(query: Query, index: Searcher, limit: int, *, newest: bool = False) -> tuple[Document, ...]:
    request = BackendRequest(match=query, sort="newest" if newest else "relevance", limit=limit)
    return _documents((hit.id for hit in index.search(request).hits), index)


def _documents(ids: Iterable[str], index: Searcher) -> tuple[Document, ...]:
    stored = index.documents(list(ids))
    return tuple(schema.document_from_record(one.record) for one in stored if one is not None)

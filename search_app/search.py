"""MAIN PATH: a request → a response.

::

    request ─query.answer→ ids, scores, marks ─highlights→ snippets ─→ SearchResponse
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING

from indexer import deadline
from indexer.errors import NoIndexError, NotFoundError
from indexer.schema import document_from_record
from search_app.highlights import (
    DocumentHighlights,
    document_highlights,
    places_of,
    snippets,
    title_highlights,
)
from search_app.query import Answer, answer
from search_app.relations.standing import standing_of, unheld_notices, with_status_counts
from search_app.response import Alike, Hit, SearchRequest, SearchResponse
from search_app.searcher import Searcher

if TYPE_CHECKING:
    from indexer.backends import StoredDocument
    from indexer.generations import Generation
    from indexer.models import Document

TIME_LIMIT = 5.0
"""Seconds of computing that one query may take; looked at before each step of the engine."""


def search(request: SearchRequest, generation: Generation) -> SearchResponse:
    """The ranked, highlighted answer to ``request`` from one generation of the index.

    Raises QueryError for a malformed query, UsageError for a bad filter or page, NoIndexError for a
    damaged index, SlowQueryError for a query that takes longer than TIME_LIMIT.
    """
    started = perf_counter()
    with deadline.limit(TIME_LIMIT), Searcher.open(generation, request.as_of) as index:
        answered = answer(request, index)
        return SearchResponse(
            query=request.query,
            total=answered.total,
            partial=answered.partial,
            folded=answered.folded,
            by_meaning=answered.by_meaning,
            took_ms=round((perf_counter() - started) * 1000, 1),
            generation=generation.name,
            offset=request.offset,
            limit=request.limit,
            hits=tuple(_hits(answered, request.offset, index)),
            facets=with_status_counts(answered.facets, index.on),
            suggestions=answered.suggestions,
            advice=answered.advice,
            explanation=answered.explanation,
            notices=(
                *filter(None, [generation.notice]),
                *unheld_notices(request.query, index),
                *answered.notices,
            ),
        )


def open_hit(
    request: SearchRequest, rank: int, generation: Generation
) -> tuple[Document, DocumentHighlights]:
    """The hit at ``rank`` (1-based) of ``request``, whole, with every place where the query stands in it.

    Raises as ``search`` does, and NotFoundError where fewer were found.
    """
    with deadline.limit(TIME_LIMIT), Searcher.open(generation) as index:
        answered = answer(replace(request, offset=rank - 1, limit=1), index)
        if not answered.hits:
            raise NotFoundError(f"没有第 {rank} 条结果：一共找到 {answered.total} 篇")
        hit = answered.hits[0]
        document, folded = _opened(hit.id, index.document(hit.id))
        return document, document_highlights(document, folded, answered.marks)


def _hits(answered: Answer, offset: int, index: Searcher) -> Iterator[Hit]:
    stored = index.documents([hit.id for hit in answered.hits])
    index.relations.fetch([hit.id for hit in answered.hits])
    alike = _alike(answered, index)
    for rank, (hit, found) in enumerate(zip(answered.hits, stored, strict=True), offset + 1):
        document, folded = _opened(hit.id, found)
        yield Hit(
            rank,
            hit.score,
            document,
            snippets(document, folded, answered.marks, index.dictionaries),
            title_highlights(document, folded, answered.marks),
            standing=standing_of(document.id, index.relations, index.on),
            partial=hit.id in answered.lacks,
            lacks=answered.lacks.get(hit.id, ()),
            alike=alike.get(hit.id),
            by=answered.by.get(hit.id),
            places=places_of(document, folded, answered.marks),
        )


def _alike(answered: Answer, index: Searcher) -> dict[str, Alike]:
    """What is folded under each hit, all of it fetched at once."""
    wanted = [id_ for under in answered.under.values() for id_ in under.ids]
    found = {id_: _opened(id_, each)[0] for id_, each in zip(wanted, index.documents(wanted), strict=True)}
    return {
        hit: Alike(under.count, tuple(found[id_] for id_ in under.ids), under.prints)
        for hit, under in answered.under.items()
    }


def _opened(identity: str, stored: StoredDocument | None) -> tuple[Document, str]:
    """A hit's document and its squeezed text."""
    if stored is None:
        raise NoIndexError(f"索引损坏：找不到 {identity} 的正文；请运行 gsearch build 重建索引")
    return document_from_record(stored.record), stored.folded

"""MAIN PATH: a question → an answer.

::

    query ─parse_query→ tree ─plan→ engine queries ─find→ ids, scores ─snippets→ SearchResponse
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING

from indexer import deadline
from indexer.errors import NoIndexError, QueryError, UsageError
from indexer.schema import document_from_record
from search_app.highlights.snippets import snippets, title_highlights
from search_app.query.diagnosis import diagnose, partly
from search_app.query.explanation import explain
from search_app.query.filters import filters_query
from search_app.query.matching import Found, find
from search_app.query.parser import check_text, parse_query
from search_app.query.planner import QueryPlan, plan
from search_app.query.rewrites import rewrites, split_at_commas
from search_app.query.syntax import Node
from search_app.response import Hit, SearchRequest, SearchResponse
from search_app.searcher import Searcher
from search_app.suggestions import suggest_instead

if TYPE_CHECKING:
    from indexer.generations import Generation

MAX_WINDOW = 10_000
"""Ranks that can be paged to."""
TIME_LIMIT = 5.0
"""Seconds of computing that one query may take; looked at before each step of the engine."""


def search(request: SearchRequest, generation: Generation) -> SearchResponse:
    """The ranked, highlighted answer to ``request`` from one generation of the index.

    Raises QueryError for a malformed query, UsageError for a bad filter or page, NoIndexError for a
    damaged index, SlowQueryError for a query that takes longer than TIME_LIMIT.
    """
    started = perf_counter()
    check(request)
    with deadline.limit(TIME_LIMIT), Searcher.open(generation) as index:
        answer = answer_in_tiers(read(request, index), request, index)
        return SearchResponse(
            query=request.query,
            total=answer.found.total,
            took_ms=round((perf_counter() - started) * 1000, 1),
            generation=generation.name,
            offset=request.offset,
            limit=request.limit,
            hits=tuple(_hits(answer, request, index)),
            facets=answer.found.facets,
            suggestions=answer.suggestions,
            explanation=explain(answer.plan, answer.found) if request.explain else None,
            notices=(*filter(None, [generation.notice]), *answer.notices),
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found by which plan, with what is to be said about it."""

    plan: QueryPlan
    found: Found
    notices: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()


def answer_in_tiers(tree: Node | None, request: SearchRequest, index: Searcher) -> Answer:
    """As typed; else with a slip of the pen mended; else what covers most of it; else why there is
    nothing.
    """
    filters = filters_query(request.filters, index)
    tree = split_at_commas(tree, index) if tree else None
    planned = plan(tree, index, exact=request.exact, filters=filters)
    found = find(planned, request, index)
    if found.total:
        return Answer(planned, found)
    if tree is None or request.exact:
        diagnosis = diagnose(tree, request, index)
        return Answer(planned, found, diagnosis.sentences, diagnosis.queries)
    for rewrite in rewrites(tree, planned, request.query, index):
        again = plan(rewrite.tree, index, filters=filters)
        found_again = find(again, request, index, last_resort=rewrite.loose)
        if found_again.total:
            suggestions = (str(rewrite.tree),) if rewrite.mended else ()
            return Answer(again, found_again, (rewrite.notice,), suggestions)
    found = find(planned, request, index, last_resort=True)
    if found.total:
        asked = any(concept.question for concept in planned.concepts)
        return Answer(planned, found, () if asked else (partly(planned, index),))
    diagnosis = diagnose(tree, request, index)
    return Answer(planned, found, diagnosis.sentences, suggest_instead(diagnosis.queries, planned, index))


def check(request: SearchRequest) -> None:
    """Raises UsageError for a page that cannot be."""
    if request.offset < 0 or request.limit < 0:
        raise UsageError("offset 和 limit 不能是负数")
    if request.offset + request.limit > MAX_WINDOW:
        raise UsageError(f"只能翻到第 {MAX_WINDOW} 条；请把查询写得更具体，或用筛选缩小范围")


def read(request: SearchRequest, index: Searcher) -> Node | None:
    """The tree of the query, None for filters alone. Raises QueryError, also where nothing at all was
    asked for.
    """
    check_text(request.query)
    if request.query.strip():
        return parse_query(request.query, index.dictionaries)
    if not any(request.filters.values()):
        raise QueryError("没有要查的词；请输入词、标题或文号", request.query, 0)
    return None


def _hits(answer: Answer, request: SearchRequest, index: Searcher) -> Iterator[Hit]:
    marks, hits = answer.plan.marks, answer.found.hits
    documents = index.documents([hit.id for hit in hits])
    for rank, (hit, stored) in enumerate(zip(hits, documents, strict=True), request.offset + 1):
        if stored is None:
            raise NoIndexError(f"索引损坏：找不到 {hit.id} 的正文；请运行 gsearch build 重建索引")
        document = document_from_record(stored.record)
        yield Hit(
            rank,
            hit.score,
            document,
            snippets(document, stored.folded, marks),
            title_highlights(document, stored.folded, marks),
        )

"""MAIN PATH of the room: a request → what answers it, from one generation of the index.

::

    query ─parse_query→ tree ─plan→ engine queries ─find→ ids, scores
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from indexer.backends import BackendHit, Query
from indexer.errors import QueryError, UsageError
from search_app.highlights import Mark
from search_app.query.explanation import explain
from search_app.query.filters import filters_query
from search_app.query.folding import Folded, folded_under
from search_app.query.matching import MAX_WINDOW, Found, find
from search_app.query.numbers import HeldCodes
from search_app.query.partial import lacking
from search_app.query.pasted import Reading, read_query
from search_app.query.places import place_notices
from search_app.query.planner import QueryPlan, plan
from search_app.query.rewrites import Rewrite, rewrites, split_at_commas
from search_app.query.syntax import Node
from search_app.response import Advice, By, SearchRequest
from search_app.searcher import Searcher


@dataclass(frozen=True, slots=True)
class Answer:
    """The ``hits`` of the page asked for, best first, of ``total``; ``marks`` are what to highlight in them.

    ``match`` is what all of them have in common, for counting. ``partial`` of the total match only in part;
    ``lacks`` has those of this page with the words they lack. ``by`` has what found each hit of this page, and
    ``by_meaning`` how many more than the total the model alone found, None in an index without a model.

    ``folded`` of the total are nearly the same as a hit and stand under it: ``under`` has them by the id of
    those of this page.

    ``facets`` map a field to its values with their counts, ``notices`` are sentences for people,
    ``suggestions`` queries that do find something, ``advice`` whole searches; ``explanation`` is there where it was
    asked for.
    """

    hits: tuple[BackendHit, ...]
    total: int
    facets: Mapping[str, tuple[tuple[str, int], ...]]
    marks: tuple[Mark, ...]
    match: Query
    partial: int = 0
    folded: int = 0
    under: Mapping[str, Folded] = field(default_factory=dict)
    lacks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    by: Mapping[str, By] = field(default_factory=dict)
    by_meaning: int | None = None
    notices: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    explanation: Mapping[str, Any] | None = None
    advice: tuple[Advice, ...] = ()


def answer(request: SearchRequest, index: Searcher) -> Answer:
    """What ``request`` finds: as typed; else with a slip of the pen mended; else what covers most of it;
    else why there is nothing.

    Raises QueryError for a malformed query, UsageError for a bad filter or page, NoIndexError for a damaged
    index, SlowQueryError beyond the caller's ``deadline.limit``.
    """
    check_page(request)
    reading = read(request, index)
    tree = reading.tree if reading else None
    outcome = _outcome(split_at_commas(tree, index) if tree else None, request, index)
    plan, found = outcome.plan, outcome.found
    said = (
        *(reading.notices if reading else ()),
        *place_notices(request.filters, tree, index),
        *(number.notice for number in plan.numbers if number.notice),
        *outcome.notices,
        *((found.notice,) if found.notice else ()),
    )
    partial = [hit for hit in found.hits if hit.id in found.partial_ids]
    return Answer(
        found.hits,
        found.total,
        found.facets,
        plan.marks,
        found.match,
        found.partial,
        found.folded,
        folded_under(found.hits, found.groups, found.match, plan, index),
        {hit.id: lacking(plan.concepts, index.folded(hit.id)) for hit in partial},
        {} if index.vectors is None else {hit.id: _found_by(hit.id, found) for hit in found.hits},
        None if index.vectors is None else len(found.added),
        said,
        outcome.suggestions,
        explain(plan, found) if request.explain else None,
        outcome.advice,
    )


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What was found by which plan, with what is to be said about it."""

    plan: QueryPlan
    found: Found
    notices: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    advice: tuple[Advice, ...] = ()


def _outcome(tree: Node | None, request: SearchRequest, index: Searcher) -> _Outcome:
    """The first attempt that finds anything; where none does, why there is nothing to what was typed."""
    typed: _Outcome | None = None
    for attempt in _attempts(tree, request, index):
        if attempt.found.total or attempt.found.added:
            return attempt
        typed = typed or attempt
    assert typed is not None
    from search_app.query.alternatives import alternatives  # nothing found: the rare case pays for the import
    from search_app.query.diagnosis import diagnose

    diagnosis = diagnose(tree, request, index)
    relaxed = tree is not None and not request.exact
    instead = alternatives(diagnosis.queries, typed.plan, index) if relaxed else diagnosis.queries
    return replace(typed, notices=diagnosis.sentences, suggestions=instead, advice=diagnosis.advice)


def _attempts(tree: Node | None, request: SearchRequest, index: Searcher) -> Iterator[_Outcome]:
    """Ever more generous: as typed, as it was probably meant, whatever holds part of it."""
    filters = filters_query(request.filters, index)
    planned = plan(tree, index, exact=request.exact, filters=filters)
    yield _Outcome(planned, find(planned, request, index))
    if tree is None or request.exact:
        return
    for rewrite in rewrites(tree, planned, request.query, index):
        yield from _rewritten(rewrite, filters, request, index)
    from search_app.query.diagnosis import partly

    asked = any(concept.question for concept in planned.concepts)
    said = () if asked else (partly(planned, index),)
    yield _Outcome(planned, find(planned, request, index, last_resort=True), said)


def _rewritten(
    rewrite: Rewrite, filters: Query | None, request: SearchRequest, index: Searcher
) -> Iterator[_Outcome]:
    """A mended query is searched as if it had been typed: in part, too, but last, and not where it is doubtful."""
    again = plan(rewrite.tree, index, filters=filters)
    suggestions = (str(rewrite.tree),) if rewrite.mended else ()
    for last_resort in (False, True) if rewrite.mended and rewrite.loose else (rewrite.loose,):
        found = find(again, request, index, last_resort=last_resort)
        yield _Outcome(again, found, (rewrite.notice,), suggestions)


def _found_by(ident: str, found: Found) -> By:
    return "meaning" if ident in found.added else "both" if ident in found.nearest else "words"


def marks(query: str, index: Searcher, *, exact: bool = False) -> tuple[Mark, ...]:
    """What to highlight in a document that ``query`` is shown with: what its hits are marked by.

    Nothing for an empty or malformed query: the document is what was asked for. Raises NoIndexError,
    SlowQueryError.
    """
    if not query.strip():
        return ()
    try:
        return answer(SearchRequest(query, limit=0, exact=exact), index).marks
    except QueryError:
        return ()


def check_page(request: SearchRequest) -> None:
    """Raises UsageError for a page that cannot be."""
    if request.offset < 0 or request.limit < 0:
        raise UsageError("offset 和 limit 不能是负数")
    if request.offset + request.limit > MAX_WINDOW:
        raise UsageError(f"只能翻到第 {MAX_WINDOW} 条；请把查询写得更具体，或用筛选缩小范围")


def read(request: SearchRequest, index: Searcher) -> Reading | None:
    """What the query says, None for filters alone. Raises QueryError, also where nothing at all was
    asked for.
    """
    if request.query.strip():
        return read_query(request.query, index.dictionaries, HeldCodes(index))
    if not any(request.filters.values()):
        raise QueryError("没有要查的词；请输入词、标题或文号", request.query, 0)
    return None

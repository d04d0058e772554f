"""The tiers of matching: what stands there, what stands near, what was probably meant, what covers most.

Each tier is asked for only where the one before found nothing or, without operators, hardly anything, or
where the query is a title or a sentence, for which passages that say nearly the same are wanted too. A
later tier never moves what an earlier one found.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from indexer.backends import And, BackendHit, BackendHits, BackendRequest, Not, Query, Term
from indexer.fields import FACETS
from search_app.query import ranking
from search_app.query.combining import any_of
from search_app.query.planner import QueryPlan
from search_app.query.syntax import Filter, Node, Sequence, Word, YearFilter, leaves
from search_app.response import SearchRequest
from search_app.searcher import Searcher

FEW = 10
"""Strict hits below which passages with all the words near each other are wanted too: not a page full."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a plan found: ``hits`` are those of the page asked for, ``relaxed`` how many came by a
    later tier.
    """

    hits: tuple[BackendHit, ...]
    total: int
    facets: dict[str, tuple[tuple[str, int], ...]]
    strict: int
    relaxed: int


def find(plan: QueryPlan, request: SearchRequest, index: Searcher, *, last_resort: bool = False) -> Found:
    """Asks the engine for ``plan``, tier by tier; the ``last_resort`` is what covers only part of the
    words.
    """
    fields = FACETS if request.facets else ()
    strict = index.search(_engine_request(plan.strict, plan, request, fields))
    relaxed: list[BackendHit] = []
    if not request.exact and strict.total < ranking.POOL:
        relaxed = _relaxed(plan, index, strict, request, last_resort=last_resort)
    if not relaxed:
        return _strict_only(strict, plan, request, index)
    if request.sort != "relevance" or fields:
        union = any_of((plan.strict, *(Term("id", hit.id) for hit in relaxed)))
        together = index.search(_engine_request(union, plan, request, fields))
    else:
        together = strict
    total = strict.total + len(relaxed)
    if request.sort != "relevance":
        page = together.hits[request.offset : request.offset + request.limit]
    else:
        best = ranking.above(_ordered(strict, plan, request, index), relaxed, "原样出现")
        page = tuple([*best, *relaxed][request.offset : request.offset + request.limit])
    return Found(page, total, dict(together.facets), strict.total, len(relaxed))


def _engine_request(
    match: Query, plan: QueryPlan, request: SearchRequest, fields: tuple[str, ...]
) -> BackendRequest:
    return BackendRequest(
        match,
        plan.terms,
        plan.boosts,
        sort=request.sort if request.sort != "relevance" or plan.ranked else "newest",
        limit=max(ranking.POOL, request.offset + request.limit),
        facets=fields,
        explain=request.explain,
    )


def _strict_only(strict: BackendHits, plan: QueryPlan, request: SearchRequest, index: Searcher) -> Found:
    hits = _ordered(strict, plan, request, index)
    page = tuple(hits[request.offset : request.offset + request.limit])
    return Found(page, strict.total, dict(strict.facets), strict.total, 0)


def _ordered(
    strict: BackendHits, plan: QueryPlan, request: SearchRequest, index: Searcher
) -> list[BackendHit]:
    if request.sort != "relevance" or not plan.ranked:
        return list(strict.hits)
    pool, rest = strict.hits[: ranking.POOL], strict.hits[ranking.POOL :]
    if len(plan.units) > 1:
        index.folded_texts(hit.id for hit in pool)
    return [*ranking.by_proximity(pool, plan.units, index.folded), *rest]


def _relaxed(
    plan: QueryPlan, index: Searcher, strict: BackendHits, request: SearchRequest, *, last_resort: bool
) -> list[BackendHit]:
    """Hits beyond the strict ones, best first, their scores falling."""
    if plan.tree is None or not plan.concepts:
        return []
    long = any(concept.is_long for concept in plan.concepts)
    if not long and (strict.total >= FEW or (strict.total and _operators(plan.tree))):
        return []
    near = [] if any(concept.question for concept in plan.concepts) else _near(plan, index, request)
    if not last_resort and not (long and (strict.total or near)):
        return near
    known = {hit.id for hit in near}
    candidates = _candidates(plan.partial, plan, index, request)
    index.folded_texts(hit.id for hit in candidates)
    others = [hit for hit in candidates if hit.id not in known]
    best = max([*strict.hits[:1], *near[:1]], key=lambda hit: hit.score, default=None)
    cut = ranking.cut_for(plan.concepts)
    covered = ranking.well_covered(others, plan.covering, index.folded, best, cut)
    if plan.subject and best:
        alike = ranking.on_the_same(others, plan.subject, index.folded, best)
        covered = [hit for hit in others if hit in covered or hit in alike]
    return [*ranking.above(near, covered, "词都相近"), *covered]


def _operators(tree: Node) -> bool:
    """Whether the query says AND, OR or NOT: then a string that stands there is meant, and no other."""
    clauses = tree.clauses if isinstance(tree, Sequence) else (tree,)
    return not all(isinstance(clause, Word | Filter | YearFilter) for clause in clauses)


def _near(plan: QueryPlan, index: Searcher, request: SearchRequest) -> list[BackendHit]:
    tree = plan.tree
    assert tree is not None
    typed = {leaf.text for leaf in leaves(tree) if isinstance(leaf, Word)}
    concepts = {concept.typed: concept for concept in plan.concepts}
    if plan.near == plan.strict or not typed <= set(concepts):
        return []
    candidates = _candidates(plan.near, plan, index, request)
    index.folded_texts(hit.id for hit in candidates)
    standing = [hit for hit in candidates if ranking.standing_near(tree, concepts, index.folded(hit.id))]
    return ranking.by_proximity(standing, plan.units, index.folded)


def _candidates(
    match: Query, plan: QueryPlan, index: Searcher, request: SearchRequest
) -> tuple[BackendHit, ...]:
    asked = _engine_request(And((match, Not(plan.strict))), plan, request, ())
    return index.search(replace(asked, sort="relevance", limit=ranking.POOL)).hits

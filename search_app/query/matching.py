"""The tiers of matching: what stands there, what stands near, what holds part of the words.

Each tier is asked for only where the one before found nothing or, without operators, hardly anything, or
where the query is a title or a sentence, for which passages that say nearly the same are wanted too. A
later tier never moves what an earlier one found.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from indexer.backends import And, BackendHit, BackendHits, BackendRequest, Not, Query, Term
from indexer.fields import FACETS
from indexer.schema import GROUP
from search_app.query import folding, partial, ranking
from search_app.query.combining import any_of
from search_app.query.meaning import Fused, fused
from search_app.query.planner import QueryPlan
from search_app.query.syntax import Filter, Node, Sequence, Word, YearFilter, leaves
from search_app.response import SearchRequest
from search_app.searcher import Searcher

FEW = 10
"""Strict hits below which passages with all the words near each other are wanted too: not a page full."""
MAX_WINDOW = 10_000
"""Ranks that can be paged to, and documents that the engine is asked for."""
_DEEPER = 4
"""How much further down is looked where so many documents are folded that a page is not full."""
SEVERAL = 3
"""Words side by side from which documents with only some of them are shown below those with all: of two
words one alone says little.
"""


@dataclass(frozen=True, slots=True)
class Found:
    """What a plan found: ``hits`` are those of the page asked for; ``strict`` of ``total`` match as typed,
    ``near`` have all words near each other; ``partial_ids``, on whatever page, are those that lack a word.
    ``match`` is what is true of all of them. ``groups`` count the matches of each group of documents that are
    nearly the same, where those are folded under one hit.
    """

    hits: tuple[BackendHit, ...]
    total: int
    facets: dict[str, tuple[tuple[str, int], ...]]
    strict: int
    match: Query
    near: int = 0
    partial_ids: frozenset[str] = frozenset()
    groups: Mapping[str, int] = field(default_factory=dict)
    added: frozenset[str] = frozenset()
    """Hits on whatever page that only the model found; the total is without them."""
    nearest: frozenset[str] = frozenset()
    """All documents that the model found near."""
    notice: str | None = None

    @property
    def partial(self) -> int:
        return len(self.partial_ids)

    @property
    def folded(self) -> int:
        """How many of ``total`` stand under another hit."""
        return sum(self.groups.values()) - len(self.groups)

    @property
    def ranks(self) -> int:
        """How many hits there are to page through."""
        return self.total - self.folded + len(self.added)


@dataclass(frozen=True, slots=True)
class _Relaxed:
    """Hits beyond the strict ones, each list best first; ``whole`` are those that hold all words somewhere."""

    near: list[BackendHit]
    partial: list[BackendHit]
    whole: frozenset[str] = frozenset()
    meant: Fused | None = None

    def in_order(self) -> list[BackendHit]:
        """Both, their scores falling."""
        return [*ranking.above(self.near, self.partial, "词都相近"), *self.partial]


def find(plan: QueryPlan, request: SearchRequest, index: Searcher, *, last_resort: bool = False) -> Found:
    """Asks the engine for ``plan``, tier by tier; the ``last_resort`` is what covers only part of the
    words. Where documents are folded, deeper and deeper until the page is full of hits that stand apart.
    """
    fold = not request.unfold and folding.folds(plan, index)
    depth = last = request.offset + request.limit
    while True:
        found = _found(
            plan, replace(request, offset=0, limit=depth), index, fold=fold, last_resort=last_resort
        )
        hits = folding.firsts(found.hits, index) if fold else found.hits
        if len(hits) >= min(last, found.ranks) or depth in (0, MAX_WINDOW):
            page = tuple(hits[request.offset : last])
            return replace(found, hits=_explained(page, plan, index) if request.explain else page)
        depth = min(depth * _DEEPER, MAX_WINDOW)


def _found(
    plan: QueryPlan, request: SearchRequest, index: Searcher, *, fold: bool, last_resort: bool
) -> Found:
    """The first ``request.limit`` hits, each document by itself; with groups only where they are to ``fold``."""
    fields = (*(FACETS if request.facets else ()), *([GROUP] if fold else []))
    strict = index.search(_engine_request(plan.strict, plan, request, fields))
    relaxed = _Relaxed([], [])
    if not request.exact and strict.total < ranking.POOL:
        relaxed = _relaxed(plan, index, strict, request, last_resort=last_resort)
    if fold and relaxed.meant and relaxed.meant.added:
        relaxed = _standing_apart(relaxed, strict, index)
    beyond = relaxed.in_order()
    meant = relaxed.meant or Fused([])
    if not beyond:
        return replace(_strict_only(strict, plan, request, index), notice=meant.notice)
    together = strict
    by_words = [hit for hit in beyond if hit.id not in meant.added]
    union = any_of((plan.strict, *(Term("id", hit.id) for hit in by_words)))
    if request.sort != "relevance" or fields:
        together = index.search(_engine_request(union, plan, request, fields))
    best = ranking.above(_ordered(strict, plan, request, index), beyond, "原样出现")
    hits = together.hits if request.sort != "relevance" else (*best, *beyond)
    facets = dict(together.facets)
    groups = dict(facets.pop(GROUP, ()))
    return Found(
        tuple(hits[: request.limit]),
        strict.total + len(by_words),
        facets,
        strict.total,
        union,
        len(relaxed.near),
        frozenset(hit.id for hit in by_words) - relaxed.whole - {hit.id for hit in relaxed.near},
        groups,
        meant.added,
        meant.near,
        meant.notice,
    )


def _standing_apart(relaxed: _Relaxed, strict: BackendHits, index: Searcher) -> _Relaxed:
    """Without what only the model found and is nearly the same as another hit, under which nobody would look for it."""
    assert relaxed.meant is not None
    added = relaxed.meant.added
    by_words = [*strict.hits, *relaxed.near, *(hit for hit in relaxed.partial if hit.id not in added)]
    alone = [hit for hit in relaxed.partial if hit.id in added]
    apart = {hit.id for hit in folding.firsts([*by_words, *alone], index)}
    kept = replace(relaxed.meant, added=added & apart)
    shown = [hit for hit in relaxed.partial if hit.id not in added or hit.id in apart]
    return replace(relaxed, partial=shown, meant=kept)


def _engine_request(
    match: Query, plan: QueryPlan, request: SearchRequest, fields: tuple[str, ...]
) -> BackendRequest:
    return BackendRequest(
        match,
        plan.terms,
        plan.boosts,
        sort=request.sort if request.sort != "relevance" or plan.ranked else "newest",
        limit=max(ranking.POOL, request.limit),
        facets=fields,
    )


def _explained(hits: tuple[BackendHit, ...], plan: QueryPlan, index: Searcher) -> tuple[BackendHit, ...]:
    """The hits of a page with what the engine gave each for fields and boosts, before what ranking gave."""
    if not hits:
        return hits
    wanted = any_of(Term("id", hit.id) for hit in hits)
    asked = BackendRequest(wanted, plan.terms, plan.boosts, limit=len(hits), explain=True)
    parts = {hit.id: hit.parts for hit in index.search(asked).hits}
    return tuple(replace(hit, parts=(*parts.get(hit.id, ()), *hit.parts)) for hit in hits)


def _strict_only(strict: BackendHits, plan: QueryPlan, request: SearchRequest, index: Searcher) -> Found:
    hits = _ordered(strict, plan, request, index)
    facets = dict(strict.facets)
    groups = dict(facets.pop(GROUP, ()))
    return Found(tuple(hits[: request.limit]), strict.total, facets, strict.total, plan.strict, groups=groups)


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
) -> _Relaxed:
    if plan.tree is None or not plan.concepts:
        return _Relaxed([], [])
    long = any(concept.is_long for concept in plan.concepts)
    if not long and (strict.total >= FEW or (strict.total and _operators(plan.tree))):
        return _Relaxed([], [])
    near = [] if any(concept.question for concept in plan.concepts) else _near(plan, index, request)
    full = [*strict.hits[:1], *near[:1]]
    several = sum(not concept.idle for concept in plan.concepts) >= SEVERAL
    if not last_resort and not ((long or several) and full):
        return _Relaxed(near, [])
    if full and request.sort != "relevance":
        return _Relaxed(near, [])
    known = {hit.id for hit in near}
    candidates = [
        hit for hit in _candidates(plan.partial, plan, index, request, partial.MOST) if hit.id not in known
    ]
    whole = frozenset(hit.id for hit in _candidates(plan.words, plan, index, request, partial.MOST))
    sure = partial.certain([*full[:1], *candidates[: partial.HEAD]], plan.content, index.folded_texts)
    hits = partial.partial_hits(candidates, full, whole, plan, index.folded_texts, sure=sure)
    above = frozenset(hit.id for hit in (*strict.hits, *near))
    held = all(unit.weight for unit in plan.content)
    meant = fused(hits, above, plan, request, index, sure=sure and held)
    return _Relaxed(near, meant.hits, whole, meant)


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
    candidates = _candidates(plan.near, plan, index, request, ranking.POOL)
    index.folded_texts(hit.id for hit in candidates)
    standing = [hit for hit in candidates if ranking.standing_near(tree, concepts, index.folded(hit.id))]
    return ranking.by_proximity(standing, plan.units, index.folded)


def _candidates(
    match: Query, plan: QueryPlan, index: Searcher, request: SearchRequest, limit: int
) -> tuple[BackendHit, ...]:
    asked = _engine_request(And((match, Not(plan.strict))), plan, request, ())
    return index.search(replace(asked, sort="relevance", limit=limit)).hits

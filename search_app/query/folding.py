"""Documents that are nearly the same under one hit: which searches fold, what a page of folded hits holds.

The groups are those that the build found (``indexer.relations``, field ``group``). The first of a group in the
order of the answer stands for it; the counts are the engine's, over everything that matches.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence as Hits
from dataclasses import dataclass

from indexer.backends import And, BackendHit, BackendRequest, Query, Term
from indexer.schema import GROUP
from search_app.query.combining import any_of
from search_app.query.planner import QueryPlan
from search_app.query.syntax import Filter, NumberWord, Sequence, Word, YearFilter
from search_app.searcher import Searcher

LISTED = 20
"""Folded documents that a hit names, at most."""
_ASKED = 1_000


@dataclass(frozen=True, slots=True)
class Folded:
    """``count`` documents are folded under a hit; ``ids`` are the best of them.

    ``prints`` are those that are the very document of the hit, printed elsewhere.
    """

    count: int
    ids: tuple[str, ...]
    prints: frozenset[str] = frozenset()


def folds(plan: QueryPlan, index: Searcher) -> bool:
    """Whether the answer is folded: whoever asks for words wants documents of different matter.

    A list by filters alone, a string in quotes and a query with operators are promised whole, each document as a
    hit.
    """
    tree = plan.tree
    clauses = tree.clauses if isinstance(tree, Sequence) else (tree,)
    by_words = any(isinstance(clause, Word | NumberWord) for clause in clauses)
    plain = all(isinstance(clause, Word | NumberWord | Filter | YearFilter) for clause in clauses)
    return by_words and plain and index.relations.has_likenesses


def firsts(hits: Hits[BackendHit], index: Searcher) -> list[BackendHit]:
    """The first of each group, in order, and every hit that has no likes."""
    likenesses = index.relations.likenesses([hit.id for hit in hits])
    first: dict[str, BackendHit] = {}
    for hit in hits:
        known = likenesses.get(hit.id)
        first.setdefault(known.group if known else hit.id, hit)
    return list(first.values())


def folded_under(
    hits: Hits[BackendHit], groups: Mapping[str, int], match: Query, plan: QueryPlan, index: Searcher
) -> Mapping[str, Folded]:
    """By the id of those of ``hits`` that stand for others: what is folded under them."""
    own = index.relations.likenesses([hit.id for hit in hits])
    standing = {each.group: id_ for id_, each in own.items() if groups.get(each.group, 0) > 1}
    if not standing:
        return {}
    asked = And((match, any_of(tuple(Term(GROUP, group) for group in standing))))
    found = index.search(BackendRequest(asked, plan.terms, plan.boosts, limit=_ASKED)).hits
    others = [hit.id for hit in found if hit.id not in own]
    theirs = index.relations.likenesses(others)
    return {
        id_: Folded(
            groups[group] - 1,
            tuple(other for other in others if theirs[other].group == group)[:LISTED],
            frozenset(other for other in others if theirs[other].print == own[id_].print),
        )
        for group, id_ in standing.items()
    }

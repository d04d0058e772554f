"""Syntax tree → engine queries: what must match (tiers), what is scored, what is marked (weights)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from indexer.backends import And, Boost, Everything, Query, ScoredTerm
from search_app.highlights import Mark
from search_app.query import weights
from search_app.query.numbers import NumberMatch, number_match
from search_app.query.syntax import (
    AllOf,
    AnyOf,
    Excluded,
    Node,
    NumberWord,
    Sequence,
    Word,
    leaves,
)
from search_app.query.tiers import Tiers
from search_app.query.understanding import Concept, understand
from search_app.query.units import Unit
from search_app.searcher import Searcher


@dataclass(frozen=True, slots=True)
class QueryPlan:
    """Engine queries and what goes with them; ``wanted`` are the runs of text outside NOT, ``numbers``
    likewise.
    """

    tree: Node | None
    strict: Query
    near: Query
    partial: Query
    words: Query
    terms: tuple[ScoredTerm, ...]
    boosts: tuple[Boost, ...]
    marks: tuple[Mark, ...]
    concepts: tuple[Concept, ...]
    numbers: tuple[NumberMatch, ...]
    covering: tuple[Unit, ...]
    """What passages are measured by where only part is wanted: pairs of characters, words with synonyms."""
    subject: tuple[Unit, ...]
    """The same of what a title is about; nothing for other queries."""

    @property
    def units(self) -> tuple[Unit, ...]:
        """The content words of all runs."""
        return tuple(dict.fromkeys(unit for concept in self.concepts for unit in concept.units))

    @property
    def content(self) -> tuple[Unit, ...]:
        """The content words, those of runs that say nothing (关于 … 的) only where there are no others."""
        told = [concept for concept in self.concepts if not concept.idle] or self.concepts
        return tuple(dict.fromkeys(unit for concept in told for unit in concept.units))

    @property
    def ranked(self) -> bool:
        """Whether anything but filters was asked for."""
        return bool(self.terms or self.boosts)


def plan(
    tree: Node | None, index: Searcher, *, exact: bool = False, filters: Query | None = None
) -> QueryPlan:
    """The plan for ``tree`` (None: everything), narrowed to ``beside``, the filters given beside the query.

    ``exact`` leaves out synonyms, look-alikes and every relaxation.
    """

    def narrowed(query: Query) -> Query:
        return query if filters is None else And((query, filters))

    understood: dict[Word, Concept] = {}
    matched: dict[NumberWord, NumberMatch] = {}
    for leaf in leaves(tree) if tree else ():
        if isinstance(leaf, Word):
            understood[leaf] = understand(leaf.text, index, exact=exact)
        elif isinstance(leaf, NumberWord):
            matched[leaf] = number_match(leaf.pattern, leaf.text, index, exact=exact)
    tiers = Tiers(index, exact, understood, matched)
    strict = tiers.strict(tree) if tree else Everything()
    positive = list(_positive(tree)) if tree else []
    concepts = tuple(understood[leaf] for leaf in positive if isinstance(leaf, Word))
    numbers = tuple(matched[leaf] for leaf in positive if isinstance(leaf, NumberWord))
    return QueryPlan(
        tree,
        narrowed(strict),
        narrowed(strict if exact or not tree else tiers.near(tree)),
        narrowed(strict if exact or not tree else tiers.partial(tree)),
        narrowed(tiers.words(concepts)),
        weights.terms(positive, concepts, index),
        tuple(weights.boosts(concepts, numbers)),
        tuple(weights.marks(positive, understood, matched)),
        concepts,
        numbers,
        tiers.covering(concepts),
        tiers.subject(concepts),
    )


def _positive(node: Node) -> Iterator[Node]:
    """The leaves that are not under NOT."""
    match node:
        case Excluded():
            return
        case Sequence() | AllOf() | AnyOf():
            for clause in node.clauses:
                yield from _positive(clause)
        case _:
            yield node

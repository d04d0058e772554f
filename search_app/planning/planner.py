"""Syntax tree → engine queries: what must match (in tiers), what is scored, what is marked.

Matching and ranking are separate. A plan holds, for the same tree, ever more generous matches:

``strict``    every wanted run stands as a string (or a synonym, number or look-alike misprint of it)
``near``      its content words stand near each other (verified over the stored text, see ranking)
``partial``   most of them by weight do; for questions and titles, and where nothing else is found

Quoted strings, prefixes, filters and NOT are never relaxed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from indexer.analysis import squeezed
from indexer.backends.base import (
    And,
    AtLeast,
    Boost,
    Everything,
    Not,
    Prefix,
    Query,
    ScoredTerm,
    Substring,
    Term,
)
from indexer.schema import SEARCH, WEIGHTS, keyword
from search_app.index import Index
from search_app.planning.combining import all_of, any_of, unit_query
from search_app.planning.filters import SINGLE_VALUED, filter_query
from search_app.planning.numbers_wanted import NumberMatch, number_match
from search_app.planning.subject import is_title, subject
from search_app.planning.wanted import Unit, Wanted, pairs, understand
from search_app.querying.syntax import (
    AllOf,
    AnyOf,
    Excluded,
    Filter,
    Node,
    NumberWord,
    Phrase,
    PrefixWord,
    Sequence,
    Word,
    YearFilter,
)
from search_app.snippets import Mark

SYNONYM_WEIGHT = 0.6
"""Of a synonym's tokens and marks, against 1 for what was typed."""
OWN_NUMBER = 60.0
"""Added to the document whose own 发文字号 was typed: more than any BM25 of its few tokens."""
CITED_NUMBER = 5.0
WHOLE_STRING = 4.0
"""Added where the run stands as typed, beside its synonyms and misprints."""
PARTIAL_SHARE = 0.02
"""Of the weight of a question's or title's pairs of characters, that a candidate must hold anywhere."""
MAX_SCORED = 400
"""Tokens that are scored; a query of a thousand characters has more."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Engine queries and what goes with them; ``wanted`` are the runs of text outside NOT, ``numbers``
    likewise.
    """

    tree: Node | None
    strict: Query
    near: Query
    partial: Query
    terms: tuple[ScoredTerm, ...]
    boosts: tuple[Boost, ...]
    marks: tuple[Mark, ...]
    wanted: tuple[Wanted, ...]
    numbers: tuple[NumberMatch, ...]

    @property
    def units(self) -> tuple[Unit, ...]:
        """The content words of all runs."""
        return tuple(dict.fromkeys(unit for wanted in self.wanted for unit in wanted.units))

    covering: tuple[Unit, ...] = ()
    """What passages are measured by where only part is wanted: pairs of characters, words with synonyms."""
    subject: tuple[Unit, ...] = ()
    """The same of what a title is about; nothing for other queries."""

    @property
    def ranked(self) -> bool:
        """Whether anything but filters was asked for."""
        return bool(self.terms or self.boosts)


def plan(tree: Node | None, index: Index, *, exact: bool = False, beside: Query | None = None) -> Plan:
    """The plan for ``tree`` (None: everything), narrowed to ``beside``, the filters given beside the query.

    ``exact`` leaves out synonyms, look-alikes and every relaxation.
    """
    return _Planner(index, exact).plan(tree, beside)


@dataclass
class _Planner:
    index: Index
    exact: bool
    wanted: dict[Word, Wanted] = field(default_factory=dict)
    numbers: dict[NumberWord, NumberMatch] = field(default_factory=dict)

    def plan(self, tree: Node | None, beside: Query | None) -> Plan:
        def narrowed(query: Query) -> Query:
            return query if beside is None else And((query, beside))

        positive = list(_positive(tree)) if tree else []
        for leaf in _leaves(tree):
            if isinstance(leaf, Word):
                self.wanted[leaf] = understand(leaf.text, self.index, exact=self.exact)
            elif isinstance(leaf, NumberWord):
                self.numbers[leaf] = number_match(leaf.pattern, leaf.text, self.index, exact=self.exact)
        strict = self.strict(tree) if tree else Everything()
        near = strict if self.exact or not tree else self.near(tree)
        partial = strict if self.exact or not tree else self.partial(tree)
        wanted = tuple(self.wanted[leaf] for leaf in positive if isinstance(leaf, Word))
        numbers = tuple(self.numbers[leaf] for leaf in positive if isinstance(leaf, NumberWord))
        return Plan(
            tree,
            narrowed(strict),
            narrowed(near),
            narrowed(partial),
            self.terms(positive, wanted),
            tuple(self.boosts(wanted, numbers)),
            tuple(self.marks(positive)),
            wanted,
            numbers,
            self.covering(wanted),
            self.subject(wanted),
        )

    # Matching.

    def strict(self, node: Node) -> Query:
        match node:
            case Word():
                return self.run(self.wanted[node])
            case Phrase():
                return Substring(squeezed(node.text))
            case PrefixWord():
                return prefix_query(node)
            case NumberWord():
                return self.numbers[node].query
            case Filter() | YearFilter():
                return filter_query(node, self.index)
            case Sequence() | AllOf():
                return all_of(tuple(self.strict(clause) for clause in self.telling(node)))
            case AnyOf():
                return any_of(tuple(self.strict(clause) for clause in node.clauses))
            case Excluded():
                return Not(self.strict(node.clause))

    def run(self, one: Wanted) -> Query:
        """Documents in which a run stands; a number by its value: 3.5 is not 35, which it is squeezed to.

        Likewise a date with its month, in Chinese numerals or Arabic ones; a year alone stands in every number.
        """
        if one.token and one.text.isascii() and one.token != one.text:
            return Term(SEARCH, one.token)
        strings = tuple(self.string(text) for text in one.strings)
        if "-" in one.token and not one.text.isascii() and not self.exact:
            return any_of((*strings, Term(SEARCH, one.token)))
        return any_of(strings)

    def string(self, text: str) -> Query:
        """Documents in which ``text`` stands; letters and digits as a whole word where they are one
        (5g, 109).
        """
        if text.isascii() and self.index.frequency(SEARCH, text):
            return Term(SEARCH, text)
        return Substring(text)

    def telling(self, node: Sequence | AllOf) -> tuple[Node, ...]:
        """The clauses of ``node`` without words that need not be found.

        These are words that say nothing (关于 … 的), unless all are such, and words beside a 发文字号 that
        the index knows: they take part in ranking only. Filters side by side on a field with one value
        mean OR.
        """
        numbered = any(isinstance(c, NumberWord) and self.known(c) for c in node.clauses)
        told = tuple(
            c
            for c in node.clauses
            if not (
                isinstance(c, Word) and (self.wanted[c].idle or (numbered and isinstance(node, Sequence)))
            )
        )
        clauses = told or node.clauses
        if isinstance(node, AllOf):
            return clauses
        filters: dict[str, list[Node]] = {}
        for clause in clauses:
            if (name := _filtered(clause)) in SINGLE_VALUED:
                filters.setdefault(name, []).append(clause)
        alike = tuple(AnyOf(tuple(given)) for given in filters.values())
        return (*(clause for clause in clauses if _filtered(clause) not in SINGLE_VALUED), *alike)

    def known(self, number: NumberWord) -> bool:
        """Whether any document bears or mentions the number."""
        return bool(self.index.count(self.numbers[number].query))

    def near(self, node: Node) -> Query:
        """Candidates whose content words may stand near each other."""
        match node:
            case Word():
                units = self.wanted[node].units
                if len(units) < 2:
                    return self.strict(node)
                return any_of((self.strict(node), all_of(tuple(unit_query(unit) for unit in units))))
            case Sequence() | AllOf():
                return all_of(tuple(self.near(clause) for clause in self.telling(node)))
            case AnyOf():
                return any_of(tuple(self.near(clause) for clause in node.clauses))
            case _:
                return self.strict(node)

    def partial(self, node: Node) -> Query:
        """Candidates that hold a share of the words; quoted strings, filters and NOT stay as they are."""
        match node:
            case Word():
                return self.share_of((node,))
            case Sequence():
                told = self.telling(node)
                words = tuple(clause for clause in told if isinstance(clause, Word))
                others = tuple(self.partial(clause) for clause in told if not isinstance(clause, Word))
                return all_of((self.share_of(words), *others) if words else others)
            case AllOf():
                return all_of(tuple(self.partial(clause) for clause in self.telling(node)))
            case AnyOf():
                return any_of(tuple(self.partial(clause) for clause in node.clauses))
            case _:
                return self.strict(node)

    def share_of(self, words: tuple[Word, ...]) -> Query:
        """Documents with a share of the weight of what covers ``words``, anywhere."""
        covering = self.covering(tuple(self.wanted[word] for word in words))
        total = sum(unit.weight for unit in covering)
        if not total:
            return all_of(tuple(self.strict(word) for word in words))
        return AtLeast(tuple((unit_query(u), u.weight) for u in covering if u.weight), PARTIAL_SHARE * total)

    def covering(self, wanted: tuple[Wanted, ...]) -> tuple[Unit, ...]:
        told = [one for one in wanted if not one.idle] or list(wanted)
        found = dict.fromkeys(pair for one in told for pair in pairs(one.text, self.index))
        found.update((unit, None) for one in told for unit in one.units if len(unit.forms) > 1 or not found)
        return tuple(found)

    def subject(self, wanted: tuple[Wanted, ...]) -> tuple[Unit, ...]:
        """What a title is about, as pairs of characters and words; nothing where there is no title."""
        if self.exact or len(wanted) != 1 or not wanted[0].is_long:
            return ()
        title, dictionaries = wanted[0], self.index.dictionaries
        if title.question and not is_title(title.text, dictionaries):
            return ()
        about = subject(title.text, [unit.forms[0] for unit in title.units], dictionaries)
        words = (unit for unit in title.units if unit.forms[0] in about)
        return tuple(dict.fromkeys((*pairs(about, self.index), *words)))

    # Ranking.

    def terms(self, positive: list[Node], wanted: tuple[Wanted, ...]) -> tuple[ScoredTerm, ...]:
        weights: dict[tuple[str, str], float] = {}
        typed = [leaf.text for leaf in positive if isinstance(leaf, Word | Phrase | PrefixWord)]
        typed += [leaf.value for leaf in positive if isinstance(leaf, Filter) and leaf.field == "title"]
        self._add_terms(weights, typed, 1.0)
        self._add_terms(weights, [text for one in wanted for text in _new_parts(one)], SYNONYM_WEIGHT)
        return tuple(ScoredTerm(name, token, weight) for (name, token), weight in weights.items())[
            :MAX_SCORED
        ]

    def _add_terms(self, weights: dict[tuple[str, str], float], texts: list[str], share: float) -> None:
        if not texts:
            return
        counts = self.index.analyzer.counts(texts)
        for name, weight in WEIGHTS.items():
            for token in counts[REPRESENTATIONS.get(name, name)] if weight else ():
                weights.setdefault((name, token), weight * share)

    def boosts(self, wanted: tuple[Wanted, ...], numbers: tuple[NumberMatch, ...]) -> Iterator[Boost]:
        for one in wanted:
            if len(one.text) > 1 and (one.synonyms or one.variants or len(one.units) > 1):
                yield Boost(Substring(one.text), WHOLE_STRING, f"原文：{one.typed}")
        for number in numbers:
            yield Boost(number.own, OWN_NUMBER, "本文文号")
            yield Boost(number.cited, CITED_NUMBER, "引用文号")

    def marks(self, positive: list[Node]) -> Iterator[Mark]:
        """Strings to mark, those typed before those that stand for them."""
        for leaf in positive:
            match leaf:
                case Word():
                    yield from wanted_marks(self.wanted[leaf])
                case Phrase() | PrefixWord():
                    yield Mark(squeezed(leaf.text), 2.0)
                case NumberWord():
                    yield from self.numbers[leaf].marks
                case Filter() if leaf.field in ("title", "issuer", "number"):
                    yield Mark(squeezed(leaf.value), 0.5)


REPRESENTATIONS = {"title": "search", "title_bigram": "bigram"}
"""Fields of the title → the representation their tokens are of."""


def wanted_marks(wanted: Wanted) -> Iterator[Mark]:
    """The run as typed, its synonyms and misprints, then its content words, for where it does not
    stand whole.
    """
    for at, text in enumerate(wanted.strings):
        yield Mark(text, 2.0 if at else 3.0, run=wanted.text)
    for unit in wanted.units:
        for at, form in enumerate(unit.forms):
            if len(form) > 1 or len(wanted.text) == 1:
                share = 1.0 if at == 0 else SYNONYM_WEIGHT
                yield Mark(form, share * max(unit.weight, 0.1) / 4, part_of=wanted.text)


def _filtered(node: Node) -> str:
    """The field that ``node`` filters by, or nothing."""
    match node:
        case Filter():
            return node.field
        case YearFilter():
            return "year"
        case _:
            return ""


def prefix_query(node: PrefixWord) -> Query:
    return Prefix(SEARCH, keyword(squeezed(node.text)))


def _new_parts(wanted: Wanted) -> Iterator[str]:
    """What the synonyms of a run add to it."""
    yield from wanted.synonyms
    for unit in wanted.units:
        yield from unit.synonyms


def _leaves(node: Node | None) -> Iterator[Node]:
    from search_app.querying.syntax import leaves

    if node is not None:
        yield from leaves(node)


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

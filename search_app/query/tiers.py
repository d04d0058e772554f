"""What must match: for one syntax tree ever more generous engine queries.

``strict``    every wanted run stands as a string (or a synonym, number or look-alike misprint of it)
``near``      its content words stand near each other (verified over the stored text, see ranking)
``partial``   most of them by weight do; for questions and titles, and where nothing else is found

Quoted strings, prefixes, filters and NOT are never relaxed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from indexer.analysis import squeezed
from indexer.backends import AtLeast, Not, Nothing, Prefix, Query, Substring, Term
from indexer.fields import BY_NAME
from indexer.schema import SEARCH, keyword
from search_app.query.combining import all_of, any_of, unit_query
from search_app.query.filters import filter_query
from search_app.query.numbers import NumberMatch
from search_app.query.subject import is_title, subject
from search_app.query.syntax import (
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
from search_app.query.understanding import Concept
from search_app.query.units import Unit, pairs
from search_app.searcher import Searcher

PARTIAL_SHARE = 0.02
"""Of the weight of a question's or title's pairs of characters, that a candidate must hold anywhere."""


@dataclass(frozen=True, slots=True)
class Tiers:
    """``wanted`` and ``numbers`` are the leaves of the tree as they were understood."""

    index: Searcher
    exact: bool
    concepts: Mapping[Word, Concept]
    numbers: Mapping[NumberWord, NumberMatch]

    def strict(self, node: Node) -> Query:
        match node:
            case Word():
                return self.run(self.concepts[node])
            case Phrase():
                return Substring(squeezed(node.text))
            case PrefixWord():
                return prefix_query(node)
            case NumberWord():
                return self.numbers[node].query
            case Filter() | YearFilter():
                return filter_query(node, self.index)
            case Sequence() | AllOf():
                return all_of(tuple(self.strict(clause) for clause in self.specific(node)))
            case AnyOf():
                return any_of(tuple(self.strict(clause) for clause in node.clauses))
            case Excluded():
                return Not(self.strict(node.clause))

    def run(self, concept: Concept) -> Query:
        """Documents in which a run stands; a number by its value: 3.5 is not 35, which it is squeezed to.

        Likewise a date with its month, in Chinese numerals or Arabic ones; a year alone stands in every number.
        A question about one thing (什么是双随机) stands where that does.
        """
        if concept.question and len(concept.units) == 1 and not self.exact:
            return any_of((self.string(concept.text), self.words((concept,))))
        if concept.token and concept.text.isascii() and concept.token != concept.text:
            return Term(SEARCH, concept.token)
        strings = tuple(self.string(text) for text in concept.strings)
        if "-" in concept.token and not concept.text.isascii() and not self.exact:
            return any_of((*strings, Term(SEARCH, concept.token)))
        return any_of(strings)

    def words(self, concepts: tuple[Concept, ...]) -> Query:
        """Documents that hold all content words of the runs, wherever they are."""
        units = dict.fromkeys(unit for concept in concepts if not concept.idle for unit in concept.units)
        if not units or not all(unit.weight for unit in units):
            return Nothing()
        return all_of(tuple(unit_query(unit) for unit in units))

    def string(self, text: str) -> Query:
        """Documents in which ``text`` stands; letters and digits as a whole word where they are one
        (5g, 109).
        """
        if text.isascii() and self.index.frequency(SEARCH, text):
            return Term(SEARCH, text)
        return Substring(text)

    def specific(self, node: Sequence | AllOf) -> tuple[Node, ...]:
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
                isinstance(c, Word) and (self.concepts[c].idle or (numbered and isinstance(node, Sequence)))
            )
        )
        clauses = told or node.clauses
        if isinstance(node, AllOf):
            return clauses
        filters: dict[str, list[Node]] = {}
        others: list[Node] = []
        for clause in clauses:
            name = _filtered(clause)
            (filters.setdefault(name, []) if name and BY_NAME[name].single else others).append(clause)
        return (*others, *(AnyOf(tuple(given)) for given in filters.values()))

    def known(self, number: NumberWord) -> bool:
        """Whether any document bears or mentions the number."""
        return bool(self.index.count(self.numbers[number].query))

    def near(self, node: Node) -> Query:
        """Candidates whose content words may stand near each other."""
        match node:
            case Word():
                units = self.concepts[node].units
                if len(units) < 2:
                    return self.strict(node)
                return any_of((self.strict(node), all_of(tuple(unit_query(unit) for unit in units))))
            case Sequence() | AllOf():
                return all_of(tuple(self.near(clause) for clause in self.specific(node)))
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
                told = self.specific(node)
                words = tuple(clause for clause in told if isinstance(clause, Word))
                others = tuple(self.partial(clause) for clause in told if not isinstance(clause, Word))
                return all_of((*self.some_of(words), *others))
            case AllOf():
                return all_of(tuple(self.partial(clause) for clause in self.specific(node)))
            case AnyOf():
                return any_of(tuple(self.partial(clause) for clause in node.clauses))
            case _:
                return self.strict(node)

    def some_of(self, words: tuple[Word, ...]) -> tuple[Query, ...]:
        """Documents with a share of the words, and of several terms side by side one at least that is there whole.

        Two halves of a sentence are no terms: where neither stands anywhere as it was put, its words do.
        """
        if len(words) < 2 or any(self.concepts[word].is_long for word in words):
            return (self.share_of(words),) if words else ()
        whole = any_of(
            tuple(any_of((self.strict(word), self.words((self.concepts[word],)))) for word in words)
        )
        phrased = any(self.concepts[word].words > 1 for word in words)
        return (
            (self.share_of(words),)
            if phrased and not self.index.count(whole)
            else (self.share_of(words), whole)
        )

    def share_of(self, words: tuple[Word, ...]) -> Query:
        """Documents with a share of the weight of what covers ``words``, anywhere."""
        covering = self.covering(tuple(self.concepts[word] for word in words))
        total = sum(unit.weight for unit in covering)
        if not total:
            return all_of(tuple(self.strict(word) for word in words))
        return AtLeast(tuple((unit_query(u), u.weight) for u in covering if u.weight), PARTIAL_SHARE * total)

    def covering(self, concepts: tuple[Concept, ...]) -> tuple[Unit, ...]:
        told = [concept for concept in concepts if not concept.idle] or list(concepts)
        found = dict.fromkeys(
            pair for concept in told if not concept.letter for pair in pairs(concept.text, self.index)
        )
        found.update(
            (unit, None) for concept in told for unit in concept.units if len(unit.forms) > 1 or not found
        )
        return tuple(found)

    def subject(self, concepts: tuple[Concept, ...]) -> tuple[Unit, ...]:
        """What a title is about, as pairs of characters and words; nothing where there is no title."""
        if self.exact or len(concepts) != 1 or not concepts[0].is_long or concepts[0].letter:
            return ()
        title, dictionaries = concepts[0], self.index.dictionaries
        if title.question and not is_title(title.text, dictionaries):
            return ()
        about = subject(title.text, [unit.forms[0] for unit in title.units], dictionaries)
        words = (unit for unit in title.units if unit.forms[0] in about)
        return tuple(dict.fromkeys((*pairs(about, self.index), *words)))


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

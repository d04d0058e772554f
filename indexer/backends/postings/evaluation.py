"""Answering a Query tree over posting lists, for engines whose own matchers are too slow or cannot.

``Postings`` is all an engine has to offer. Document numbers count from 0; sets of them are the currency, so
that AND and NOT cost what the smaller side costs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from indexer import deadline
from indexer.analysis.folding import is_han
from indexer.backends.query import And, AtLeast, Everything, Not, Nothing, Or, Prefix, Query, Substring, Term

Numbers = set[int] | frozenset[int]
_SLACK = 1e-9
LONGEST_WORD = 16
"""Characters of a string that is looked up as a word before texts are read."""


class Postings(Protocol):
    """The posting lists of one open index.

    ``bigram`` and ``unigram`` hold every n-gram of ``folded`` documents; a token of ``search`` that is all
    ideographs stands in them (see ``indexer.analysis``).
    """

    def document_count(self) -> int: ...

    def numbers(self, field: str, token: str) -> Sequence[int]:
        """Ascending numbers of the documents that hold the token."""

    def frequency(self, field: str, token: str) -> int:
        """How many documents hold the token."""

    def tokens(self, field: str, prefix: str, limit: int) -> Iterable[str]:
        """At most ``limit`` tokens that begin with ``prefix``, ascending."""

    def holding(self, numbers: Numbers, folded: str) -> Numbers:
        """Those of ``numbers`` in whose stored ``folded`` the string stands."""


def matches(query: Query, postings: Postings) -> Numbers:
    """The numbers of the documents that ``query`` matches. Raises SlowQueryError where its time is over."""
    deadline.check()
    match query:
        case Term(field, token):
            return frozenset(postings.numbers(field, token))
        case Substring(folded):
            return _substring(folded, postings)
        case Prefix(field, prefix, limit):
            found = postings.tokens(field, prefix, limit)
            return set().union(*(postings.numbers(field, token) for token in found))
        case And(clauses):
            return _all_of(clauses, postings)
        case Or(clauses):
            return set().union(*(matches(clause, postings) for clause in clauses))
        case Not(clause):
            return _everything(postings) - matches(clause, postings)
        case AtLeast(clauses, minimum):
            return _at_least(clauses, minimum, postings)
        case Everything():
            return _everything(postings)
        case Nothing():
            return frozenset()


def _everything(postings: Postings) -> Numbers:
    return frozenset(range(postings.document_count()))


def _all_of(clauses: Sequence[Query], postings: Postings) -> Numbers:
    """Positive clauses, the rarest first; then what the negative ones take away."""
    wanted = sorted(
        (clause for clause in clauses if not isinstance(clause, Not)), key=lambda c: _cost(c, postings)
    )
    found = matches(wanted[0], postings) if wanted else _everything(postings)
    for clause in wanted[1:]:
        if not found:
            break
        found = _narrow(found, clause, postings)
    for unwanted in clauses:
        if found and isinstance(unwanted, Not):
            found = found - matches(unwanted.clause, postings)
    return found


def _narrow(found: Numbers, clause: Query, postings: Postings) -> Numbers:
    if isinstance(clause, Term):
        return found.intersection(postings.numbers(clause.field, clause.token))
    if isinstance(clause, Substring):
        return found & _substring(clause.folded, postings, found)
    return found & matches(clause, postings)


def _cost(query: Query, postings: Postings) -> int:
    """An upper bound of what ``query`` matches, cheap to get."""
    match query:
        case Term(field, token):
            return postings.frequency(field, token)
        case Substring(folded):
            return min((postings.frequency(field, token) for field, token in _grams(folded)), default=0)
        case And(clauses):
            return min((_cost(clause, postings) for clause in clauses), default=postings.document_count())
        case Or(clauses):
            return sum(_cost(clause, postings) for clause in clauses)
        case Nothing():
            return 0
        case _:
            return postings.document_count()


def _substring(folded: str, postings: Postings, within: Numbers | None = None) -> Numbers:
    """Documents that hold all n-grams of ``folded``, verified where neither they nor a word prove it."""
    grams = sorted((postings.frequency(field, token), field, token) for field, token in _grams(folded))
    found: Numbers | None = within
    for frequency, field, token in grams:
        if frequency == 0 or (found is not None and not found):
            return frozenset()
        if found is not None and frequency > 20 * len(found) and len(folded) > 2:
            break
        numbers = postings.numbers(field, token)
        found = frozenset(numbers) if found is None else found.intersection(numbers)
    if not found or len(folded) <= 2:
        return found or frozenset()
    proven = found.intersection(_as_word(folded, postings))
    unproven = found - proven
    return proven | postings.holding(unproven, folded) if unproven else proven


def _as_word(folded: str, postings: Postings) -> Sequence[int]:
    """Documents that hold the string as a word of its own, or inside one: most of them, for a known word."""
    if len(folded) > LONGEST_WORD or not all(map(is_han, folded)):
        return ()
    return postings.numbers("search", folded)


def _grams(folded: str) -> set[tuple[str, str]]:
    if len(folded) < 2:
        return {("unigram", folded)} if folded else set()
    return {("bigram", folded[at : at + 2]) for at in range(len(folded) - 1)}


def _at_least(clauses: Sequence[tuple[Query, float]], minimum: float, postings: Postings) -> Numbers:
    weights = [0.0] * postings.document_count()
    for clause, weight in clauses:
        for number in _numbers(clause, postings):
            weights[number] += weight
    return {number for number, weight in enumerate(weights) if weight >= minimum - _SLACK}


def _numbers(query: Query, postings: Postings) -> Iterable[int]:
    if isinstance(query, Term):
        return postings.numbers(query.field, query.token)
    return matches(query, postings)

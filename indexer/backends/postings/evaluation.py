"""Answering a Query tree over posting lists: which documents match.

Sets of document numbers are the currency (see ``arithmetic``); AND goes from the rarest clause to the commonest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from indexer import deadline
from indexer.analysis import is_han
from indexer.backends.postings.arithmetic import Numbers
from indexer.backends.postings.store import Store
from indexer.backends.query import (
    And,
    AtLeast,
    Everything,
    Not,
    Nothing,
    Or,
    Prefix,
    Query,
    Substring,
    Term,
)

LONGEST_WORD = 16
"""Characters of a string that is looked up as a word before texts are read."""


def matches(query: Query, store: Store) -> Numbers:
    """The numbers of the documents that ``query`` matches. Raises SlowQueryError where its time is over."""
    deadline.check()
    if isinstance(query, Term):
        return _holding_term(query, store)
    return store.remembered(query, lambda: _matches(query, store))


def _matches(query: Query, store: Store) -> Numbers:
    count = store.document_count()
    match query:
        case Term():
            return _holding_term(query, store)
        case Substring(folded):
            return _substring(folded, store)
        case Prefix(field, prefix, limit):
            found = store.tokens(field, prefix, limit)
            return store.arithmetic.either(
                [_holding_term(Term(field, token), store) for token in found], count
            )
        case And(clauses):
            return _all_of(clauses, store)
        case Or(clauses):
            return store.arithmetic.either([matches(clause, store) for clause in clauses], count)
        case Not(clause):
            return store.arithmetic.without(_everything(store), matches(clause, store), count)
        case AtLeast(clauses, minimum):
            weighed = ((matches(clause, store), weight) for clause, weight in clauses)
            return store.arithmetic.at_least(weighed, minimum, count)
        case Everything():
            return _everything(store)
        case Nothing():
            return store.arithmetic.numbers(())


def _holding_term(term: Term, store: Store) -> Numbers:
    return store.arithmetic.numbers(store.postings(term.field, term.token)[0])


def _everything(store: Store) -> Numbers:
    return store.arithmetic.everything(store.document_count())


def _all_of(clauses: Sequence[Query], store: Store) -> Numbers:
    """Positive clauses, the rarest first; then what the negative ones take away."""
    wanted = sorted(
        (clause for clause in clauses if not isinstance(clause, Not)), key=lambda clause: _cost(clause, store)
    )
    count = store.document_count()
    found = matches(wanted[0], store) if wanted else _everything(store)
    for clause in wanted[1:]:
        if not len(found):
            break
        found = _narrow(found, clause, store)
    for unwanted in clauses:
        if len(found) and isinstance(unwanted, Not):
            found = store.arithmetic.without(found, matches(unwanted.clause, store), count)
    return found


def _narrow(found: Numbers, clause: Query, store: Store) -> Numbers:
    if isinstance(clause, Substring):
        return _substring(clause.folded, store, found)
    return store.arithmetic.both(found, matches(clause, store), store.document_count())


def _cost(query: Query, store: Store) -> int:
    """An upper bound of what ``query`` matches, cheap to get."""
    match query:
        case Term(field, token):
            return store.frequency(field, token)
        case Substring(folded):
            return min((store.frequency(field, token) for field, token in _grams(folded)), default=0)
        case And(clauses):
            return min((_cost(clause, store) for clause in clauses), default=store.document_count())
        case Or(clauses):
            return sum(_cost(clause, store) for clause in clauses)
        case Nothing():
            return 0
        case _:
            return store.document_count()


def _substring(folded: str, store: Store, within: Numbers | None = None) -> Numbers:
    """Documents that hold all n-grams of ``folded``, verified where neither they nor a word prove it."""
    found = _candidates(folded, store, within)
    if not len(found) or len(folded) <= 2:
        return found
    arithmetic, count = store.arithmetic, store.document_count()
    proven = arithmetic.both(found, _as_word(folded, store), count)
    unproven = arithmetic.without(found, proven, count)
    return arithmetic.either([proven, store.holding(unproven, folded)], count) if len(unproven) else proven


def _candidates(folded: str, store: Store, within: Numbers | None) -> Numbers:
    """Documents that hold the n-grams of ``folded``; common ones are left out where reading the texts is cheaper."""
    arithmetic, count = store.arithmetic, store.document_count()
    nothing = arithmetic.numbers(())
    found = within
    for frequency, gram in sorted((store.frequency(*gram), gram) for gram in set(_grams(folded))):
        if frequency == 0 or (found is not None and not len(found)):
            return nothing
        if found is not None and frequency > arithmetic.postings_per_text * len(found) and len(folded) > 2:
            break
        holding = _holding_term(Term(*gram), store)
        found = holding if found is None else arithmetic.both(found, holding, count)
    return nothing if found is None else found


def _as_word(folded: str, store: Store) -> Numbers:
    """Documents that hold the string as a word of its own, or inside one: most of them, for a known word."""
    if len(folded) > LONGEST_WORD or not all(map(is_han, folded)):
        return store.arithmetic.numbers(())
    return _holding_term(Term("search", folded), store)


def _grams(folded: str) -> Iterator[tuple[str, str]]:
    if len(folded) == 1:
        yield "unigram", folded
    for at in range(len(folded) - 1):
        yield "bigram", folded[at : at + 2]

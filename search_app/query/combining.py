"""Engine queries put together: what nothing matches falls out, a single clause stands alone."""

from __future__ import annotations

from collections.abc import Iterable

from indexer.backends import And, Everything, Nothing, Or, Query, Substring, Term
from indexer.schema import BIGRAM
from search_app.query.units import Unit


def unit_query(unit: Unit) -> Query:
    """Documents that hold the unit; two characters together need no look at stored texts."""
    return any_of(tuple(Term(BIGRAM, form) if len(form) == 2 else Substring(form) for form in unit.forms))


def all_of(clauses: tuple[Query, ...]) -> Query:
    if any(isinstance(clause, Nothing) for clause in clauses):
        return Nothing()
    return clauses[0] if len(clauses) == 1 else And(clauses) if clauses else Everything()


def any_of(clauses: Iterable[Query]) -> Query:
    kept = tuple(dict.fromkeys(clause for clause in clauses if not isinstance(clause, Nothing)))
    return kept[0] if len(kept) == 1 else Or(kept) if kept else Nothing()

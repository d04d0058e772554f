"""What the ledger alone can say of a query's matches, so that the cluster need not be asked."""

from __future__ import annotations

from indexer.backends.opensearch.ledger import Ledger
from indexer.backends.query import And, Everything, Not, Nothing, Or, Prefix, Query, Substring, Term


def count_known(query: Query, ledger: Ledger) -> int | None:
    """How many documents ``query`` matches; None where only the cluster can tell."""
    match query:
        case Term(field, token):
            return ledger.frequencies([(field, token)])[0]
        case Substring(folded):
            return _substring(folded, ledger)
        case Prefix(field, prefix, _):
            return None if next(iter(ledger.terms(field, prefix, 1)), None) else 0
        case And(clauses):
            return 0 if any(count_known(each, ledger) == 0 for each in clauses) else None
        case Or(clauses):
            return 0 if all(count_known(each, ledger) == 0 for each in clauses) else None
        case Everything():
            return ledger.facts.documents
        case Nothing():
            return 0
        case Not(Nothing()):
            return ledger.facts.documents
        case _:
            return None


def _substring(folded: str, ledger: Ledger) -> int | None:
    """One or two characters are tokens; a longer string stands nowhere if a pair of its characters does not."""
    if len(folded) <= 1:
        return ledger.frequencies([("unigram", folded)])[0]
    pairs = [("bigram", folded[at : at + 2]) for at in range(len(folded) - 1)]
    if len(folded) == 2:
        return ledger.frequencies(pairs)[0]
    return 0 if 0 in ledger.frequencies(pairs) else None

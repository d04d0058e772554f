"""A Query tree and a BackendRequest in the engine's own query language: one request each.

Names of fields: those of analysed and keyword fields as they are; beside them FOLDED, whose character pairs stand
with their positions, so that a string is a phrase of pairs, and no phrase runs over a paragraph's end.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from indexer.backends.contract import BackendRequest, Boost, ScoredTerm
from indexer.backends.opensearch.tokens import stored_token
from indexer.backends.query import And, AtLeast, Everything, Not, Nothing, Or, Prefix, Query, Substring, Term

FOLDED = "folded"
ID = "id"
SORT_DATE = "sort_date"

Clause = dict[str, Any]
Tokens = Callable[[Prefix], Sequence[str]]
"""The tokens that a Prefix stands for."""
Factors = Mapping[str, float]
"""What terms' weights are multiplied by, by field (see ``Dialect.factor``)."""

_EVERYTHING: Clause = {"match_all": {}}
_NOTHING: Clause = {"match_none": {}}
_SLACK = 1e-6
"""Of a sum of weights, what single precision may lose."""


def request_body(
    request: BackendRequest, factors: Factors, sizes: Mapping[str, int], tokens: Tokens, *, named: bool
) -> Clause:
    """The search that answers ``request``; ``sizes`` are how many values each facet has.

    ``named``: hits tell the scores of the clauses, which are called t0, t1 … (terms) and b0, b1 … (boosts).
    """
    scored = [
        scored_clause(term, factors, f"t{at}" if named else "") for at, term in enumerate(request.terms)
    ]
    boosts = [
        boost_clause(boost, tokens, f"b{at}" if named else "") for at, boost in enumerate(request.boosts)
    ]
    return {
        "query": {"bool": {"filter": [clause(request.match, tokens)], "should": [*scored, *boosts]}},
        "from": request.offset,
        "size": request.limit,
        "sort": _order(request),
        "track_scores": True,
        "track_total_hits": True,
        # Reading any stored field, even the id, unpacks the block of texts that it lies in.
        "stored_fields": "_none_",
        "docvalue_fields": [ID],
        "aggs": {f: {"terms": {"field": f, "size": sizes[f]}} for f in request.facets if sizes.get(f)},
    }


def share_bodies(
    request: BackendRequest, ids: Sequence[str], factors: Factors, tokens: Tokens
) -> dict[str, Clause]:
    """By field and by boost's label: the search that gives each of ``ids`` that share of its score alone.

    For engines that cannot tell the shares in the answer to the request itself.
    """
    shares: dict[str, list[Clause]] = {}
    for term in request.terms:
        shares.setdefault(term.field, []).append(scored_clause(term, factors))
    for boost in request.boosts:
        shares.setdefault(boost.label, []).append(boost_clause(boost, tokens))
    among = {"terms": {ID: [stored_token(each) for each in ids]}}
    return {
        name: {
            "query": {"bool": {"filter": [among], "should": clauses, "minimum_should_match": 1}},
            "size": len(ids),
            "stored_fields": "_none_",
            "docvalue_fields": [ID],
        }
        for name, clauses in shares.items()
    }


def counting_body(queries: Sequence[Query], tokens: Tokens) -> Clause:
    """The search that counts the documents of each query, in order."""
    filters = [clause(query, tokens) for query in queries]
    return {"size": 0, "track_total_hits": False, "aggs": {"counts": {"filters": {"filters": filters}}}}


def clause(query: Query, tokens: Tokens) -> Clause:
    """The clause that matches what ``query`` does."""
    match query:
        case Term(field, token):
            return {"term": {field: {"value": stored_token(token)}}}
        case Substring(folded):
            return _substring(folded)
        case Prefix(field, _, _):
            return {"terms": {field: [stored_token(token) for token in tokens(query)]}}
        case And(clauses):
            return _all_of(clauses, tokens)
        case Or(clauses):
            return _any_of(clauses, tokens)
        case Not():
            return _all_of([query], tokens)
        case AtLeast(clauses, minimum):
            return _at_least(clauses, minimum, tokens)
        case Everything():
            return _EVERYTHING
        case Nothing():
            return _NOTHING


def scored_clause(term: ScoredTerm, factors: Factors, name: str = "") -> Clause:
    """The clause that adds ``term``'s BM25; ``name`` is what its share is called in a hit."""
    value = {"value": stored_token(term.token), "boost": term.weight * factors.get(term.field, 1.0)}
    return {"term": {term.field: value | _named(name)}}


def boost_clause(boost: Boost, tokens: Tokens, name: str = "") -> Clause:
    return {
        "constant_score": {"filter": clause(boost.query, tokens), "boost": boost.amount} | _named(name),
    }


def _named(name: str) -> Clause:
    return {"_name": name} if name else {}


def _order(request: BackendRequest) -> list[Clause]:
    by_id: Clause = {ID: {"order": "asc", "unmapped_type": "keyword"}}
    if request.sort == "relevance":
        return [{"_score": {"order": "desc"}}, by_id]
    direction = "desc" if request.sort == "newest" else "asc"
    return [{SORT_DATE: {"order": direction, "missing": "_last", "unmapped_type": "integer"}}, by_id]


def _substring(folded: str) -> Clause:
    if not folded:
        return _NOTHING
    if len(folded) <= 2:
        return {"term": {("unigram", "bigram")[len(folded) - 1]: {"value": stored_token(folded)}}}
    return {"match_phrase": {FOLDED: {"query": stored_token(folded, longest=None)}}}


def _all_of(clauses: Sequence[Query], tokens: Tokens) -> Clause:
    wanted = [clause(each, tokens) for each in clauses if not isinstance(each, Not)]
    unwanted = [clause(each.clause, tokens) for each in clauses if isinstance(each, Not)]
    return {"bool": {"filter": wanted or [_EVERYTHING], "must_not": unwanted}}


def _any_of(clauses: Sequence[Query], tokens: Tokens) -> Clause:
    """Terms of one field go as one clause, however many: an engine bounds the clauses, not the terms."""
    by_field: dict[str, list[str]] = {}
    others: list[Clause] = []
    for each in clauses:
        if isinstance(each, Term):
            by_field.setdefault(each.field, []).append(stored_token(each.token))
        else:
            others.append(clause(each, tokens))
    terms: list[Clause] = [{"terms": {field: values}} for field, values in by_field.items()]
    return {"bool": {"should": terms + others, "minimum_should_match": 1}} if clauses else _NOTHING


def _at_least(clauses: Sequence[tuple[Query, float]], minimum: float, tokens: Tokens) -> Clause:
    """Constant scores summed up, and those hits left that reach the minimum."""
    if minimum <= _SLACK:
        return _EVERYTHING
    if not clauses:
        return _NOTHING
    weighed = [
        {"constant_score": {"filter": clause(each, tokens), "boost": weight}} for each, weight in clauses
    ]
    return {
        "function_score": {"query": {"bool": {"should": weighed}}, "min_score": minimum * (1 - _SLACK)},
    }

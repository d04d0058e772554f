"""Answering a BackendRequest over posting lists and columns: match, score, choose, count facets.

Everything that is not a file format is here, so that an engine of posting lists needs only a ``Store``.
Document numbers count from 0 in the order of writing.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from operator import itemgetter
from typing import Protocol

from indexer import deadline
from indexer.backends.contract import BackendHit, BackendHits, BackendRequest, ScoredTerm
from indexer.backends.postings import scoring
from indexer.backends.postings.evaluation import Numbers, Postings, matches

_UNDATED = 99_999_999
_CUTS = 10
"""How often, at most, documents that cannot be among the best any more are left out."""
_FEW = 8
"""Matches fewer than this share (1/8) of a posting list are looked up in it, not read along with it."""


class Store(Postings, Protocol):
    """Posting lists with counts, and columns: one value per document, by number."""

    def counted(self, field: str, token: str) -> tuple[Sequence[int], Sequence[float] | None]:
        """``numbers`` and how often each holds the token; None where that is once everywhere."""

    def norms(self, field: str) -> Sequence[float]:
        """``scoring.norm`` of each document's length in the field."""

    def order(self) -> Sequence[int]:
        """The rank of each document's id among all ids."""

    def dates(self) -> Sequence[int]:
        """Each document's date as the number yyyymmdd, 0 where it has none."""

    def facet(self, field: str) -> tuple[Sequence[int], Sequence[str], Mapping[str, str]] | None:
        """Each document's value as an index into the values (folded), and the values as people read them."""

    def id_of(self, number: int) -> str: ...


def answer(request: BackendRequest, store: Store) -> BackendHits:
    """The page of hits that ``request`` asks for, with the count of all and of the facets' values."""
    found = matches(request.match, store)
    best, scores = _page(request, found, store)
    hits = tuple(
        BackendHit(
            store.id_of(number),
            scoring.rounded(scores[number]),
            _parts(request, number, store) if request.explain else (),
        )
        for number in best
    )
    return BackendHits(len(found), hits, {field: _facet(field, found, store) for field in request.facets})


def _page(request: BackendRequest, found: Numbers, store: Store) -> tuple[list[int], Sequence[float]]:
    """The numbers of the page's hits in their order, and scores, which are right for these."""
    if not found:
        return [], []
    size = request.offset + request.limit
    if request.sort == "relevance":
        scores = _scores(request, found, size, store)
        best = heapq.nsmallest(size, _high(size, found, scores), _by_score(scores, store))
    else:
        best = heapq.nsmallest(size, found, _by_date(request.sort, store))
        scores = _scores(request, frozenset(best), size, store)
    return best[request.offset :], scores


def _scores(request: BackendRequest, found: Numbers, size: int, store: Store) -> Sequence[float]:
    """Scores by number, right for the ``size`` best of ``found``, too low for some of the others.

    The terms that can add most come first; documents that all the rest could not bring among the best are left
    alone from then on (MaxScore: Turtle & Flood, Query evaluation: strategies and optimizations, 1995).
    """
    scores = [0.0] * store.document_count()
    for boost in request.boosts:
        for number in found & matches(boost.query, store):
            scores[number] += boost.amount
    contenders = sorted(found)
    weighed = sorted(((_most(term, store), term) for term in request.terms), key=itemgetter(0), reverse=True)
    rest = sum(most for most, _ in weighed)
    step = rest / _CUTS
    due = rest - step
    for most, term in weighed:
        deadline.check()
        if rest <= due and len(contenders) > 2 * size:
            contenders = _high(size, contenders, scores, rest)
            due = rest - step
        _add_term(scores, contenders, term, store)
        rest -= most
    return scores


def _most(term: ScoredTerm, store: Store) -> float:
    """What the term can add to a score, at most."""
    holding = store.frequency(term.field, term.token)
    return term.weight * scoring.inverse_frequency(holding, store.document_count()) * (scoring.K1 + 1)


def _add_term(scores: scoring.Scores, found: Sequence[int], term: ScoredTerm, store: Store) -> None:
    """Adds one term's score to the documents ``found`` (ascending); others may get it too."""
    numbers, counts = store.counted(term.field, term.token)
    if not numbers or not found:
        return
    norms = store.norms(term.field)
    weight = term.weight * scoring.inverse_frequency(len(numbers), store.document_count())
    if len(found) == 1 or len(found) * _FEW < len(numbers):
        scoring.add_scores_within(scores, found, numbers, counts, norms, weight)
    else:
        scoring.add_scores(scores, numbers, counts, norms, weight)


def _high(size: int, found: Collection[int], scores: Sequence[float], rest: float = 0.0) -> list[int]:
    """Those of ``found``, in their order, that ``rest`` more and the rounding can bring among the ``size`` best."""
    if len(found) <= 2 * size or not size:
        return list(found)
    last = heapq.nlargest(size, map(scores.__getitem__, found))[-1] - rest - scoring.ROUNDING
    return [number for number in found if scores[number] >= last]


def _parts(request: BackendRequest, number: int, store: Store) -> tuple[tuple[str, float], ...]:
    """The score of one document by field and by boost, in the order of the request."""
    parts: dict[str, float] = {}
    for term in request.terms:
        score = {number: 0.0}
        _add_term(score, (number,), term, store)
        if score[number]:
            parts[term.field] = parts.get(term.field, 0.0) + score[number]
    for boost in request.boosts:
        if number in matches(boost.query, store):
            parts[boost.label] = parts.get(boost.label, 0.0) + boost.amount
    return tuple((name, scoring.rounded(amount)) for name, amount in parts.items())


def _by_score(scores: Sequence[float], store: Store) -> Callable[[int], tuple[float, int]]:
    order = store.order()
    return lambda number: (-scoring.rounded(scores[number]), order[number])


def _by_date(sort: str, store: Store) -> Callable[[int], tuple[float, int]]:
    """Documents without a date stand last either way."""
    order, dates = store.order(), store.dates()
    sign = -1 if sort == "newest" else 1
    return lambda number: (sign * dates[number] if dates[number] else _UNDATED, order[number])


def _facet(field: str, found: Numbers, store: Store) -> tuple[tuple[str, int], ...]:
    """Values with their counts over ``found``, most frequent first, equal ones by value."""
    column = store.facet(field)
    if column is None or not found:
        return ()
    ordinals, values, labels = column
    counts = Counter(map(ordinals.__getitem__, found))
    named = [(labels[values[at]], count) for at, count in counts.items() if values[at]]
    return tuple(sorted(named, key=lambda pair: (-pair[1], pair[0])))

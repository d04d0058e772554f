"""Answering a BackendRequest over posting lists and columns: match, score, choose, count facets.

Everything that is not a file format is here, so that an engine of posting lists needs only a ``Store``.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter

from indexer import deadline
from indexer.backends.contract import BackendHit, BackendHits, BackendRequest, ScoredTerm
from indexer.backends.postings import scoring
from indexer.backends.postings.arithmetic import Arithmetic, Numbers, Scores
from indexer.backends.postings.evaluation import matches
from indexer.backends.postings.store import Store

_CUTS = 10
"""How often, at most, documents that cannot be among the best any more are left out."""
_LEADING = 4
"""Of so many times the wanted best, those ahead at the first cut, the later cuts take their measure."""
_FEW = 8
"""Documents fewer than this share (1/8) of a posting list are looked up in it."""


def answer(request: BackendRequest, store: Store) -> BackendHits:
    """The page of hits that ``request`` asks for, with the count of all and of the facets' values."""
    found = matches(request.match, store)
    best, scores = _page(request, found, store)
    hits = tuple(
        BackendHit(
            ident,
            scoring.rounded(float(scores[number])),
            _parts(request, number, store) if request.explain else (),
        )
        for ident, number in zip(store.ids_of(best), best, strict=True)
    )
    return BackendHits(len(found), hits, {field: _facet(field, found, store) for field in request.facets})


def _page(request: BackendRequest, found: Numbers, store: Store) -> tuple[Sequence[int], Scores]:
    """The numbers of the page's hits in their order, and scores, which are right for these."""
    size = request.offset + request.limit
    if not len(found) or not size:
        return [], []
    if request.sort == "relevance":
        scores = _scores(request, found, size, store)
        best = store.arithmetic.best(size, found, scores, store.order())[request.offset :]
    else:
        newest = request.sort == "newest"
        best = store.arithmetic.first(size, found, store.dates(), store.order(), newest=newest)
        best = best[request.offset :]
        scores = _scores(request, store.arithmetic.numbers(sorted(best)), size, store)
    return best, scores


def _scores(request: BackendRequest, found: Numbers, size: int, store: Store) -> Scores:
    """Scores by number, right for the ``size`` best of ``found``, too low for some of the others.

    The terms that can add most come first; documents that all the rest could not bring among the best are left
    alone from then on (MaxScore: Turtle & Flood, Query evaluation: strategies and optimizations, 1995).
    """
    arithmetic, count = store.arithmetic, store.document_count()
    scores = arithmetic.scores(count)
    for boost in request.boosts:
        arithmetic.boost(scores, arithmetic.both(found, matches(boost.query, store), count), boost.amount)
    weighed = sorted(((_most(term, store), term) for term in request.terms), key=itemgetter(0), reverse=True)
    rest = sum(most for most, _ in weighed)
    step = rest / _CUTS
    due = rest - step
    leading: Numbers | None = None
    for most, term in weighed:
        deadline.check()
        if rest <= due and len(found) > 2 * size:
            if leading is None:
                leading = _best_of(_LEADING * size, found, scores, arithmetic)
            found = _best_of(size, found, scores, arithmetic, among=leading, rest=rest)
            due = rest - step
        _add_term(scores, found, term, store)
        rest -= most
    return scores


def _best_of(
    size: int,
    found: Numbers,
    scores: Scores,
    arithmetic: Arithmetic,
    *,
    among: Numbers | None = None,
    rest: float = 0.0,
) -> Numbers:
    """Those of ``found`` that are at most ``rest`` below the ``size``-th best of ``among`` (None: all of them)."""
    level = arithmetic.level(size, found if among is None else among, scores)
    return arithmetic.above(found, scores, level - rest - scoring.ROUNDING)


def _most(term: ScoredTerm, store: Store) -> float:
    """What the term can add to a score, at most."""
    holding = store.frequency(term.field, term.token)
    return term.weight * scoring.inverse_frequency(holding, store.document_count()) * (scoring.K1 + 1)


def _add_term(scores: Scores, found: Numbers, term: ScoredTerm, store: Store) -> None:
    """Adds one term's score to the documents ``found``; others may get it too."""
    holding, counts = store.postings(term.field, term.token)
    if not len(holding):
        return
    arithmetic, norms = store.arithmetic, store.norms(term.field)
    gain = term.weight * scoring.inverse_frequency(len(holding), store.document_count()) * (scoring.K1 + 1)
    if len(found) * _FEW < len(holding):
        arithmetic.add_to_few(scores, found, holding, counts, norms, gain)
    else:
        arithmetic.add_to_all(scores, holding, store.shares(term.field, term.token), gain)


def _parts(request: BackendRequest, number: int, store: Store) -> tuple[tuple[str, float], ...]:
    """The score of one document by field and by boost, in the order of the request."""
    arithmetic, count = store.arithmetic, store.document_count()
    own = arithmetic.numbers((number,))
    parts: dict[str, float] = {}
    for term in request.terms:
        scores = arithmetic.scores(count)
        _add_term(scores, own, term, store)
        if scores[number]:
            parts[term.field] = parts.get(term.field, 0.0) + float(scores[number])
    for boost in request.boosts:
        if len(arithmetic.both(own, matches(boost.query, store), count)):
            parts[boost.label] = parts.get(boost.label, 0.0) + boost.amount
    return tuple((name, scoring.rounded(amount)) for name, amount in parts.items())


def _facet(field: str, found: Numbers, store: Store) -> tuple[tuple[str, int], ...]:
    """Values with their counts over ``found``, most frequent first, equal ones by value."""
    column = store.facet(field)
    if column is None or not len(found):
        return ()
    ordinals, values, labels = column
    counts = store.arithmetic.tally(found, ordinals)
    named = sorted((labels[values[at]], count) for at, count in counts.items() if values[at])
    named.sort(key=itemgetter(1), reverse=True)  # stable: equal counts stay in the order of their values
    return tuple(named)

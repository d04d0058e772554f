"""SearchResponse → what the result page shows: links made, texts cut at their marks, nothing left to decide.

Facet values and filters carry the URL of the search with and without them, so that every state is a link.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from search_app.response import SearchRequest, SearchResponse
from search_app.web.facets import COUNTED_BY, Counts, DateRange, Facet, date_range, facets
from search_app.web.histogram import NO_HISTOGRAM, Histogram
from search_app.web.hits import HitView, hit_view
from search_app.web.links import PageLink, search_url
from search_app.web.parameters import (
    BRIEF_LIMIT,
    DEEPEST,
    DEFAULT_LIMIT,
    FILTERS,
    SORTS,
    without_filter,
    write_request,
    written_pairs,
)

_PAGES_AROUND = 3


@dataclass(frozen=True, slots=True)
class ActiveFilter:
    name: str
    value: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class Paging:
    """``pages`` are a window around the current one, with the first and the last."""

    pages: tuple[PageLink, ...]
    previous_url: str | None
    next_url: str | None
    last: int


@dataclass(frozen=True, slots=True)
class ResultPage:
    request: SearchRequest
    response: SearchResponse
    hits: tuple[HitView, ...]
    facets: tuple[Facet, ...]
    dates: DateRange
    histogram: Histogram
    active: tuple[ActiveFilter, ...]
    sorts: tuple[tuple[str, str, bool], ...]
    paging: Paging
    suggestions: tuple[tuple[str, str], ...]
    advice: tuple[tuple[str, str], ...]
    """What leads on from an empty result: a sentence and the search that it speaks of."""

    notices: tuple[str, ...]
    query_string: str
    """The search without offset and limit, for export and sharing."""

    feed_url: str

    kept: tuple[tuple[str, str], ...]
    """Parameters that the search box carries on to the next query: filters and order."""

    exact_url: str
    words_url: str
    """The same without ranking by meaning."""
    views: tuple[tuple[str, str, bool], ...]
    """Detailed and brief: name, address, whether it is the one shown."""

    cleared_url: str
    fold_url: str
    """The same search with what is nearly the same by itself, or folded again."""


def result_page(
    request: SearchRequest,
    response: SearchResponse,
    wider: Counts | None = None,
    histogram: Histogram = NO_HISTOGRAM,
) -> ResultPage:
    """What the page shows of ``response``, the answer to ``request``.

    ``wider`` counts a chosen filter's values without that filter: what else could be chosen beside it.
    """
    advised = [advice.sentence for advice in response.advice]
    searched = _searched(response)
    counts = {name: response.facets.get(field, ()) for name, field in COUNTED_BY.items()} | dict(wider or {})
    return ResultPage(
        request=request,
        response=response,
        hits=tuple(hit_view(hit, replace(request, query=searched)) for hit in response.hits),
        facets=facets(request, counts),
        dates=date_range(request),
        histogram=histogram,
        active=tuple(
            ActiveFilter(name, value, search_url(without_filter(request, name, value)))
            for name in FILTERS
            for value in request.filters.get(name, ())
        ),
        sorts=tuple(_sorts(request)),
        paging=_paging(request, response.ranks),
        suggestions=tuple(
            (text, search_url(replace(request, query=text, offset=0)))
            for text in response.suggestions
            if text != searched
        ),
        advice=tuple((each.sentence, search_url(each.request)) for each in response.advice),
        notices=tuple(notice for notice in response.notices if notice not in advised),
        query_string=write_request(replace(request, offset=0, limit=DEFAULT_LIMIT)),
        feed_url="/feed?" + write_request(replace(request, sort="newest", offset=0, limit=DEFAULT_LIMIT)),
        kept=tuple(pair for pair in written_pairs(request) if pair[0] != "q"),
        exact_url=search_url(replace(request, exact=not request.exact, offset=0)),
        words_url=search_url(replace(request, meaning=False, offset=0)),
        views=tuple(
            (name, search_url(replace(request, brief=brief, offset=0, limit=limit)), brief == request.brief)
            for name, brief, limit in (("详", False, DEFAULT_LIMIT), ("简", True, BRIEF_LIMIT))
        ),
        cleared_url=search_url(replace(request, filters={}, offset=0)),
        fold_url=search_url(replace(request, unfold=not request.unfold, offset=0)),
    )


def _sorts(request: SearchRequest) -> Iterator[tuple[str, str, bool]]:
    """Order, address, whether it is this one; documents that no word ranks come newest first."""
    orders = SORTS if request.query else tuple(sort for sort in SORTS if sort != "relevance")
    chosen = request.sort if request.sort in orders else orders[0]
    return ((sort, search_url(replace(request, sort=sort, offset=0)), sort == chosen) for sort in orders)


def _searched(response: SearchResponse) -> str:
    """The query whose marks the documents show: what was looked for instead, where a slip was mended."""
    understood = response.explanation["understood"] if response.explanation else ""
    return understood if understood in response.suggestions else response.query


def _paging(request: SearchRequest, hits: int) -> Paging:
    reachable = min(hits, DEEPEST)
    last = max(1, -(-reachable // request.limit))
    current = request.offset // request.limit + 1

    def url(number: int) -> str:
        return search_url(replace(request, offset=(number - 1) * request.limit))

    around = range(max(1, current - _PAGES_AROUND), min(last, current + _PAGES_AROUND) + 1)
    numbers = sorted({1, last, *around}) if last > 1 else []
    return Paging(
        pages=tuple(PageLink(number, url(number), number == current) for number in numbers),
        previous_url=url(current - 1) if 1 < current <= last + 1 else None,
        next_url=url(current + 1) if current < last else None,
        last=last,
    )

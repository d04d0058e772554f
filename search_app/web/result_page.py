"""SearchResponse → what the result page shows: links made, texts cut at their marks, nothing left to decide.

Facet values and filters carry the URL of the search with and without them, so that every state is a link.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, quote

from indexer.fields import FACETS
from search_app.documents import UNTITLED, issue_label
from search_app.highlights import Piece, mark
from search_app.relations.standing import badge
from search_app.response import Hit, SearchRequest, SearchResponse, Snippet
from search_app.web.parameters import (
    BRIEF_LIMIT,
    DEEPEST,
    DEFAULT_LIMIT,
    FILTERS,
    SORTS,
    with_filter,
    without_filter,
    write_request,
)

Counts = Mapping[str, tuple[tuple[str, int], ...]]
"""Filter → its values with how many documents each would leave."""

PART_LENGTH = 100_000
"""Characters of a text that one page shows; a longer one comes in parts."""
_SNIPPETS_SHOWN = 2
_PAGES_AROUND = 3
_MOST_YEARS = 60
_VALUES_SHOWN = 8
_VALUES_LISTED = 100
COUNTED_BY = {("district" if name == "place" else name): name for name in FACETS if name != "district"}
"""Filters beside the results, in order, and the facet that counts each: districts with their city."""


@dataclass(frozen=True, slots=True)
class FacetValue:
    """``share`` is the count in per cent of the commonest value's, for the bar under it."""

    label: str
    count: int | None
    url: str
    selected: bool
    share: int = 0


@dataclass(frozen=True, slots=True)
class Facet:
    """One filter with its commonest values, ``more`` behind a fold; the selected ones come first.

    ``unlisted`` counts the rest: a country has thousands of agencies.
    """

    name: str
    values: tuple[FacetValue, ...]
    more: tuple[FacetValue, ...]
    unlisted: int = 0


@dataclass(frozen=True, slots=True)
class Bar:
    """One year of the histogram; ``height`` of the highest is 100, ``url`` None where there are no hits."""

    label: str
    count: int
    height: int
    url: str | None
    selected: bool


@dataclass(frozen=True, slots=True)
class ActiveFilter:
    name: str
    value: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class SnippetView:
    pieces: tuple[Piece, ...]
    heading: str | None
    line: int
    url: str


@dataclass(frozen=True, slots=True)
class AlikeView:
    """A document folded under a hit; ``same`` is the hit's very document, from another print."""

    label: str
    facts: str
    url: str
    same: bool


@dataclass(frozen=True, slots=True)
class HitView:
    hit: Hit
    title: tuple[Piece, ...]
    url: str
    issue: str
    snippets: tuple[SnippetView, ...]
    badge: tuple[str, str] | None = None
    alike: tuple[AlikeView, ...] = ()


@dataclass(frozen=True, slots=True)
class PageLink:
    number: int
    url: str
    current: bool


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
    histogram: tuple[Bar, ...]
    active: tuple[ActiveFilter, ...]
    sorts: tuple[tuple[str, str, bool], ...]
    paging: Paging
    suggestions: tuple[tuple[str, str], ...]
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


def result_page(request: SearchRequest, response: SearchResponse, wider: Counts | None = None) -> ResultPage:
    """What the page shows of ``response``, the answer to ``request``.

    ``wider`` counts a chosen filter's values without that filter: what else could be chosen beside it.
    """
    counts = {name: response.facets.get(field, ()) for name, field in COUNTED_BY.items()} | dict(wider or {})
    return ResultPage(
        request=request,
        response=response,
        hits=tuple(hit_view(hit, replace(request, query=_searched(response))) for hit in response.hits),
        facets=tuple(facet for name in COUNTED_BY if (facet := _facet(request, name, counts[name])).values),
        histogram=_histogram(request, counts["year"]),
        active=tuple(
            ActiveFilter(name, value, search_url(without_filter(request, name, value)))
            for name in FILTERS
            for value in request.filters.get(name, ())
        ),
        sorts=tuple(
            (sort, search_url(replace(request, sort=sort, offset=0)), sort == request.sort) for sort in SORTS
        ),
        paging=_paging(request, response.ranks),
        suggestions=tuple(
            (text, search_url(replace(request, query=text, offset=0))) for text in response.suggestions
        ),
        query_string=write_request(replace(request, offset=0, limit=DEFAULT_LIMIT)),
        feed_url="/feed?" + write_request(replace(request, sort="newest", offset=0, limit=DEFAULT_LIMIT)),
        kept=tuple(
            pair
            for pair in parse_qsl(write_request(replace(request, offset=0)), keep_blank_values=True)
            if pair[0] != "q"
        ),
        exact_url=search_url(replace(request, exact=not request.exact, offset=0)),
        words_url=search_url(replace(request, meaning=False, offset=0)),
        views=tuple(
            (name, search_url(replace(request, brief=brief, offset=0, limit=limit)), brief == request.brief)
            for name, brief, limit in (("详", False, DEFAULT_LIMIT), ("简", True, BRIEF_LIMIT))
        ),
        cleared_url=search_url(replace(request, filters={}, offset=0)),
        fold_url=search_url(replace(request, unfold=not request.unfold, offset=0)),
    )


def _histogram(request: SearchRequest, counts: tuple[tuple[str, int], ...]) -> tuple[Bar, ...]:
    """The hits over the years, gaps shown as gaps; nothing where they are of one year or of very many."""
    by_year = {int(year): count for year, count in counts if year.isdigit()}
    if len(by_year) < 2 or max(by_year) - min(by_year) >= _MOST_YEARS:
        return ()
    highest = max(by_year.values())
    selected = request.filters.get("year", ())

    def bar(year: int) -> Bar:
        count, label = by_year.get(year, 0), str(year)
        chosen = label in selected
        narrowed = without_filter(request, "year", label) if chosen else with_filter(request, "year", label)
        return Bar(
            label, count, round(100 * count / highest), search_url(narrowed) if count else None, chosen
        )

    return tuple(map(bar, range(min(by_year), max(by_year) + 1)))


def _searched(response: SearchResponse) -> str:
    """The query whose marks the documents show: what was looked for instead, where a slip was mended."""
    understood = response.explanation["understood"] if response.explanation else ""
    return understood if understood in response.suggestions else response.query


def search_url(request: SearchRequest) -> str:
    """The page that answers ``request``."""
    return "/search?" + write_request(request)


def document_url(
    identity: str,
    request: SearchRequest | None = None,
    fragment: str = "",
    line: int | None = None,
    rank: int | None = None,
) -> str:
    """The document's page; with the request's query its hits are marked there.

    ``line`` is a source line of a text so long that it comes in parts: the one with this line is shown.
    ``rank`` is the document's place among the hits of ``request``, from which the page leads on.
    """
    pairs = (
        [write_request(replace(request, offset=0, limit=DEFAULT_LIMIT))] if request and request.query else []
    )
    pairs += [f"rank={rank}"] if pairs and rank is not None else []
    pairs += [f"line={line}"] if line is not None else []
    url = "/documents/" + quote(identity, safe="") + (f"?{'&'.join(pairs)}" if pairs else "")
    return url + (f"#{fragment}" if fragment else "")


def hit_url(hit: Hit, request: SearchRequest) -> str:
    """A hit's document, opened at its first mark and knowing its rank among the hits of ``request``."""
    marked = any(snippet.highlights for snippet in hit.snippets)
    return document_url(hit.document.id, request, "mark-1" if marked else "", rank=hit.rank)


def hit_view(hit: Hit, request: SearchRequest) -> HitView:
    """One hit; its link opens the document at the first mark, a snippet's at the snippet's own line."""
    document = hit.document
    return HitView(
        hit=hit,
        title=mark(document.title, hit.title_highlights) or mark(UNTITLED, ()),
        url=hit_url(hit, request),
        issue=issue_label(document.gazette) if document.gazette else "",
        snippets=tuple(_snippet_view(snippet, hit, request) for snippet in hit.snippets[:_SNIPPETS_SHOWN]),
        badge=badge(hit.standing.validity) if hit.standing else None,
        alike=tuple(_alike_views(hit, request)),
    )


def _alike_views(hit: Hit, request: SearchRequest) -> Iterator[AlikeView]:
    for each in hit.alike.documents if hit.alike else ():
        assert hit.alike is not None
        same = each.id in hit.alike.prints
        issue = issue_label(each.gazette) if each.gazette else None
        told = (
            (issue or (each.source.file if each.source else None),)
            if same
            else (each.number, each.written_on)
        )
        yield AlikeView(
            each.title or UNTITLED, "　".join(filter(None, told)), document_url(each.id, request), same
        )


def _snippet_view(snippet: Snippet, hit: Hit, request: SearchRequest) -> SnippetView:
    document = hit.document
    in_parts = len(document.text.content) > PART_LENGTH
    return SnippetView(
        pieces=mark(snippet.text, snippet.highlights),
        heading=snippet.heading,
        line=snippet.first_line,
        url=document_url(
            document.id,
            request,
            f"L{snippet.first_line}",
            snippet.first_line if in_parts else None,
            hit.rank,
        ),
    )


def _facet(request: SearchRequest, name: str, counts: tuple[tuple[str, int], ...]) -> Facet:
    selected = request.filters.get(name, ())
    if name == "year":
        counts = tuple(sorted(counts, reverse=True))
    chosen = [
        FacetValue(value, _count(value, counts), search_url(without_filter(request, name, value)), True)
        for value in selected
    ]
    others = [pair for pair in counts if not any(pair[0].endswith(one) for one in selected)]
    highest = max((count for _, count in counts), default=1)
    listed = [
        FacetValue(
            value, count, search_url(with_filter(request, name, value)), False, round(100 * count / highest)
        )
        for value, count in others[:_VALUES_LISTED]
    ]
    values = (*chosen, *listed)
    return Facet(name, values[:_VALUES_SHOWN], values[_VALUES_SHOWN:], len(others) - len(listed))


def _count(selected: str, counts: tuple[tuple[str, int], ...]) -> int | None:
    """How many hits a selected value stands for (番禺区 is 广州市番禺区); None for a range."""
    return sum(count for value, count in counts if value.endswith(selected)) or None


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

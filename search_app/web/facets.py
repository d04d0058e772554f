"""The filters beside the results: each value with its count and the address of the search with or without it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from indexer.fields import FACETS
from search_app.response import SearchRequest
from search_app.web.links import search_url
from search_app.web.parameters import with_filter, without_filter, written_pairs

Counts = Mapping[str, tuple[tuple[str, int], ...]]
"""Filter → its values with how many documents each would leave."""

_VALUES_SHOWN = 6
_VALUES_LISTED = 100
_FIRST = ("validity", "place", "type", "issuer")
"""Facets that come before the others: what is in force is what one came for."""
COUNTED_BY = {
    ("district" if name == "place" else name): name
    for name in (*_FIRST, *(name for name in FACETS if name not in (*_FIRST, "district")))
}
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

    ``unlisted`` counts the rest: a country has thousands of agencies. ``kept`` are the parameters of the search, for
    the form in which a value is typed.
    """

    name: str
    values: tuple[FacetValue, ...]
    more: tuple[FacetValue, ...]
    unlisted: int = 0
    kept: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DateRange:
    """The form for the days from ``since`` to ``until`` ("" where open); ``kept`` as above, without dates."""

    since: str
    until: str
    kept: tuple[tuple[str, str], ...]


def facets(request: SearchRequest, counts: Counts) -> tuple[Facet, ...]:
    """Every filter that has something to choose from."""
    return tuple(facet for name in COUNTED_BY if (facet := _facet(request, name, counts[name])).values)


def date_range(request: SearchRequest) -> DateRange:
    """The form, filled in where the search has one range of whole days."""
    given = request.filters.get("date", ())
    since, dots, until = given[0].partition("..") if len(given) == 1 else ("", "", "")
    whole = all(len(day) in (0, len("2019-01-31")) for day in (since, until)) and dots
    kept = written_pairs(without_filter(request, "date"))
    return DateRange(since if whole else "", until if whole else "", kept)


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
    return Facet(
        name,
        values[:_VALUES_SHOWN],
        values[_VALUES_SHOWN:],
        len(others) - len(listed),
        written_pairs(request),
    )


def _count(selected: str, counts: tuple[tuple[str, int], ...]) -> int | None:
    """How many hits a selected value stands for (番禺区 is 广州市番禺区); None for a range."""
    return sum(count for value, count in counts if value.endswith(selected)) or None

"""When the hits were issued: bars by year, quarter or month, each leading to the search within it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from search_app.response import SearchRequest
from search_app.web.facets import Counts
from search_app.web.links import search_url
from search_app.web.parameters import with_filter, without_filter

Unit = Literal["year", "quarter", "month"]

_MOST_YEARS = 60
_YEARS_IN_QUARTERS = 3
_MOST_LABELS = 16
_ORDINALS = "一二三四"


@dataclass(frozen=True, slots=True)
class Bar:
    """``label`` stands under it, ``name`` is whole; ``height`` of the highest is 100, ``url`` None without hits."""

    label: str
    name: str
    count: int
    height: int
    url: str | None
    selected: bool


@dataclass(frozen=True, slots=True)
class Histogram:
    """``bars`` without gaps in time, () where there is nothing to compare; ``wider_url`` leads back to all years."""

    unit: Unit
    bars: tuple[Bar, ...] = ()
    wider_url: str | None = None


NO_HISTOGRAM = Histogram("year")


def unit_of(counts: Counts) -> tuple[Unit, range]:
    """By what the hits are shown, and their years: the narrower the time, the finer."""
    found = [int(year) for year, _ in counts.get("year", ()) if year.isdigit()]
    if not found:
        return "year", range(0)
    years = range(min(found), max(found) + 1)
    if len(years) == 1:
        return "month", years
    return ("quarter" if len(years) <= _YEARS_IN_QUARTERS else "year"), years


def histogram(request: SearchRequest, unit: Unit, years: range, counts: Mapping[str, int]) -> Histogram:
    """``counts`` has the hits of each year (2019), quarter (2019Q3) or month (2019-07)."""
    in_time = bool(request.filters.keys() & {"year", "date"})
    values = in_order(unit, years)
    filled = [at for at, value in enumerate(values) if counts.get(value)]
    if len(years) > _MOST_YEARS or not filled or (len(filled) < 2 and not in_time):
        return NO_HISTOGRAM
    if unit == "quarter":
        values = values[filled[0] : filled[-1] + 1]
    highest = max(counts.get(value, 0) for value in values)
    url = _narrowing(request, unit)

    def bar(at: int, value: str) -> Bar:
        count = counts.get(value, 0)
        label, name = _label(unit, value, first=at == 0, crowded=len(values) > _MOST_LABELS)
        address, selected = url(value)
        return Bar(label, name, count, round(100 * count / highest), address if count else None, selected)

    wider = replace(without_filter(without_filter(request, "date"), "year"), offset=0)
    return Histogram(
        unit,
        tuple(bar(at, value) for at, value in enumerate(values)),
        search_url(wider) if in_time and (wider.query or wider.filters) else None,
    )


def in_order(unit: Unit, years: range) -> list[str]:
    """Every year, quarter or month of ``years``."""
    return [value for year in years for value in _values(unit, year)]


def _values(unit: Unit, year: int) -> list[str]:
    if unit == "year":
        return [str(year)]
    if unit == "quarter":
        return [f"{year}Q{quarter}" for quarter in range(1, 5)]
    return [f"{year}-{month:02}" for month in range(1, 13)]


def _label(unit: Unit, value: str, *, first: bool, crowded: bool) -> tuple[str, str]:
    """What stands under a bar, and its whole name: the year under its first month or quarter, nothing else where it
    is ``crowded``.
    """
    if unit == "year":
        return value, f"{value}年"
    if unit == "month":
        month = f"{int(value[5:])}月"
        begins = first or (crowded and value.endswith("-01"))
        return value[:4] if begins else "" if crowded else month, f"{value[:4]}年{month}"
    quarter = f"{_ORDINALS[int(value[-1]) - 1]}季"
    year = value[:4]
    short = "" if crowded else quarter
    label = year if value.endswith("Q1") or (first and crowded) else f"{year} {quarter}" if first else short
    return label, f"{year}年{quarter}度"


def _narrowing(request: SearchRequest, unit: Unit) -> Callable[[str], tuple[str, bool]]:
    """Value → the search within it (without it, where it is chosen already), and whether it is."""
    name = "year" if unit == "year" else "date"

    def url(value: str) -> tuple[str, bool]:
        given = quarter_dates(value) if unit == "quarter" else value
        chosen = given in request.filters.get(name, ())
        if chosen:
            return search_url(without_filter(request, name, given)), True
        kept = request if unit == "year" else without_filter(request, name)
        return search_url(with_filter(kept, name, given)), False

    return url


def quarter_dates(value: str) -> str:
    """2019Q3 → 2019-07..2019-09."""
    year, quarter = value[:4], int(value[-1])
    return f"{year}-{3 * quarter - 2:02}..{year}-{3 * quarter:02}"

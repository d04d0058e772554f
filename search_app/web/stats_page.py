"""Statistics → the page of charts: bars or lines as figures of an SVG, and the same numbers as a table of links."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import cast, get_args
from urllib.parse import urlencode

from indexer.fields import GROUPED_BY
from search_app.response import SearchRequest
from search_app.statistics import UNSTATED, Statistics, label_of
from search_app.web.histogram import NO_HISTOGRAM, Histogram, Unit, histogram, in_order, quarter_dates
from search_app.web.links import search_url
from search_app.web.parameters import with_filter, write_request

WIDTH, HEIGHT = 960, 240
"""Of a chart over time, in units of its SVG."""
_LINES = 6
"""Values of the second field that have a line of their own."""
_MOST_LABELS = 6
"""Under a chart of lines: as many as a phone has room for."""
_MOST_YEARS = 60

Counted = tuple[str, tuple[int, ...]]
"""A value with its counts."""


@dataclass(frozen=True, slots=True)
class Line:
    """One value of the second field over time: ``points`` as SVG has them, ``style`` 1 to 6."""

    name: str
    points: str
    style: int


@dataclass(frozen=True, slots=True)
class Cell:
    """``shade`` 0 to 4 by the count; ``url`` is None where nothing is to be found by it."""

    count: int
    url: str | None
    shade: int


@dataclass(frozen=True, slots=True)
class Row:
    """``share`` is the count in per cent of the highest, for the bar beside it; None where there is none."""

    name: str
    url: str | None
    cells: tuple[Cell, ...]
    share: int | None


@dataclass(frozen=True, slots=True)
class StatsPage:
    """``histogram`` of one field over time, ``lines`` of two crossed over time with ``ticks`` (per cent, label)."""

    found: Statistics
    label: str
    heads: tuple[str, ...]
    histogram: Histogram
    lines: tuple[Line, ...]
    highest: int
    ticks: tuple[tuple[float, str], ...]
    rows: tuple[Row, ...]
    choices: tuple[tuple[str, str], ...]
    kept: tuple[tuple[str, str], ...]
    csv_url: str
    json_url: str
    search_url: str | None


def stats_page(request: SearchRequest, found: Statistics) -> StatsPage:
    """What the page shows of ``found``, the counts of what ``request`` finds."""
    rows = [(value, counts) for value, counts in found.rows if value != UNSTATED]
    highest = max((max(counts) for _, counts in rows), default=0)
    over_time = _over_time(found.by[0], rows, len(found.columns) or 1)
    kept = [(name, value) for name, values in request.filters.items() for value in values]
    pairs = [("q", request.query)] * bool(request.query) + kept + [("by", each) for each in found.by]
    lined = over_time if found.columns else []
    return StatsPage(
        found=found,
        label=label_of(found.by[0]),
        heads=found.columns or ("篇数",),
        histogram=NO_HISTOGRAM if found.columns else _histogram(request, found.by[0], over_time),
        lines=tuple(_lines(found.columns, lined, highest)),
        highest=highest,
        ticks=tuple(_ticks([value for value, _ in lined])),
        rows=tuple(_rows(request, found, highest)),
        choices=tuple((each, label_of(each)) for each in GROUPED_BY),
        kept=tuple(kept),
        csv_url="/stats.csv?" + urlencode(pairs),
        json_url="/api/stats?" + urlencode(pairs),
        search_url=search_url(request) if write_request(request) else None,
    )


def _over_time(by: str, rows: list[Counted], width: int) -> list[Counted]:
    """The rows with those between them that count nothing; () where they are none of time or span an age."""
    if by not in get_args(Unit) or not rows:
        return []
    unit = cast(Unit, by)
    years = range(int(rows[0][0][:4]), int(rows[-1][0][:4]) + 1)
    known = dict(rows)
    values = in_order(unit, years) if len(years) <= _MOST_YEARS else list(known)
    filled = [at for at, value in enumerate(values) if value in known]
    return [(value, known.get(value, (0,) * width)) for value in values[filled[0] : filled[-1] + 1]]


def _histogram(request: SearchRequest, by: str, rows: list[Counted]) -> Histogram:
    if not rows:
        return NO_HISTOGRAM
    years = range(int(rows[0][0][:4]), int(rows[-1][0][:4]) + 1)
    return histogram(request, cast(Unit, by), years, {value: counts[0] for value, counts in rows})


def _lines(columns: tuple[str, ...], rows: list[Counted], highest: int) -> Iterator[Line]:
    """The commonest values of the second field, or the first ones of time."""
    step = WIDTH / max(len(rows), 1)
    for at, name in enumerate(columns[:_LINES] if rows else ()):
        points = (
            f"{(number + 0.5) * step:.1f},{HEIGHT - HEIGHT * counts[at] / max(highest, 1):.1f}"
            for number, (_, counts) in enumerate(rows)
        )
        yield Line(name, " ".join(points), at + 1)


def _ticks(values: list[str]) -> Iterator[tuple[float, str]]:
    """Where under the chart what stands: each value, or each n-th where there are many."""
    for at in range(0, len(values), max(1, -(-len(values) // _MOST_LABELS))):
        yield round((at + 0.5) * 100 / len(values), 1), values[at]


def _rows(request: SearchRequest, found: Statistics, highest: int) -> Iterator[Row]:
    for value, counts in found.rows:
        within = _narrowed(request, found.by[0], value)
        cells = tuple(
            _cell(
                count, _narrowed(within, found.by[1], column) if within and found.columns else within, highest
            )
            for count, column in zip(counts, found.columns or ("",), strict=True)
        )
        lying = not found.columns and found.by[0] not in get_args(Unit) and value != UNSTATED
        share = round(100 * counts[0] / max(highest, 1)) if lying else None
        yield Row(value, search_url(within) if within else None, cells, share)


def _cell(count: int, within: SearchRequest | None, highest: int) -> Cell:
    shade = min(4, 1 + 4 * count // max(highest, 1)) if count else 0
    return Cell(count, search_url(within) if within and count else None, shade)


def _narrowed(request: SearchRequest, by: str, value: str) -> SearchRequest | None:
    """The search for the documents that are counted there; None for those that do not state the field."""
    if value == UNSTATED:
        return None
    if by in ("quarter", "month"):
        days = quarter_dates(value) if by == "quarter" else value
        return with_filter(replace(request, limit=10), "date", days)
    return with_filter(replace(request, limit=10), by, value)

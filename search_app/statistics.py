"""How the documents of a search spread over time, places, issuers and types: counts by one field, or two crossed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from indexer import deadline
from indexer.backends import And, BackendRequest, Everything, Or, Query, Term
from indexer.errors import UsageError
from indexer.fields import GROUPED_BY, LABELS
from indexer.generations import Generation
from indexer.schema import keyword
from search_app.query import answer
from search_app.relations import STATUS_LABELS
from search_app.response import SearchRequest
from search_app.search import TIME_LIMIT
from search_app.searcher import Searcher

MOST_ROWS = 400
"""Values of the first of two crossed fields: each takes a question to the index."""

UNSTATED = "未载明"
"""Stands for the documents that do not state the field."""


def _quarter(date: str) -> str:
    return f"{date[:4]}Q{(int(date[5:7]) + 2) // 3}"


_GROUPED: Mapping[str, Callable[[str], str]] = {"month": lambda date: date[:7], "quarter": _quarter}
_LABELS = {"month": "月份", "quarter": "季度"}
_COUNTED_BY = {"district": "place", "month": "date", "quarter": "date"}
"""By what the index counts where that is not the field itself: districts with their city, days."""

_IN_TIME = frozenset({"year", *_GROUPED})


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts of ``total`` documents. ``by`` are one or two fields, ``columns`` the values of the second, () without.

    A row is a value of the first field with its count, or with one for each column. Time ascends, other values fall by
    count; those that do not state the field come last, as 未载明.
    """

    query: str
    generation: str
    total: int
    by: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]


def label_of(by: str) -> str:
    """What people call a way of counting."""
    return _LABELS.get(by) or LABELS[by]


def statistics_table(found: Statistics) -> Iterator[list[str]]:
    """A heading and a row for each value."""
    yield [label_of(found.by[0]), *(found.columns or ("篇数",))]
    for value, counts in found.rows:
        yield [value, *map(str, counts)]


def statistics(request: SearchRequest, by: tuple[str, ...], generation: Generation) -> Statistics:
    """Counts what ``request`` finds, everything where it asks for nothing.

    Raises UsageError for an unknown field or more than two, and as ``search`` does.
    """
    _check(by)
    with deadline.limit(TIME_LIMIT), Searcher.open(generation, request.as_of) as index:
        counting = _Counting(index, _matched(request, index))
        first = counting.values(by[0], counting.match)
        columns = tuple(counting.values(by[1], counting.match)) if len(by) == 2 else ()
        rows = tuple(
            (value, counting.crossed(by, value, columns) if columns else (count,))
            for value, count in list(first.items())[: MOST_ROWS if columns else None]
        )
        return Statistics(request.query, generation.name, index.count(counting.match), by, columns, rows)


def _check(by: tuple[str, ...]) -> None:
    """Raises UsageError for what cannot be counted by."""
    for name in by:
        if name not in GROUPED_BY:
            raise UsageError(f"by：不能按“{name}”统计；可用：{'、'.join(GROUPED_BY)}")
    if not 1 <= len(by) <= 2 or len(set(by)) < len(by):
        raise UsageError("by：按一项统计，或按不同的两项交叉")


def _matched(request: SearchRequest, index: Searcher) -> Query:
    if not request.query.strip() and not any(request.filters.values()):
        return Everything()
    return answer(replace(request, limit=0, offset=0, explain=False, facets=False), index).match


@dataclass(frozen=True, slots=True)
class _Counting:
    """Counts within one open index; ``members`` are the values of the index behind a month, quarter or status."""

    index: Searcher
    match: Query
    members: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def values(self, by: str, match: Query) -> dict[str, int]:
        """Value → how many of the matching documents have it, in the order they are shown."""
        counted = _COUNTED_BY.get(by, by)
        request = BackendRequest(match=match, facets=(counted,), limit=1)
        found: dict[str, int] = defaultdict(int)
        for value, count in self.index.search(request).facets.get(counted, ()):
            group = self._group(by, value)
            found[group] += count
            self.members[group].add(value)
        ordered = dict(sorted(found.items(), key=lambda pair: pair[0] if by in _IN_TIME else -pair[1]))
        unstated = self.index.count(match) - sum(found.values())
        return ordered | ({UNSTATED: unstated} if unstated > 0 else {})

    def _group(self, by: str, value: str) -> str:
        if by == "validity":
            from indexer.relations import status_on

            return STATUS_LABELS[status_on(value, self.index.on)]
        return _GROUPED[by](value) if by in _GROUPED else value

    def crossed(self, by: tuple[str, ...], value: str, columns: tuple[str, ...]) -> tuple[int, ...]:
        """The counts of one row."""
        if value == UNSTATED:
            return self._rest(by, columns)
        found = self.values(by[1], And((self.match, self._having(by[0], value))))
        return tuple(found.get(column, 0) for column in columns)

    def _rest(self, by: tuple[str, ...], columns: tuple[str, ...]) -> tuple[int, ...]:
        """The row of those that do not state the first field: all of a column without those that do."""
        whole = self.values(by[1], self.match)
        stated = [value for value in self.values(by[0], self.match) if value != UNSTATED]
        rows = [self.crossed(by, value, columns) for value in stated]
        sums = [sum(counts) for counts in zip(*rows, strict=True)] or [0] * len(columns)
        return tuple(whole.get(column, 0) - summed for column, summed in zip(columns, sums, strict=True))

    def _having(self, by: str, value: str) -> Query:
        counted = _COUNTED_BY.get(by, by)
        values = sorted(self.members[value])
        terms = tuple(Term(counted, keyword(each)) for each in values)
        return terms[0] if len(terms) == 1 else Or(terms)

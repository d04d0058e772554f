"""Gazette by year: which issues the collection holds, how much stands in them, and which numbers are missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from indexer.generations import IssueReport

MOST_YEARS = 30
"""Columns of the grid; what is older stands in the list only."""
SHADES = 4


@dataclass(frozen=True, slots=True)
class GridIssue:
    """``name`` is the number within the year (第3期), else 总第N期, else the day."""

    name: str
    url: str
    documents: int


@dataclass(frozen=True, slots=True)
class Cell:
    """One gazette's year (None: its issues that state none). ``shade`` is 0 for none held, 1 to SHADES by documents;
    ``missing`` names the numbers that the series lacks below its highest held one, runs joined (``2``, ``5—7``);
    ``gap`` says that nothing is held of a year between two of which something is.
    """

    year: int | None
    issues: tuple[GridIssue, ...]
    documents: int
    missing: tuple[str, ...]
    shade: int
    gap: bool = False


@dataclass(frozen=True, slots=True)
class GridRow:
    title: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """``years`` ascending and without gaps, at most MOST_YEARS, then None where issues state none; one cell a year in
    every row.
    """

    years: tuple[int | None, ...]
    rows: tuple[GridRow, ...]


def issue_grid(reports: Iterable[IssueReport]) -> Grid:
    """The grid of the issues whose gazette is known; empty where there are none."""
    held: dict[str, dict[int | None, list[IssueReport]]] = defaultdict(lambda: defaultdict(list))
    for report in reports:
        gazette = report.gazette
        if gazette is not None and gazette.title:
            held[gazette.title][gazette.year].append(report)
    if not held:
        return Grid((), ())
    years = _columns({year for by_year in held.values() for year in by_year})
    most = max(_documents(issues) for by_year in held.values() for issues in by_year.values())
    return Grid(
        years, tuple(GridRow(title, _cells(years, by_year, most)) for title, by_year in sorted(held.items()))
    )


def _columns(found: set[int | None]) -> tuple[int | None, ...]:
    known = {year for year in found if year is not None}
    years = range(max(min(known), max(known) - MOST_YEARS + 1), max(known) + 1) if known else range(0)
    return (*years, *((None,) if None in found else ()))


def _cells(
    years: Iterable[int | None], by_year: Mapping[int | None, Sequence[IssueReport]], most: int
) -> tuple[Cell, ...]:
    dated = [year for year in by_year if year is not None]
    between = range(min(dated), max(dated)) if dated else range(0)
    cells = (_cell(year, by_year.get(year, ()), most) for year in years)
    return tuple(replace(cell, gap=cell.year in between and not cell.issues) for cell in cells)


def missing_numbers(held: Iterable[int]) -> tuple[str, ...]:
    """The numbers from 1 to the highest of ``held`` that are not there, runs joined.

    >>> missing_numbers([1, 4, 8])
    ('2—3', '5—7')
    """
    found = sorted({0, *held})
    gaps = ((before + 1, after - 1) for before, after in pairwise(found) if after - before > 1)
    return tuple(str(first) if first == last else f"{first}—{last}" for first, last in gaps)


def _cell(year: int | None, reports: Sequence[IssueReport], most: int) -> Cell:
    documents = _documents(reports)
    numbers = [report.gazette.number for report in reports if report.gazette and report.gazette.number]
    shade = 0 if not reports else 1 + min(SHADES - 1, SHADES * documents // max(most, 1))
    issues = tuple(_issue(report) for report in sorted(reports, key=_within_year))
    return Cell(year, issues, documents, missing_numbers(numbers) if numbers and year else (), shade)


def _issue(report: IssueReport) -> GridIssue:
    gazette = report.gazette
    assert gazette is not None
    if gazette.number is not None:
        name = f"第{gazette.number}期"
    elif gazette.serial_number is not None:
        name = f"总第{gazette.serial_number}期"
    else:
        name = gazette.published_on or "未编号"
    return GridIssue(name, f"/issues/{report.id}", len(report.documents))


def _within_year(report: IssueReport) -> tuple[int, int, str]:
    gazette = report.gazette
    return (gazette.number or 0, gazette.serial_number or 0, report.file) if gazette else (0, 0, report.file)


def _documents(reports: Iterable[IssueReport]) -> int:
    return sum(len(report.documents) for report in reports)

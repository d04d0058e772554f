"""Counts by a field add up to what is found; crossed ones add up to counts by either."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from indexer.errors import UsageError
from indexer.generations import current
from search_app import create_app
from search_app.cli.app import run
from search_app.response import SearchRequest
from search_app.settings import Settings
from search_app.statistics import GROUPED_BY, UNSTATED, statistics
from tests.small_collection import EVERYTHING, answer


@pytest.mark.parametrize("by", GROUPED_BY)
@pytest.mark.parametrize("query", ["", EVERYTHING, "河长制"])
def test_counts_add_up_to_what_is_found(index: Path, by: str, query: str) -> None:
    found = statistics(SearchRequest(query), (by,), current(index))
    assert found.total == (answer(index, query)["total"] if query else 8)
    assert sum(counts[0] for _, counts in found.rows) == found.total


@pytest.mark.parametrize(
    "by", [("year", "type"), ("quarter", "issuer"), ("type", "month"), ("month", "year")]
)
def test_a_crossed_table_adds_up_both_ways(index: Path, by: tuple[str, str]) -> None:
    generation = current(index)
    crossed = statistics(SearchRequest(""), by, generation)
    first, second = (dict(statistics(SearchRequest(""), (each,), generation).rows) for each in by)
    assert {value: (sum(counts),) for value, counts in crossed.rows} == first
    columns = [sum(counts) for counts in zip(*(counts for _, counts in crossed.rows), strict=True)]
    assert {value: (count,) for value, count in zip(crossed.columns, columns, strict=True)} == second


def test_years_are_those_of_the_documents(index: Path) -> None:
    hits = answer(index, EVERYTHING)["hits"]
    assert isinstance(hits, list)
    years = Counter(str(hit["year"] or UNSTATED) for hit in hits)
    found = statistics(SearchRequest(EVERYTHING), ("year",), current(index))
    assert {value: counts[0] for value, counts in found.rows} == years


def test_what_cannot_be_counted_by_is_refused(index: Path) -> None:
    for by in ((), ("title",), ("year", "year"), ("year", "type", "issuer")):
        with pytest.raises(UsageError, match="统计"):
            statistics(SearchRequest(""), by, current(index))


def test_terminal_and_interface_say_the_same(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["stats", "河长制", "--by", "month", "--index", str(index)]) == 0
    assert "2019-03" in capsys.readouterr().out
    said = create_app(Settings(index)).test_client().get("/api/stats?q=河长制&by=month").get_json()
    assert ["2019-03", [1]] in said["rows"]

"""The grid says which issues are held and names the numbers that a series lacks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.generations.issue_reports import IssueReport
from indexer.models import Gazette
from search_app.web.issue_grid import issue_grid, missing_numbers


def report(title: str, year: int | None, number: int | None, documents: int) -> IssueReport:
    name = f"{title}-{year}-{number}.txt"
    return IssueReport(
        file=name,
        state="read",
        gazette=Gazette(title, year, number),
        documents=tuple(f"{name}{at}" for at in range(documents)),
    )


def test_gaps_of_a_numbered_series_are_named() -> None:
    grid = issue_grid([report("云岭区人民政府公报", 2021, n, 3) for n in (1, 3, 6)])
    assert grid.years == (2021,)
    (cell,) = grid.rows[0].cells
    assert [issue.name for issue in cell.issues] == ["第1期", "第3期", "第6期"]
    assert cell.missing == ("2", "4—5")


def test_years_without_an_issue_stand_as_gaps() -> None:
    grid = issue_grid([report("云岭区人民政府公报", 2018, 1, 9), report("清溪县人民政府公报", 2021, 1, 1)])
    assert grid.years == (2018, 2019, 2020, 2021)
    by_title = {row.title: [cell.shade for cell in row.cells] for row in grid.rows}
    assert by_title["云岭区人民政府公报"][1:] == [0, 0, 0]
    assert by_title["云岭区人民政府公报"][0] > by_title["清溪县人民政府公报"][3] > 0


def test_only_years_between_two_held_ones_are_gaps() -> None:
    grid = issue_grid([report("云岭区人民政府公报", 2018, 1, 9), report("云岭区人民政府公报", 2020, 1, 9)])
    later = issue_grid([report("云岭区人民政府公报", 2018, 1, 9), report("清溪县人民政府公报", 2020, 1, 1)])
    assert [cell.gap for cell in grid.rows[0].cells] == [False, True, False]
    assert not any(cell.gap for row in later.rows for cell in row.cells)


def test_issues_without_a_year_have_a_column_of_their_own() -> None:
    grid = issue_grid([report("云岭区人民政府公报", None, 2, 1), report("云岭区人民政府公报", 2018, 3, 1)])
    assert grid.years == (2018, None)
    dated, undated = grid.rows[0].cells
    assert [issue.name for issue in undated.issues] == ["第2期"]
    assert (dated.missing, undated.missing) == (("1—2",), ())


@given(st.sets(st.integers(1, 60)))
def test_held_and_missing_numbers_make_the_whole_series(held: set[int]) -> None:
    missing: set[int] = set()
    for run in missing_numbers(held):
        first, _, last = run.partition("—")
        missing |= set(range(int(first), int(last or first) + 1))
    assert missing | held == set(range(1, max(held, default=0) + 1))
    assert not missing & held

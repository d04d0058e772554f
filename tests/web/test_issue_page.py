"""The list of issues: by gazette, the newest first, in bounded parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.generations import current
from indexer.generations.issue_reports import IssueReport
from indexer.models import Gazette
from search_app.searcher import Searcher
from search_app.web.issue_page import ISSUES_PER_PART, issues_page


@pytest.fixture(scope="module")
def index(web_index: Path) -> Iterator[Searcher]:
    with Searcher.open(current(web_index)) as opened:
        yield opened


def report(title: str | None, number: int) -> IssueReport:
    gazette = Gazette(title, 2000 + number % 20, number) if title else None
    return IssueReport(file=f"{title}-{number}.txt", gazette=gazette)


def test_issues_stand_under_their_gazette_the_newest_first_and_the_rest_last(index: Searcher) -> None:
    reports = (report(None, 1), report("乙区公报", 2), report("甲区公报", 3), report("乙区公报", 5))
    page = issues_page(reports, index)
    assert [group.title for group in page.groups] == ["乙区公报", "甲区公报", None]
    assert [issue.label for issue in page.groups[0].issues] == [
        "《乙区公报》2005年第5期",
        "《乙区公报》2002年第2期",
    ]
    assert page.parts == ()


def test_thousands_of_issues_come_in_parts_each_once(index: Searcher) -> None:
    reports = tuple(report(f"第{number % 7}区公报", number) for number in range(ISSUES_PER_PART * 2 + 3))
    first = issues_page(reports, index)
    pages = [issues_page(reports, index, part=part.number) for part in first.parts]
    urls = [issue.url for page in pages for group in page.groups for issue in group.issues]
    assert len(pages) == 3
    assert len(urls) == len(set(urls)) == len(reports)


def test_a_file_that_is_one_document_goes_by_its_title(index: Searcher) -> None:
    alone = replace(report(None, 1), documents=("regulation",))
    several = replace(report(None, 2), documents=("regulation", "hostile-1"))
    (group,) = issues_page((alone, several), index).groups
    assert [(issue.label, issue.url) for issue in group.issues] == [
        ("云岭区河道保洁办法", "/documents/regulation"),
        (several.file, f"/issues/{several.id}"),
    ]

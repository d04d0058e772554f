"""The list of issues: by gazette, the newest first, in bounded parts."""

from __future__ import annotations

from indexer.generations.issue_reports import IssueReport
from indexer.models import Gazette
from search_app.web.issue_page import ISSUES_PER_PART, issues_page


def report(title: str | None, number: int) -> IssueReport:
    gazette = Gazette(title, 2000 + number % 20, number) if title else None
    return IssueReport(file=f"{title}-{number}.txt", gazette=gazette)


def test_issues_stand_under_their_gazette_the_newest_first_and_the_rest_last() -> None:
    page = issues_page((report(None, 1), report("乙区公报", 2), report("甲区公报", 3), report("乙区公报", 5)))
    assert [group.title for group in page.groups] == ["乙区公报", "甲区公报", None]
    assert [issue.label for issue in page.groups[0].issues] == [
        "《乙区公报》2005年第5期",
        "《乙区公报》2002年第2期",
    ]
    assert page.parts == ()


def test_thousands_of_issues_come_in_parts_each_once() -> None:
    reports = tuple(report(f"第{number % 7}区公报", number) for number in range(ISSUES_PER_PART * 2 + 3))
    first = issues_page(reports)
    pages = [issues_page(reports, part=part.number) for part in first.parts]
    urls = [issue.url for page in pages for group in page.groups for issue in group.issues]
    assert len(pages) == 3
    assert len(urls) == len(set(urls)) == len(reports)

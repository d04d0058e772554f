"""Issue reports → the list of issues; one issue's contents matched against its documents."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from indexer.analysis import squeezed
from indexer.generations import IssueReport
from indexer.models import ContentsEntry, Document, Gazette
from search_app.documents import UNTITLED, issue_label
from search_app.searcher import Searcher
from search_app.web.collection import find_documents
from search_app.web.issue_grid import Grid, issue_grid
from search_app.web.links import PageLink, document_url

ROWS_PER_PART = 200
ISSUES_PER_PART = 500


@dataclass(frozen=True, slots=True)
class IssueLink:
    label: str
    url: str
    documents: int
    mismatches: int
    reason: str | None


@dataclass(frozen=True, slots=True)
class IssueGroup:
    """The issues of one gazette, newest first; files without a cover come last, under no title."""

    title: str | None
    issues: tuple[IssueLink, ...]


@dataclass(frozen=True, slots=True)
class IssuesPage:
    """``grid`` is shown above the first part of the list."""

    grid: Grid
    groups: tuple[IssueGroup, ...]
    parts: tuple[PageLink, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """An entry of the contents list or a document; ``url`` is None where no document was found.

    ``title`` is the document's where it is known; ``printed`` is then the contents list's own reading, if another.
    """

    title: str
    number: str | None
    page: int | None
    url: str | None
    printed: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    title: str | None
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class IssuePage:
    label: str
    file: str
    published_on: str | None
    count: int
    sections: tuple[Section, ...]
    unlisted: tuple[Row, ...]
    parts: tuple[PageLink, ...]
    missing: tuple[Row, ...]
    warnings: tuple[str, ...]
    reason: str | None


def issues_page(reports: tuple[IssueReport, ...], index: Searcher, *, part: int | None = None) -> IssuesPage:
    """One part of the source files, by gazette; a file that is one document without a cover goes by its title."""
    ordered = sorted(reports, key=_by_gazette)
    count = max(1, -(-len(ordered) // ISSUES_PER_PART))
    current = min(max(part or 1, 1), count)
    shown = ordered[(current - 1) * ISSUES_PER_PART : current * ISSUES_PER_PART]
    single = find_documents(filter(None, map(_single, shown)), index)
    groups = (
        IssueGroup(title or None, tuple(_link(issue, single.get(_single(issue))) for issue in issues))
        for title, issues in groupby(shown, key=_gazette_title)
    )
    grid = issue_grid(reports) if current == 1 else Grid((), ())
    return IssuesPage(grid, tuple(groups), _part_links("/issues", count, current))


def _part_links(url: str, count: int, current: int) -> tuple[PageLink, ...]:
    """Links to ``count`` parts; none where there is only one."""
    return tuple(
        PageLink(number, f"{url}?part={number}", number == current)
        for number in range(1, count + 1 if count > 1 else 1)
    )


def issue_page(report: IssueReport, index: Searcher, *, part: int | None = None) -> IssuePage:
    """One issue: its contents by section, what was found without an entry, entries without a document.

    What stands in no contents list comes in parts: a record file may hold a hundred thousand documents.
    """
    unlisted = report.documents_without_entry if report.contents else report.documents
    count = max(1, -(-len(unlisted) // ROWS_PER_PART))
    current = min(max(part or 1, 1), count)
    unlisted = unlisted[(current - 1) * ROWS_PER_PART : current * ROWS_PER_PART]
    listed = (entry.document_id for entry in report.contents if entry.document_id)
    documents = find_documents((*listed, *unlisted), index)
    return IssuePage(
        label=label(report),
        file=report.file,
        published_on=report.gazette.published_on if report.gazette else None,
        count=len(report.documents),
        sections=tuple(
            Section(title, tuple(_entry_row(entry, documents) for entry in entries))
            for title, entries in groupby(report.contents, key=lambda entry: entry.section)
        ),
        unlisted=tuple(_document_row(documents[identity]) for identity in unlisted if identity in documents),
        parts=_part_links(issue_url(report), count, current),
        missing=tuple(_entry_row(entry, documents) for entry in report.entries_without_document),
        warnings=report.warnings,
        reason=report.reason,
    )


def label(report: IssueReport) -> str:
    """The issue's name, else the file's."""
    return (issue_label(report.gazette) if report.gazette else "") or report.file


def issue_url(report: IssueReport) -> str:
    return f"/issues/{report.id}"


def neighbours(
    document: Document, report: IssueReport | None, index: Searcher
) -> tuple[Document | None, ...]:
    """The documents before and after ``document`` in its issue."""
    ids = report.documents if report else ()
    if document.id not in ids:
        return (None, None)
    at = ids.index(document.id)
    around = (ids[at - 1] if at else "", ids[at + 1] if at + 1 < len(ids) else "")
    found = find_documents(filter(None, around), index)
    return tuple(map(found.get, around))


def _gazette_title(report: IssueReport) -> str:
    return (report.gazette.title if report.gazette else None) or ""


def _by_gazette(report: IssueReport) -> tuple[bool, str, int, int, int, str]:
    """Gazettes by name, those without one last; the newest issue of each first."""
    title, gazette = _gazette_title(report), report.gazette or Gazette()
    newest_first = (-(gazette.year or 0), -(gazette.number or 0), -(gazette.serial_number or 0))
    return (not title, title, *newest_first, report.file)


def _single(report: IssueReport) -> str:
    """The id of the one document that a file without a cover is; "" for every other file."""
    return report.documents[0] if len(report.documents) == 1 and not _gazette_title(report) else ""


def _link(report: IssueReport, single: Document | None) -> IssueLink:
    """To the issue; to the document where the file is nothing else."""
    mismatches = len(report.entries_without_document) + len(report.documents_without_entry)
    name, url = label(report), issue_url(report)
    if single is not None and not report.reason:
        name, url = single.title or name, document_url(single.id)
    return IssueLink(name, url, len(report.documents), mismatches, report.reason)


def _entry_row(entry: ContentsEntry, documents: dict[str, Document]) -> Row:
    document = documents.get(entry.document_id or "")
    if document is None:
        return Row(entry.title, entry.number, entry.page, None)
    title = document.title or entry.title
    printed = entry.title if squeezed(entry.title) != squeezed(title) else None
    return Row(title, document.number or entry.number, entry.page, document_url(document.id), printed)


def _document_row(document: Document) -> Row:
    return Row(document.title or UNTITLED, document.number, document.page, document_url(document.id))

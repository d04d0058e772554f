"""The scanned sheets of a document on its page: pictures with the marks over them, and the address of each picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, request
from werkzeug.exceptions import ServiceUnavailable
from werkzeug.wrappers import Response as BaseResponse

from indexer.generations import Generation, IssueReport, with_current
from indexer.models import Document
from indexer.scans import PageJob
from search_app.documents import Sheet, picture, sheet_job, sheets_of
from search_app.highlights import Range
from search_app.searcher import Searcher
from search_app.web.collection import find_document
from search_app.web.links import document_url
from search_app.web.site import catalogue, site

blueprint = Blueprint("facsimile", __name__)

MOST_SHEETS = 60
"""Sheets of one document that its page shows; each picture is loaded when it comes into sight."""

KEPT_SECONDS = 7 * 86_400
"""For so long a reader's browser need not ask again: a document's sheet does not change under its address."""

PATIENCE = 10.0
"""Seconds that a picture waits for its turn to be rendered (``Site.pictures`` says how many are at a time)."""


@dataclass(frozen=True, slots=True)
class SheetView:
    """A sheet with the address of its picture, and its marks as SVG writes polygons."""

    sheet: Sheet
    url: str
    polygons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FacsimileView:
    """The sheets shown, ``count`` of all, and how many marks stand on those shown."""

    sheets: tuple[SheetView, ...]
    count: int
    marks: int


def facsimile_view(
    document: Document, report: IssueReport | None, marks: Sequence[Range], generation: Generation
) -> FacsimileView | None:
    """The sheets of a scanned document; None where it is none."""
    sheets = sheets_of(document, report, marks, generation) if report is not None else ()
    if not sheets or report is None:
        return None
    shown = tuple(_view(sheet, document, report) for sheet in sheets[:MOST_SHEETS])
    return FacsimileView(shown, len(sheets), sum(len(view.polygons) for view in shown))


def _view(sheet: Sheet, document: Document, report: IssueReport) -> SheetView:
    url = f"{document_url(document.id)}/sheets/{sheet.number}.jpg?of={report.sha256[:12]}"
    polygons = tuple(
        " ".join(f"{x:g},{y:g}" for x, y in zip(mark[::2], mark[1::2], strict=True)) for mark in sheet.marks
    )
    return SheetView(sheet, url, polygons)


@blueprint.get("/documents/<path:identity>/sheets/<int:number>.jpg")
def sheet(identity: str, number: int) -> BaseResponse:
    """The picture of one sheet of a document."""

    def job_of(generation: Generation) -> PageJob:
        with Searcher.open(generation) as index:
            found, _ = find_document(identity, index)
        return sheet_job(found, catalogue(generation).issue_of(found), number, generation)

    job = with_current(site().settings.index, job_of)
    response = Response(content_type="image/jpeg")
    response.cache_control.private = True
    response.cache_control.max_age = KEPT_SECONDS
    response.set_etag(f"{job.sha256[:24]}-{number}")
    if not request.if_none_match.contains(f"{job.sha256[:24]}-{number}"):
        response.set_data(_rendered(job))
    return response.make_conditional(request)


def _rendered(job: PageJob) -> bytes:
    """The picture, made while others' queries are answered. Raises ServiceUnavailable where too many are asked for."""
    turns = site().pictures
    if not turns.acquire(timeout=PATIENCE):
        raise ServiceUnavailable("正在画的原件太多，请稍后再试")
    try:
        return picture(job)
    finally:
        turns.release()

"""The pages for people. Each handler reads the URL, asks once, and hands a finished view to a template."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from indexer.errors import NoIndexError, NotFoundError
from indexer.generations import Generation, current
from indexer.models import Document
from search_app.documents import original_lines, relations_of, tables_of
from search_app.highlights import document_highlights
from search_app.query import marks
from search_app.response import SearchRequest, SearchResponse
from search_app.searcher import Searcher
from search_app.statistics import Statistics, statistics
from search_app.web import metrics
from search_app.web.collection import find_document, moved_to
from search_app.web.document_page import document_page
from search_app.web.facets import COUNTED_BY, Counts
from search_app.web.facsimile import facsimile_view
from search_app.web.histogram import Histogram, histogram, unit_of
from search_app.web.issue_page import issue_page, issue_url, issues_page, neighbours
from search_app.web.links import document_url
from search_app.web.number_card import beside, number_card
from search_app.web.openapi import description
from search_app.web.parameters import (
    read_request,
    without_filter,
    write_request,
)
from search_app.web.relations_view import relations_view
from search_app.web.result_page import result_page
from search_app.web.site import answer, catalogue, site
from search_app.web.site import search as run_search
from search_app.web.source_page import source_page
from search_app.web.standing_page import standing_view
from search_app.web.start_page import StartPage, start_page
from search_app.web.text_links import text_links
from search_app.web.trail import trail

blueprint = Blueprint("pages", __name__)


@blueprint.get("/")
def start() -> BaseResponse:
    """The start page; a query sent here is answered on the result page."""
    if request.args.get("q"):
        return redirect("/search?" + write_request(read_request(_arguments())), 303)
    return answer(lambda generation: _page("start.html", generation, start=_start_page(generation)))


def _start_page(generation: Generation) -> StartPage:
    return site().start.of(generation, lambda: start_page(generation, catalogue(generation).shown))


@blueprint.get("/search")
def search() -> BaseResponse:
    asked = read_request(_arguments(), facets=True, explain=True)
    if not asked.query and not asked.filters:
        return redirect("/", 303)

    def make(generation: Generation) -> Response:
        found = run_search(asked, generation)
        page = result_page(
            asked, found, _wider_counts(asked, generation), _histogram(asked, found, generation)
        )
        card = number_card(found, generation, asked.as_of) if not asked.offset else None
        page = replace(page, notices=beside(card, page.notices))
        return _page(
            "results.html", generation, page=page, card=card, query=asked.query, kept_parameters=page.kept
        )

    return answer(make)


def _histogram(asked: SearchRequest, found: SearchResponse, generation: Generation) -> Histogram:
    """The hits over time; a month or quarter that was chosen stands among those beside it."""
    unit, years = unit_of(found.facets)
    if unit == "year":
        return histogram(asked, unit, years, dict(found.facets.get("year", ())))
    beside = without_filter(asked, "date")
    if not beside.query and not beside.filters:
        beside = asked
    return histogram(asked, unit, years, _counts(statistics(beside, (unit,), generation)))


def _counts(counted: Statistics) -> dict[str, int]:
    return {value: counts[0] for value, counts in counted.rows}


def _wider_counts(asked: SearchRequest, generation: Generation) -> Counts:
    """What the values of each chosen filter count without it, where a search is left without it."""
    counts = {}
    for name in asked.filters:
        wider = replace(without_filter(asked, name), limit=0, explain=False)
        if name in COUNTED_BY and (wider.query or wider.filters):
            counts[name] = run_search(wider, generation).facets.get(COUNTED_BY[name], ())
    return counts


@blueprint.get("/documents/<path:identity>")
def document(identity: str) -> BaseResponse:
    asked = read_request(_arguments())
    query, exact = asked.query, asked.exact
    rank = request.args.get("rank", type=int)
    part, line = request.args.get("part", type=int), request.args.get("line", type=int)

    def make(generation: Generation) -> BaseResponse:
        with Searcher.open(generation, asked.as_of) as index:
            moved = moved_to(identity, index)
            if moved:
                return redirect(f"{document_url(moved)}{_query_string()}", 301)
            found, folded = find_document(identity, index)
            if request.args.get("view") == "source":
                return _source(found, generation, part)
            highlights = document_highlights(found, folded, marks(query, index, exact=exact))
            links = text_links(found, index)
            held = tables_of(found, index.dictionaries)
            page = document_page(
                found, highlights, query=query, part=part, line=line, links=links, tables=held
            )
            report = catalogue(generation).issue_of(found)
            related = relations_of(found, index)
            before, after = neighbours(found, report, index)
            way = trail(asked, rank, found.id, generation)
            standing = standing_view(found, related.similar, index)
        return _page(
            "document.html",
            generation,
            page=page,
            standing=standing,
            scan=facsimile_view(found, report, highlights.text, generation),
            query=query,
            trail=way,
            relations=relations_view(related, before, after, standing.told),
            compare_url=f"/compare?a={page.document.id}",
            issue_url=issue_url(report) if report else None,
            source_url=document_url(found.id) + "?view=source",
        )

    return answer(make)


def _source(document: Document, generation: Generation, part: int | None) -> Response:
    if document.source is None:
        raise NotFoundError("这篇公文没有来源文件，无从对照")
    report = catalogue(generation).issue_of(document)
    page = source_page(document, original_lines(generation, report) if report else None, part=part)
    return _page(
        "source.html", generation, page=page, document=document, document_url=document_url(document.id)
    )


@blueprint.get("/issues")
def issues() -> BaseResponse:
    part = request.args.get("part", type=int)

    def make(generation: Generation) -> Response:
        with Searcher.open(generation) as index:
            page = issues_page(catalogue(generation).shown, index, part=part)
        return _page("issues.html", generation, page=page)

    return answer(make)


@blueprint.get("/issues/<key>")
def issue(key: str) -> BaseResponse:
    part = request.args.get("part", type=int)

    def make(generation: Generation) -> Response:
        with Searcher.open(generation) as index:
            page = issue_page(catalogue(generation).issue(key), index, part=part)
        return _page("issue.html", generation, issue=page)

    return answer(make)


@blueprint.get("/help")
def help_page() -> str:
    return render_template("help.html")


@blueprint.get("/openapi.json")
def openapi() -> BaseResponse:
    return Response(description(), content_type="application/json")


@blueprint.get("/metrics")
def prometheus() -> BaseResponse:
    """Counters since the start, and what serves; an unreadable index is a figure, not an error."""
    try:
        generation = current(site().settings.index)
    except NoIndexError:
        site().metrics.serving(None, 0)
    else:
        site().metrics.serving(
            generation.name, generation.manifest.documents, degraded=generation.notice is not None
        )
    return Response(site().metrics.text(), content_type=metrics.CONTENT_TYPE)


def _page(template: str, generation: Generation, **values: object) -> Response:
    return Response(render_template(template, generation=generation.name, **values))


def _arguments() -> dict[str, list[str]]:
    return request.args.to_dict(flat=False)


def _query_string() -> str:
    """The query string of this request with its question mark; "" where there is none."""
    query = request.query_string.decode("ascii", "replace")
    return f"?{query}" if query else ""

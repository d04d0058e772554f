"""The JSON API: the contract's objects, the page's parameters; described by search_app.web.openapi."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any, get_args
from urllib.parse import quote, urlencode

from flask import Blueprint, Response, jsonify, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from indexer.errors import UsageError
from indexer.generations import Generation, IssueReport, with_current
from indexer.models import ContentsEntry
from search_app import export, holdings
from search_app.documents import whole_as_json
from search_app.lookup import lookup
from search_app.response import response_as_json
from search_app.searcher import Searcher
from search_app.statistics import statistics
from search_app.suggestions import suggest
from search_app.tables import Header
from search_app.web.collection import find_document, moved_to
from search_app.web.links import document_url
from search_app.web.parameters import (
    DEEPEST,
    LARGEST_LIMIT,
    SEARCH,
    SELECTING,
    known_only,
    read_choice,
    read_integer,
    read_query,
    read_request,
    read_switch,
    write_request,
    written_pairs,
)
from search_app.web.site import answer, catalogue, site
from search_app.web.site import search as run_search

blueprint = Blueprint("api", __name__)

DOCUMENTS_PER_PAGE = 50

MOST_NUMBERS = 20
"""Numbers that one lookup may ask for."""


@blueprint.get("/api/search")
def search() -> BaseResponse:
    """The contract's object; ``next`` is the address of the next page, ``url`` that of a hit's page for people."""
    asked = read_request(_arguments(*SEARCH), facets=True)

    def make(generation: Generation) -> Response:
        found = run_search(asked, generation)
        said = response_as_json(found)
        further = asked.offset + asked.limit < min(found.ranks, DEEPEST)
        onward = write_request(replace(asked, offset=asked.offset + asked.limit)) if further else ""
        for hit in said["hits"]:
            hit["url"] = document_url(hit["id"])
        return jsonify({**said, "next": f"/api/search?{onward}" if onward else None})

    return answer(make)


@blueprint.get("/api/documents/<path:identity>")
def document(identity: str) -> BaseResponse:
    def make(generation: Generation) -> BaseResponse:
        with Searcher.open(generation) as index:
            moved = moved_to(identity, index)
            if moved:
                return redirect(f"/api/documents/{quote(moved, safe='')}", 301)
            found, _ = find_document(identity, index)
            whole = whole_as_json(found, index)
        return jsonify({**whole, "url": document_url(found.id)})

    return answer(make)


@blueprint.get("/api/documents")
def documents() -> BaseResponse:
    """All documents, or all that a search finds, in the order of their ids, a page at a time; ``next`` leads on,
    null at the end.
    """
    given = _arguments(*SELECTING, "after", "limit", "text")
    asked = read_request({name: values for name, values in given.items() if name in SELECTING})
    after = "".join(given.get("after", ())[:1])
    limit = read_integer(given, "limit", DOCUMENTS_PER_PAGE, 1, LARGEST_LIMIT)
    with_text = read_switch(given, "text")

    def make(generation: Generation) -> Response:
        selection = holdings.select(asked, generation)
        found, last = holdings.page(selection, after, limit)
        pairs = [*written_pairs(asked), ("after", last), ("limit", limit), *[("text", 1)] * with_text]
        return jsonify(
            {
                "generation": generation.name,
                "total": selection.total,
                "documents": [_listed(each, with_text=with_text) for each in found],
                "next": f"/api/documents?{urlencode(pairs)}" if last else None,
            }
        )

    return answer(make)


@blueprint.get("/api/export")
def export_all() -> BaseResponse:
    """Every document, or every one that a search finds, streamed: jsonl (with ``text=1`` what ``gsearch build``
    reads) or csv.
    """
    given = _arguments(*SELECTING, "format", "text", "header")
    asked = read_request({name: values for name, values in given.items() if name in SELECTING})
    form = read_choice(given, "format", ("jsonl", "csv"))
    header = read_choice(given, "header", get_args(Header))
    with_text = read_switch(given, "text")

    def make(generation: Generation) -> BaseResponse:
        held = holdings.select(asked, generation).documents()
        lines = (
            export.documents_as_csv(held, with_text=with_text, header=header)
            if form == "csv"
            else export.documents_as_jsonl(held, with_text=with_text)
        )
        name = f'attachment; filename="gsearch-{generation.name}.{form}"'
        return Response(lines, content_type=_STREAMED[form], headers={"Content-Disposition": name})

    return answer(make)


_STREAMED = {"jsonl": "application/x-ndjson; charset=utf-8", "csv": "text/csv; charset=utf-8"}


@blueprint.get("/api/stats")
def stats() -> BaseResponse:
    """How what a search finds (without one: everything) spreads; ``by`` once or twice."""
    given = _arguments(*SEARCH, "by")
    asked = read_request({name: values for name, values in given.items() if name != "by"})
    by = tuple(given.get("by", ())) or ("year",)
    return answer(lambda generation: jsonify(asdict(statistics(asked, by, generation))))


@blueprint.get("/api/lookup")
def look_up() -> BaseResponse:
    numbers = [number.strip() for number in _arguments("number").get("number", []) if number.strip()]
    if not 1 <= len(numbers) <= MOST_NUMBERS:
        raise UsageError(f"参数 number 要给1到{MOST_NUMBERS}个发文字号")
    if any(len(number) > 200 for number in numbers):
        raise UsageError("参数 number 太长：最多200个字符")
    return answer(
        lambda generation: jsonify(
            {
                "generation": generation.name,
                "results": [asdict(lookup(number, generation)) for number in numbers],
            }
        )
    )


@blueprint.get("/api/suggest")
def suggestions() -> BaseResponse:
    typed = read_query(_arguments("q"))

    def make(generation: Generation) -> Response:
        return jsonify({"query": typed, "suggestions": list(suggest(typed, generation))})

    return answer(make)


@blueprint.get("/api/issues")
def issues() -> BaseResponse:
    return answer(
        lambda generation: jsonify(
            {
                "generation": generation.name,
                "issues": [_issue_json(report) for report in catalogue(generation).shown],
            }
        )
    )


@blueprint.get("/api/issues/<key>")
def issue(key: str) -> BaseResponse:
    return answer(lambda generation: jsonify(_issue_json(catalogue(generation).issue(key), contents=True)))


@blueprint.get("/healthz")
def healthz() -> BaseResponse:
    """200 while an index can be opened and read, 503 (as JSON) otherwise; for monitors and load balancers.

    ``degraded`` says that an earlier generation serves, because the current one is damaged.
    """
    return jsonify(with_current(site().settings.index, _health))


def _health(generation: Generation) -> dict[str, Any]:
    with Searcher.open(generation) as index:
        documents = index.document_count
    health: dict[str, Any] = {
        "status": "ok",
        "generation": generation.name,
        "documents": documents,
        "built_at": generation.manifest.built_at,
    }
    return health | {"status": "degraded", "notice": generation.notice} if generation.notice else health


def _listed(held: holdings.Held, *, with_text: bool) -> dict[str, Any]:
    return {**export.held_as_json(held, with_text=with_text), "url": document_url(held.document.id)}


def _issue_json(report: IssueReport, *, contents: bool = False) -> dict[str, Any]:
    brief = {
        "id": report.id,
        "file": report.file,
        "gazette": asdict(report.gazette) if report.gazette else None,
        "documents": list(report.documents),
        "entries": len(report.contents),
        "entries_without_document": [_entry_json(entry) for entry in report.entries_without_document],
        "documents_without_entry": list(report.documents_without_entry),
        "warnings": list(report.warnings),
        "state": report.state,
        "reason": report.reason,
    }
    return {**brief, "contents": [_entry_json(entry) for entry in report.contents]} if contents else brief


def _entry_json(entry: ContentsEntry) -> dict[str, Any]:
    return asdict(entry)


def _arguments(*known: str) -> dict[str, list[str]]:
    """The parameters of this request. Raises UsageError for one that is not ``known``: a misspelt filter must not
    widen a search unseen.
    """
    given = request.args.to_dict(flat=False)
    known_only(given, known)
    return given

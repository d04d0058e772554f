"""The JSON API: the contract's objects, the page's parameters; described in static/openapi.json."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, jsonify, request
from werkzeug.wrappers import Response as BaseResponse

from indexer.errors import UsageError
from indexer.generations import Generation, with_current
from indexer.generations.issue_reports import IssueReport
from indexer.models import ContentsEntry, document_as_json
from search_app.lookup import lookup
from search_app.response import response_as_json
from search_app.search import search as run_search
from search_app.searcher import Searcher
from search_app.suggestions import suggest
from search_app.web.collection import find_document
from search_app.web.parameters import read_query, read_request
from search_app.web.site import answer, catalogue, site

blueprint = Blueprint("api", __name__)

MOST_NUMBERS = 20
"""Numbers that one lookup may ask for."""


@blueprint.get("/api/search")
def search() -> BaseResponse:
    asked = read_request(_arguments(), facets=True)
    return answer(lambda generation: jsonify(response_as_json(run_search(asked, generation))))


@blueprint.get("/api/documents/<path:identity>")
def document(identity: str) -> BaseResponse:
    def make(generation: Generation) -> Response:
        with Searcher.open(generation) as index:
            found, _ = find_document(identity, index)
        return jsonify(document_as_json(found, with_text=True))

    return answer(make)


@blueprint.get("/api/lookup")
def look_up() -> BaseResponse:
    numbers = [number.strip() for number in _arguments().get("number", []) if number.strip()]
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
    typed = read_query(_arguments())

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


def _arguments() -> dict[str, list[str]]:
    return request.args.to_dict(flat=False)

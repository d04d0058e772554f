"""What is taken away from the page: a document, its tables, the hits of a search, their feed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import get_args
from urllib.parse import quote

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as BaseResponse

from indexer.generations import Generation
from search_app import export
from search_app.documents import as_docx, as_text, table_as_csv
from search_app.searcher import Searcher
from search_app.tables import Header
from search_app.web import feed as atom_feed
from search_app.web.collection import find_document
from search_app.web.parameters import LARGEST_EXPORT, read_choice, read_request, write_request
from search_app.web.site import answer
from search_app.web.site import search as run_search

blueprint = Blueprint("downloads", __name__)

FEED_LENGTH = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/documents/<path:identity>/document.<any(txt, docx):form>")
def document_download(identity: str, form: str) -> BaseResponse:
    """The whole document as a file to take away."""

    def make(generation: Generation) -> Response:
        with Searcher.open(generation) as index:
            found, _ = find_document(identity, index)
        content = as_docx(found) if form == "docx" else as_text(found)
        return _attached(content, _FILE_TYPES[form], f"{found.number or found.id}.{form}")

    return answer(make)


@blueprint.get("/documents/<path:identity>/table-<int:number>.csv")
def table_download(identity: str, number: int) -> BaseResponse:
    """One table of a document as CSV."""

    def make(generation: Generation) -> Response:
        with Searcher.open(generation) as index:
            found, _ = find_document(identity, index)
        name = f"{found.number or found.id}-{number}.csv"
        return _attached(table_as_csv(found, number, generation.dictionaries), _FILE_TYPES["csv"], name)

    return answer(make)


_FILE_TYPES = {
    "txt": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def _attached(content: str | bytes, kind: str, name: str) -> Response:
    """A file to be saved under ``name``, which may be Chinese (RFC 6266)."""
    disposition = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return Response(content, content_type=kind, headers={"Content-Disposition": disposition})


@blueprint.get("/feed")
def feed() -> BaseResponse:
    """The same documents in the same order as everywhere, none folded; the page offers it with the newest first."""
    asked = replace(read_request(_arguments(), default=FEED_LENGTH), unfold=True)

    def make(generation: Generation) -> Response:
        content = atom_feed.atom(
            run_search(asked, generation),
            host_url=request.host_url.rstrip("/"),
            query_string=write_request(replace(asked, unfold=False), default=FEED_LENGTH),
            updated=generation.manifest.built_at,
        )
        return Response(content, content_type=atom_feed.CONTENT_TYPE)

    return answer(make)


@blueprint.get("/export.<any(csv, jsonl, xlsx):form>")
def export_hits(form: str) -> BaseResponse:
    """The first LARGEST_EXPORT documents of a search, none folded, or the slice that offset and limit name."""
    asked = read_request(_arguments(), default=LARGEST_EXPORT, largest=LARGEST_EXPORT)
    asked = replace(asked, unfold=True)
    today = date.today().isoformat()
    header = read_choice(_arguments(), "header", get_args(Header)) if "header" in request.args else None

    def make(generation: Generation) -> Response:
        found = run_search(asked, generation)
        text: str | bytes
        if form == "csv":
            text, kind = export.as_csv(found, today, header or "name"), "text/csv; charset=utf-8"
        elif form == "xlsx":
            text, kind = export.as_xlsx(found, today, header or "zh"), XLSX
        else:
            text, kind = export.as_jsonl(found, today), "application/x-ndjson; charset=utf-8"
        name = f'attachment; filename="gsearch-{generation.name}.{form}"'
        return Response(text, content_type=kind, headers={"Content-Disposition": name})

    return answer(make)


def _arguments() -> dict[str, list[str]]:
    return request.args.to_dict(flat=False)

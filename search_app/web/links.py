"""Addresses of this site: of a search, of a document and of places in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import quote, urlencode

from search_app.response import Hit, SearchRequest
from search_app.web.parameters import DEFAULT_LIMIT, write_request

PART_LENGTH = 100_000
"""Characters of a text that one page shows; a longer one comes in parts."""


@dataclass(frozen=True, slots=True)
class PageLink:
    number: int
    url: str
    current: bool


def search_url(request: SearchRequest) -> str:
    """The page that answers ``request``."""
    return "/search?" + write_request(request)


def document_url(
    identity: str,
    request: SearchRequest | None = None,
    fragment: str = "",
    line: int | None = None,
    rank: int | None = None,
) -> str:
    """The document's page; with the request's query its hits are marked there.

    ``line`` is a source line of a text so long that it comes in parts: the one with this line is shown.
    ``rank`` is the document's place among the hits of ``request``, from which the page leads on.
    """
    pairs = (
        [write_request(replace(request, offset=0, limit=DEFAULT_LIMIT))] if request and request.query else []
    )
    pairs += [f"rank={rank}"] if pairs and rank is not None else []
    pairs += [f"line={line}"] if line is not None else []
    url = "/documents/" + quote(identity, safe="") + (f"?{'&'.join(pairs)}" if pairs else "")
    return url + (f"#{fragment}" if fragment else "")


def hit_url(hit: Hit, request: SearchRequest) -> str:
    """A hit's document, opened at its first mark and knowing its rank among the hits of ``request``."""
    marked = any(snippet.highlights for snippet in hit.snippets)
    return document_url(hit.document.id, request, "mark-1" if marked else "", rank=hit.rank)


def compare_url(a: str, b: str) -> str:
    """The page that lays the documents with these ids beside each other."""
    return "/compare?" + urlencode({"a": a, "b": b})

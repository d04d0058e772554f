"""One hit → what the result page shows of it: title and fragments cut at their marks, and what it leads to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from search_app.documents import UNTITLED, issue_label
from search_app.highlights import Piece, cut, mark
from search_app.relations.standing import badge
from search_app.response import Hit, SearchRequest, Snippet
from search_app.web.links import PART_LENGTH, document_url, hit_url

_SNIPPETS_SHOWN = 2
_BEFORE_MATCH = 30
"""Characters before a match: it must stand in the two lines that a phone shows."""


@dataclass(frozen=True, slots=True)
class SnippetView:
    """``page`` is the printed page that the fragment stands on, None where it is not known."""

    pieces: tuple[Piece, ...]
    heading: str | None
    line: int
    url: str
    page: int | None


@dataclass(frozen=True, slots=True)
class AlikeView:
    """A document folded under a hit; ``same`` is the hit's very document, from another print."""

    label: str
    facts: str
    url: str
    same: bool


@dataclass(frozen=True, slots=True)
class Lead:
    """One document up or down the chain; ``url`` is None where it is not held."""

    word: str
    label: str
    title: str
    url: str | None


@dataclass(frozen=True, slots=True)
class HitView:
    """``more`` counts the places that no snippet shows, ``leads`` are its neighbours up and down the chain."""

    hit: Hit
    title: tuple[Piece, ...]
    url: str
    issue: str
    snippets: tuple[SnippetView, ...]
    badge: tuple[str, str] | None = None
    more: int = 0
    leads: tuple[Lead, ...] = ()
    alike: tuple[AlikeView, ...] = ()


def hit_view(hit: Hit, request: SearchRequest) -> HitView:
    """One hit; its link opens the document at the first mark, a snippet's at the snippet's own line."""
    document = hit.document
    shown = hit.shown(_SNIPPETS_SHOWN)
    return HitView(
        hit=hit,
        title=mark(document.title, hit.title_highlights) or mark(UNTITLED, ()),
        url=hit_url(hit, request),
        issue=issue_label(document.gazette) if document.gazette else "",
        snippets=tuple(_snippet_view(snippet, hit, request) for snippet in shown),
        badge=badge(hit.standing.validity) if hit.standing else None,
        more=hit.places_beside(shown),
        leads=tuple(_leads(hit)),
        alike=tuple(_alike_views(hit, request)),
    )


def _alike_views(hit: Hit, request: SearchRequest) -> Iterator[AlikeView]:
    for each in hit.alike.documents if hit.alike else ():
        assert hit.alike is not None
        same = each.id in hit.alike.prints
        issue = issue_label(each.gazette) if each.gazette else None
        told = (
            (issue or (each.source.file if each.source else None),)
            if same
            else (each.number, each.written_on)
        )
        yield AlikeView(
            each.title or UNTITLED, "　".join(filter(None, told)), document_url(each.id, request), same
        )


def _leads(hit: Hit) -> Iterator[Lead]:
    """The first document that it is based on, and the first that is based on it."""
    relations = hit.standing.relations if hit.standing else ()
    for direction, word in (("out", "上承"), ("in", "下启")):
        for relation in relations:
            if relation.kind == "based_on" and relation.direction == direction and relation.number:
                url = document_url(relation.id) if relation.id else None
                yield Lead(word, relation.number, relation.title or "", url)
                break


def _snippet_view(snippet: Snippet, hit: Hit, request: SearchRequest) -> SnippetView:
    document = hit.document
    snippet = cut(snippet, _BEFORE_MATCH)
    in_parts = len(document.text.content) > PART_LENGTH
    return SnippetView(
        pieces=mark(snippet.text, snippet.highlights),
        heading=snippet.heading,
        line=snippet.first_line,
        url=document_url(
            document.id,
            request,
            f"L{snippet.first_line}",
            snippet.first_line if in_parts else None,
            hit.rank,
        ),
        page=snippet.page,
    )

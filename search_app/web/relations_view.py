"""Relations of a document → links with their labels."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from indexer.models import Document
from search_app.documents import UNTITLED, Citation, Relations
from search_app.web.links import document_url


@dataclass(frozen=True, slots=True)
class RelatedLink:
    """``title`` explains a label that is a number; ``url`` is None for what the collection does not hold."""

    label: str
    url: str | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class RelationsView:
    cites: tuple[RelatedLink, ...]
    repeals: tuple[RelatedLink, ...]
    cited_by: tuple[RelatedLink, ...]
    similar: tuple[RelatedLink, ...]
    previous: RelatedLink | None
    next: RelatedLink | None


def relations_view(
    related: Relations, before: Document | None, after: Document | None, told: Collection[str] = ()
) -> RelationsView:
    """What the document page shows of ``related`` and of the documents before and after in the same issue, without
    the numbers and titles that it has ``told`` already.
    """

    def new(links: Iterable[RelatedLink]) -> tuple[RelatedLink, ...]:
        return tuple(link for link in links if link.label not in told)

    return RelationsView(
        cites=new(map(_citation_link, related.cites)),
        repeals=tuple(map(_citation_link, related.repeals)),
        cited_by=new(map(_numbered_link, related.cited_by)),
        similar=new(map(_titled_link, related.similar)),
        previous=_titled_link(before) if before else None,
        next=_titled_link(after) if after else None,
    )


def _citation_link(citation: Citation) -> RelatedLink:
    """One bearer: its page; several: a search for the number, where the reader can choose."""
    if not citation.documents:
        return RelatedLink(citation.label)
    if len(citation.documents) > 1:
        return RelatedLink(citation.label, "/search?" + urlencode({"number": citation.label}))
    bearer = citation.documents[0]
    return RelatedLink(citation.label, document_url(bearer.id), bearer.title)


def _numbered_link(document: Document) -> RelatedLink:
    if document.number is None:
        return _titled_link(document)
    return RelatedLink(document.number, document_url(document.id), document.title)


def _titled_link(document: Document) -> RelatedLink:
    return RelatedLink(document.title or UNTITLED, document_url(document.id))

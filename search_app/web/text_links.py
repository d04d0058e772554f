"""Where the text of a document names others: which characters, and where they lead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from indexer.identifiers import find_numbers
from indexer.models import Document
from indexer.relations import Relation, named, relations_of
from indexer.schema import keyword
from search_app.highlights import Link
from search_app.relations import status_line
from search_app.response import SearchRequest
from search_app.searcher import Searcher
from search_app.web.links import document_url, search_url


def text_links(document: Document, index: Searcher) -> tuple[Link, ...]:
    """Every number in the document's text, and every title that leads to a document: where it stands, where it leads.

    A number that the collection lacks has no address; its title says so, and what is in force of it where known.
    """
    out = [each for each in relations_of(document.id, index.relations) if each.direction == "out"]
    meant = {each.number: each for each in out if each.id and each.number}
    standing = [
        found
        for found in find_numbers(document.text.content, index.dictionaries)
        if str(found.number) != document.number
    ]
    index.frequencies([("number", keyword(str(found.number))) for found in standing])
    links = [_number_link(found.start, found.end, str(found.number), meant, index) for found in standing]
    links += [link for each in out if each.id and each.title for link in _title_links(document, each)]
    disjoint: list[Link] = []
    for link in sorted(links, key=lambda link: (link.start, -link.end)):
        if not disjoint or disjoint[-1].end <= link.start:
            disjoint.append(link)
    return tuple(disjoint)


def _number_link(start: int, end: int, number: str, meant: Mapping[str, Relation], index: Searcher) -> Link:
    """To the document that is meant; to all that bear the number where it is not certain which."""
    relation = meant.get(number)
    if relation is not None and relation.id:
        return Link(start, end, document_url(relation.id), relation.title or number)
    bearing = index.frequency("number", keyword(number))
    if bearing:
        return Link(start, end, search_url(SearchRequest(number)), f"{bearing} 篇公文用这个文号")
    others = named(number, index.relations, index.on)
    stated = [status_line(each.validity) for each in others if each.validity.status != "not_stated"]
    return Link(start, end, None, "；".join(["不在本库", *dict.fromkeys(stated)]))


def _title_links(document: Document, relation: Relation) -> Iterator[Link]:
    wanted, at = f"《{relation.title}》", -1
    while relation.id and (at := document.text.content.find(wanted, at + 1)) >= 0:
        yield Link(at, at + len(wanted), document_url(relation.id), relation.number or "")

"""A search as an Atom feed (RFC 4287): its hits as entries, so that a feed reader tells of new documents."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from indexer.models import Document
from search_app.documents import UNTITLED, citation
from search_app.response import SearchResponse
from search_app.web.links import document_url

CONTENT_TYPE = "application/atom+xml; charset=utf-8"

_ATOM = "http://www.w3.org/2005/Atom"
# Everything outside XML 1.0's Char production, which no escaping makes legal.
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def atom(response: SearchResponse, *, host_url: str, query_string: str, updated: str) -> bytes:
    """The feed of ``response``.

    ``host_url`` is this server's address without a trailing slash, ``query_string`` the search's own,
    ``updated`` when the index was built (RFC 3339). Entries carry their document's own date where it is
    known, else ``updated``.
    """
    feed = ElementTree.Element("feed", {"xmlns": _ATOM, "xml:lang": "zh-CN"})
    _add(feed, "title", f"政府公报检索：{response.query}" if response.query else "政府公报检索")
    _add(feed, "id", f"{host_url}/feed?{query_string}")
    _add(feed, "updated", updated)
    _add(feed, "subtitle", f"共{response.total}篇公文，索引{response.generation}")
    _add(feed, "link", rel="self", type="application/atom+xml", href=f"{host_url}/feed?{query_string}")
    _add(feed, "link", rel="alternate", type="text/html", href=f"{host_url}/search?{query_string}")
    _add(_add(feed, "author"), "name", "政府公报检索")
    for hit in response.hits:
        summary = " … ".join(snippet.text for snippet in hit.snippets)
        _add_entry(feed, hit.document, summary, host_url, updated)
    return bytes(ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True))


def _add_entry(
    feed: ElementTree.Element, document: Document, summary: str, host_url: str, updated: str
) -> None:
    entry = _add(feed, "entry")
    dated = f"{document.written_on}T00:00:00+08:00" if document.written_on else updated
    _add(entry, "title", document.title or UNTITLED)
    _add(entry, "id", host_url + document_url(document.id))
    _add(entry, "updated", dated)
    if document.written_on:
        _add(entry, "published", dated)
    _add(entry, "link", rel="alternate", type="text/html", href=host_url + document_url(document.id))
    _add(_add(entry, "author"), "name", document.issuer or "发文机关不详")
    facts = "；".join(fact for fact in (document.number, citation(document)) if fact)
    _add(entry, "summary", "　".join(part for part in (facts, summary) if part))


def _add(
    parent: ElementTree.Element, name: str, text: str | None = None, **attributes: str
) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, name, attributes)
    element.text = _ILLEGAL.sub("\ufffd", text) if text is not None else None
    return element

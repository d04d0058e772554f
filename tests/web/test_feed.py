"""A feed is well-formed whatever stands in the documents, and says what the search said."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from search_app.web.feed import atom
from tests.sample_response import sample_response

NAMES = {"a": "http://www.w3.org/2005/Atom"}


def parsed(content: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(content)


def feed(**changes: object) -> ElementTree.Element:
    response = replace(sample_response(), **changes)  # type: ignore[arg-type]
    return parsed(
        atom(
            response,
            host_url="http://127.0.0.1:8000",
            query_string="q=%E5%8F%8C%E9%9A%8F%E6%9C%BA",
            updated="2026-01-02T03:04:05+08:00",
        )
    )


def test_the_entries_are_the_hits_in_their_order() -> None:
    links = [link.get("href") for link in feed().findall("a:entry/a:link", NAMES)]
    assert links == [
        "http://127.0.0.1:8000/documents/0a1b2c3d4e5f",
        "http://127.0.0.1:8000/documents/f0e1d2c3b4a5",
    ]


def test_an_entry_has_what_atom_demands() -> None:
    for entry in feed().findall("a:entry", NAMES):
        assert entry.findtext("a:id", None, NAMES)
        assert entry.findtext("a:title", None, NAMES)
        assert "T" in (entry.findtext("a:updated", None, NAMES) or "")
        assert entry.findtext("a:author/a:name", None, NAMES)


def test_hostile_text_is_text() -> None:
    titles = [title.text for title in feed().findall("a:entry/a:title", NAMES)]
    assert titles[1] is not None
    assert titles[1].endswith("</mark>")
    assert "\x1b" not in titles[1]


@given(st.text(max_size=50))
def test_any_query_gives_a_well_formed_feed(query: str) -> None:
    assert feed(query=query).findtext("a:title", None, NAMES) is not None

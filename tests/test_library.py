"""gsearch for programs: the same answers as the command line's, from one object, with errors that say what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

import search_app
from indexer.errors import NoIndexError, NotFoundError, QueryError, UsageError
from indexer.generations import current
from search_app.response import SearchRequest, response_as_json
from search_app.search import open_hit, search


def test_a_program_gets_what_the_command_line_gets(sample_index: Path) -> None:
    answered = response_as_json(search_app.open(sample_index).search("双随机", limit=3, facets=True))
    expected = response_as_json(search(SearchRequest("双随机", limit=3, facets=True), current(sample_index)))
    assert answered | {"took_ms": 0} == expected | {"took_ms": 0}


def test_filters_narrow_a_search(sample_index: Path) -> None:
    index = search_app.open(str(sample_index))
    hits = index.search("通知", filters={"year": ("2021",)}, limit=50).hits
    assert hits
    assert {hit.document.year for hit in hits} == {2021}


def test_a_document_is_found_by_its_id_and_by_its_number(sample_index: Path) -> None:
    index = search_app.open(sample_index)
    hit = next(hit for hit in index.search("通知", limit=50).hits if hit.document.number)
    number = hit.document.number
    assert index.document(hit.document.id).id == hit.document.id
    assert number is not None
    assert index.lookup(number).status in ("found", "ambiguous")
    with pytest.raises(NotFoundError):
        index.document("没有这个编号")


def test_counts_are_those_of_the_search(sample_index: Path) -> None:
    index = search_app.open(sample_index)
    counted = index.stats("双随机", by=("type",), filters={"year": ("2019",)})
    assert counted.total == index.search("双随机", filters={"year": ("2019",)}, limit=1).total > 0
    assert sum(counts[0] for _, counts in counted.rows) == counted.total
    with pytest.raises(UsageError, match="县区"):
        index.stats(by=("县区",))


def test_completion_begins_as_what_was_typed(sample_index: Path) -> None:
    assert all(found.startswith("双") for found in search_app.open(sample_index).suggest("双"))


def test_without_an_index_opening_says_so(tmp_path: Path) -> None:
    with pytest.raises(NoIndexError):
        search_app.open(tmp_path / "nothing")


def test_a_malformed_query_is_an_error_of_its_own(sample_index: Path) -> None:
    with pytest.raises(QueryError):
        search_app.open(sample_index).search("一窗受理 OR")


def test_types_can_be_imported_from_the_package() -> None:
    from search_app import Hit, Index, SearchRequest, SearchResponse, Snippet

    assert all(isinstance(kind, type) for kind in (Hit, Index, SearchRequest, SearchResponse, Snippet))
    with pytest.raises(AttributeError):
        search_app.nothing  # noqa: B018


def test_an_opened_hit_is_marked_where_the_query_stands(sample_index: Path) -> None:
    document, highlights = open_hit(SearchRequest('"一窗受理"'), 1, current(sample_index))
    marked = {document.text.content[start:end] for start, end in highlights.text}
    assert {"".join(filter(str.isalnum, text)) for text in marked} == {"一窗受理"}
    with pytest.raises(NotFoundError):
        open_hit(SearchRequest("双随机"), 500, current(sample_index))

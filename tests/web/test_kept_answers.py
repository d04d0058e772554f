"""Kept answers: the same as new ones, of one generation and one day, within bounds."""

from __future__ import annotations

from dataclasses import replace

import pytest

from indexer.build import build
from indexer.generations import current
from search_app.response import SearchRequest
from search_app.search import search
from search_app.web import kept_answers
from search_app.web.kept_answers import Answers
from tests.small_collection import record, write_collection


@pytest.fixture
def index(tmp_path):
    build([write_collection(tmp_path / "files")], tmp_path / "index")
    return tmp_path / "index"


@pytest.fixture
def asked() -> list[str]:
    return []


@pytest.fixture
def searching(asked):
    def run(request, generation):
        asked.append(request.query)
        return search(request, generation)

    return run


def test_the_same_request_is_searched_once_and_answered_alike(index, asked, searching):
    kept, generation = Answers(), current(index)
    first = kept.of(SearchRequest("河长制", {"type": ("通知",)}), generation, searching)
    again = kept.of(SearchRequest("河长制", {"type": ("通知",)}), generation, searching)
    assert asked == ["河长制"]
    assert replace(again, took_ms=first.took_ms) == first


@pytest.mark.parametrize(
    "other",
    [
        SearchRequest("河长"),
        SearchRequest("河长制", limit=3),
        SearchRequest("河长制", offset=1),
        SearchRequest("河长制", sort="newest"),
        SearchRequest("河长制", facets=True),
        SearchRequest("河长制", explain=True),
        SearchRequest("河长制", exact=True),
        SearchRequest("河长制", {"year": ("2019",)}),
        SearchRequest("河长制", as_of="2019-01-01"),
        SearchRequest("河长制", unfold=True),
        SearchRequest("河长制", meaning=False),
    ],
)
def test_another_request_is_another_answer(index, asked, searching, other):
    kept, generation = Answers(), current(index)
    kept.of(SearchRequest("河长制"), generation, searching)
    kept.of(other, generation, searching)
    assert len(asked) == 2


def test_a_new_generation_begins_with_none(index, tmp_path, asked, searching):
    kept = Answers()
    before = kept.of(SearchRequest("通知"), current(index), searching)
    (tmp_path / "files" / "more.jsonl").write_text(record(40) + "\n", encoding="utf-8")
    build([tmp_path / "files"], index)
    after = kept.of(SearchRequest("通知"), current(index), searching)
    assert len(asked) == 2
    assert after.generation != before.generation


def test_a_new_day_begins_with_none(index, asked, searching, monkeypatch):
    """What is in force changes over night."""
    kept, generation = Answers(), current(index)
    kept.of(SearchRequest("通知"), generation, searching)

    class Tomorrow(kept_answers.date):
        @classmethod
        def today(cls):
            return cls(2999, 1, 1)

    monkeypatch.setattr(kept_answers, "date", Tomorrow)
    kept.of(SearchRequest("通知"), generation, searching)
    assert len(asked) == 2


def test_the_oldest_answers_are_given_up_for_new_ones(index, asked, searching):
    kept, generation = Answers(limit=100_000), current(index)
    queries = [f"通知 {number}" for number in range(40)]
    for query in (*queries, queries[-1], queries[0]):
        kept.of(SearchRequest(query, limit=1), generation, searching)
    assert asked == [*queries, queries[0]]


def test_an_answer_larger_than_its_share_is_not_kept(index, asked, searching):
    kept, generation = Answers(limit=4096), current(index)
    for _ in range(2):
        kept.of(SearchRequest("通知"), generation, searching)
    assert len(asked) == 2

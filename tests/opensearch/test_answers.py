"""Whole answers are those of the engine that ships with gsearch: ids, order, totals, facets, snippets, notices."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median, quantiles

import pytest

from indexer.backends import EngineSettings
from indexer.backends.opensearch.connection import Connection
from indexer.build import build
from indexer.generations import current
from search_app.response import SearchRequest, response_as_json
from search_app.search import search

pytestmark = pytest.mark.opensearch

ROOT = Path(__file__).parent.parent.parent
CLOSE = 1e-4
"""Scores may differ so much: the engine holds them in single precision."""

TOPICS = [
    json.loads(line)["query"]
    for line in (ROOT / "tests/relevance/topics.jsonl").read_text("utf-8").splitlines()
]
SYNTAX = (
    "通知 OR 意见",
    "通知 -公告",
    "title:通知 year:2019",
    "公共*",
    "“一窗受理”",
    "NOT 通知",
    "双随機",
    "文种:通知 时间",
    "不存在的词组合",
)


@pytest.fixture(scope="module")
def remote_index(host: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample issues that ship with the project, in the cluster."""
    folder = tmp_path_factory.mktemp("remote") / "index"
    build([ROOT / "data"], folder, engine=EngineSettings("opensearch", {"hosts": host, "timeout": "30"}))
    return folder


def answer(index: Path, query: str, **given: object) -> dict[str, object]:
    request = SearchRequest(query, facets=True, **given)  # type: ignore[arg-type]
    found = response_as_json(search(request, current(index)))
    return {name: value for name, value in found.items() if name != "took_ms"}


def numbers_out(value: object) -> tuple[object, list[float]]:
    """A value without its numbers that are no integers, and these."""
    numbers: list[float] = []

    def walk(each: object) -> object:
        if isinstance(each, float):
            numbers.append(each)
            return None
        if isinstance(each, dict):
            return {name: walk(inner) for name, inner in each.items()}
        return [walk(inner) for inner in each] if isinstance(each, list | tuple) else each

    return walk(value), numbers


def same(one: object, other: object) -> bool:
    (text, numbers), (other_text, other_numbers) = numbers_out(one), numbers_out(other)
    return text == other_text and numbers == pytest.approx(other_numbers, abs=CLOSE)


@pytest.mark.parametrize("sort", ["relevance", "newest"])
def test_topics_are_answered_alike(remote_index, sample_index, sort):
    queries = [*TOPICS, *SYNTAX]
    different = [
        query
        for query in queries
        if not same(answer(remote_index, query, sort=sort), answer(sample_index, query, sort=sort))
    ]
    assert different == []


def test_later_pages_and_explanations_are_alike(remote_index, sample_index):
    for query in (*TOPICS[:5], *SYNTAX):
        given = {"offset": 3, "limit": 4, "explain": True}
        assert same(answer(remote_index, query, **given), answer(sample_index, query, **given)), query


@pytest.fixture
def requests_made(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The names of all that has been asked of the cluster."""
    made: list[str] = []

    def counting(name: str, ask: Callable[..., object]) -> Callable[..., object]:
        def asked(*given: object, **named: object) -> object:
            made.append(name)
            return ask(*given, **named)

        return asked

    for name in ("search", "stored"):
        monkeypatch.setattr(Connection, name, counting(name, getattr(Connection, name)))
    return made


def test_a_query_makes_few_requests(remote_index, requests_made):
    numbers = []
    for query in TOPICS:
        requests_made.clear()
        answer(remote_index, query)
        numbers.append(len(requests_made))
    assert median(numbers) <= 8
    assert quantiles(numbers, n=20)[-1] <= 20

"""Three nodes under querying clients: one killed, the manager killed, one frozen, generations switched.

No answer may be wrong, no document lost, and whatever fails must say so in words.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest

from deploy.opensearch import Cluster, Member
from indexer.backends import EngineSettings
from indexer.build import build, update
from indexer.errors import EngineError, NoIndexError, SlowQueryError
from indexer.generations import check_index, with_current
from search_app.response import SearchRequest, response_as_json
from search_app.search import search
from tests.small_collection import notice, write_collection

pytestmark = pytest.mark.cluster

QUERIES = ("通知 OR 意见", "一窗受理", "“公共厕所”", "双随机 年份:2019", "失业补助")
CLIENTS = 2
UNDER_WAY = 3.0
"""Seconds of querying before something happens, and after it is over."""


@dataclass
class Seen:
    """What clients saw: how often an answer was one of those expected, what else came, what was said in errors."""

    right: int = 0
    wrong: list[object] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    slowest: float = 0.0


def answer(index: Path, query: str) -> str:
    found = with_current(index, lambda generation: search(SearchRequest(query, facets=True), generation))
    content = response_as_json(found)
    hits = [(hit["id"], round(hit["score"], 3), hit["snippets"]) for hit in content["hits"]]
    return repr((content["generation"], content["total"], content["facets"], hits))


@contextmanager
def clients(index: Path, expected: dict[str, set[str]]) -> Iterator[Seen]:
    """Asks all the while; whatever is no GsearchError ends the test."""
    seen, over = Seen(), threading.Event()
    faults: list[BaseException] = []

    def ask(number: int) -> None:
        chance = Random(number)
        try:
            while not over.is_set():
                query = chance.choice(QUERIES)
                begun = time.monotonic()
                try:
                    given = answer(index, query)
                except (EngineError, SlowQueryError) as error:
                    seen.said.append(str(error))
                else:
                    if given in expected[query]:
                        seen.right += 1
                    else:
                        seen.wrong.append(given)
                seen.slowest = max(seen.slowest, time.monotonic() - begun)
        except BaseException as error:  # noqa: BLE001 - handed to the test
            faults.append(error)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    try:
        time.sleep(UNDER_WAY)
        yield seen
        time.sleep(UNDER_WAY)
    finally:
        over.set()
        for thread in threads:
            thread.join()
    assert faults == []


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_collection(tmp_path_factory.mktemp("sources") / "files")
    for number in range(40):
        (folder / f"more-{number}.txt").write_text(notice(number, year=2000 + number % 20), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def index(three_nodes: Cluster, files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """In three shards, each with a copy; every node is asked in turn."""
    folder = tmp_path_factory.mktemp("cluster-index") / "index"
    options = {"hosts": ",".join(three_nodes.hosts), "shards": "3", "replicas": "1"}
    build([files], folder, engine=EngineSettings("opensearch", options))
    three_nodes.wait()
    return folder


@pytest.fixture
def expected(index: Path) -> dict[str, set[str]]:
    return {query: {answer(index, query)} for query in QUERIES}


def restarted(nodes: Cluster, member: Member) -> None:
    if not member.is_alive():
        member.start()
    nodes.wait()


def test_a_node_that_dies_costs_no_answer(three_nodes, index, expected):
    victim = next(each for each in three_nodes.members if each is not three_nodes.manager())
    with clients(index, expected) as seen:
        victim.kill()
    restarted(three_nodes, victim)
    assert seen.wrong == []
    assert seen.right > 0
    assert check_index(index) == []


def test_a_manager_that_dies_costs_no_answer(three_nodes, index, expected):
    victim = three_nodes.manager()
    with clients(index, expected) as seen:
        victim.kill()
        three_nodes.wait(nodes=2, status="yellow")
    restarted(three_nodes, victim)
    assert seen.wrong == []
    assert seen.right > 0
    assert check_index(index) == []


def test_a_frozen_node_makes_nobody_wait_for_ever(three_nodes, index, expected):
    victim = next(each for each in three_nodes.members if each is not three_nodes.manager())
    with clients(index, expected) as seen:
        victim.freeze()
        time.sleep(12)
        victim.thaw()
    three_nodes.wait(status="yellow")
    assert seen.wrong == []
    assert seen.right > 0
    assert all("OpenSearch" in said or "查询用时" in said for said in seen.said)


def test_no_answer_mixes_two_generations(three_nodes, index, files, expected):
    later = {query: set(answers) for query, answers in expected.items()}
    with clients(index, later) as seen:
        for number in range(40, 44):
            (files / f"more-{number}.txt").write_text(notice(number, year=1999), encoding="utf-8")
            update([], index)
            for query in QUERIES:
                later[query].add(answer(index, query))
    unknown = [given for given in seen.wrong if given not in set().union(*later.values())]
    assert unknown == []
    assert seen.right > 0


def test_documents_that_were_taken_survive_a_node_that_dies_while_loading(three_nodes, files, tmp_path):
    victim = next(each for each in three_nodes.members if each is not three_nodes.manager())
    threading.Timer(1.0, victim.kill).start()
    options = {"hosts": ",".join(three_nodes.hosts), "shards": "3", "timeout": "20"}
    try:
        made = build([files], tmp_path / "index", engine=EngineSettings("opensearch", options))
    except (EngineError, NoIndexError):
        made = None  # refused in words; nothing serves that was not whole
    restarted(three_nodes, victim)
    if made is not None:
        assert check_index(tmp_path / "index") == []

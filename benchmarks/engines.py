"""The embedded engine and OpenSearch beside each other: ``python -m benchmarks.engines --documents 50000 --nodes 1 3``

The same documents in both, the same questions to both: whether they answer alike, how long each class of questions
takes, how fast documents come in. Nodes are started on this machine, so that three of them share its cores: what is
learnt of three is what copies and shards cost, not what machines gain.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks import child, corpus, questions
from benchmarks.contenders.gsearch_whole import make
from benchmarks.same_answers import answer
from benchmarks.same_answers import questions as of_all_kinds
from benchmarks.serving import percentile
from deploy.opensearch import cluster
from indexer.backends import EngineSettings
from indexer.build import build, update
from indexer.generations import CACHE_FOLDER, Generation, current

CLOSE = 1e-4
"""Scores may differ so much: OpenSearch holds them in single precision."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.engines", description=__doc__)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--questions", type=int, default=500)
    parser.add_argument("--nodes", type=int, nargs="+", default=[1], metavar="N")
    parser.add_argument("--heap", default="2g", help="memory of a node's Java")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        workshop = Path(name)
        size = corpus.write(given.documents, workshop / "records.jsonl")
        local = workshop / "whoosh"
        started = time.perf_counter()
        build([workshop / "records.jsonl"], local)
        told = f"{given.documents} documents, {size / 1e6:.1f} MB; whoosh: built in"
        print(f"{told} {time.perf_counter() - started:.1f} s", flush=True)
        with closing(current(local).reader()) as reader:
            questions.save(questions.choose(reader), workshop / "questions.json")
        _tell_latency("whoosh", local, workshop)
        for nodes in given.nodes:
            _tell(nodes, given.heap, given.questions, workshop)


def _tell(nodes: int, heap: str, count: int, workshop: Path) -> None:
    with cluster(workshop / f"nodes-{nodes}", nodes, heap=heap) as started:
        options = {"hosts": ",".join(started.hosts), "shards": str(nodes), "timeout": "60"}
        index = workshop / f"opensearch-{nodes}"
        name = f"opensearch, {nodes} node{'s' * (nodes > 1)}"
        seconds = _loaded(workshop, index, EngineSettings("opensearch", options))
        documents = current(index).manifest.documents
        size = sum(p.stat().st_size for p in (workshop / f"nodes-{nodes}").rglob("*") if p.is_file())
        rate = f"{documents / seconds:.0f} documents/s"
        print(f"{name}: loaded in {seconds:.1f} s, {rate}, {size / 1e6:.0f} MB on disk", flush=True)
        started.wait()
        _tell_latency(name, index, workshop)
        _tell_alike(name, index, count, workshop)


def _loaded(workshop: Path, index: Path, engine: EngineSettings) -> float:
    """Seconds of all that comes after analysing: what the embedded build has analysed is taken over."""
    index.mkdir()
    (index / CACHE_FOLDER).mkdir(mode=0o700)
    for entry in (workshop / "whoosh" / CACHE_FOLDER).iterdir():
        os.link(entry, index / CACHE_FOLDER / entry.name)
    started = time.perf_counter()
    update([workshop / "records.jsonl"], index, engine=engine)
    return time.perf_counter() - started


def _tell_latency(name: str, index: Path, workshop: Path) -> None:
    latency: Mapping[str, float] = child.asked(make(), workshop, index)["latency_ms"]
    print(f"{name}: {', '.join(f'{kind} {ms:.1f} ms' for kind, ms in latency.items())}", flush=True)


def _tell_alike(name: str, index: Path, count: int, workshop: Path) -> None:
    asked = list(islice(of_all_kinds(workshop / "records.jsonl"), count))
    here, there = current(workshop / "whoosh"), current(index)
    seconds: dict[str, list[float]] = {"whoosh": [], name: []}
    different = 0
    requests = _Requests()
    made: list[float] = []
    for question in asked:
        ours, theirs = (_timed(question, *of) for of in ((here, seconds["whoosh"]), (there, seconds[name])))
        made.append(requests.taken())
        if not alike(ours, theirs):
            different += 1
            print(json.dumps({"question": question, "whoosh": ours, name: theirs}, ensure_ascii=False)[:2000])
    for engine, spent in seconds.items():
        p50, p95 = (percentile(spent, share) * 1000 for share in (0.5, 0.95))
        print(f"{engine}: {count} questions of all kinds, p50 {p50:.0f} ms, p95 {p95:.0f} ms")
    p50, p95 = (percentile(made, share) for share in (0.5, 0.95))
    print(f"{name}: requests p50 {p50:.0f}, p95 {p95:.0f}, most {max(made):.0f}")
    print(f"{name}: {different} of {count} answers differ", flush=True)


class _Requests(logging.Handler):
    """Counts what the client says it has asked the cluster."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self._count = 0
        log = logging.getLogger("opensearch")
        log.setLevel(logging.INFO)
        log.propagate = False
        log.addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        self._count += 1

    def taken(self) -> int:
        """How many there were since this was asked last."""
        count, self._count = self._count, 0
        return count


def _timed(question: dict[str, Any], generation: Generation, seconds: list[float]) -> list[Any]:
    started = time.perf_counter()
    found = answer(question, generation)
    seconds.append(time.perf_counter() - started)
    return found


def alike(one: Any, other: Any) -> bool:
    """Whether two answers are the same, but for the last digits of scores."""
    ours, theirs = list(_leaves(one)), list(_leaves(other))
    return len(ours) == len(theirs) and all(map(_same, ours, theirs))


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= CLOSE
    return bool(one == other)


def _leaves(value: Any) -> Iterator[Any]:
    """Whatever is no list or dict in ``value``, with the keys, in order."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield name
            yield from _leaves(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _leaves(each)
    else:
        yield value


if __name__ == "__main__":
    main()

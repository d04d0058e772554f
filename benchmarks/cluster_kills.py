"""Nodes and builders killed at random under a querying server: ``python -m benchmarks.cluster_kills --rounds 100``

Three nodes, three shards, each with a copy. By turns a node, the manager, or a ``gsearch update`` is killed (SIGKILL),
or a node is frozen for a while. No answer may be wrong, mixed or from half of the shards; what cannot be answered must
be said (503); in the end every document must be there.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from benchmarks.corpus import record_lines
from benchmarks.serving import Clients, percentile, search_path, serving
from deploy.opensearch import Cluster, Member, cluster
from indexer.backends import EngineSettings
from indexer.build import build, update
from indexer.errors import GsearchError
from indexer.generations import check_index

DOCUMENTS = 200
QUERY = "双随机"
CLIENTS = 4
DAYS = 20_000
"""The server keeps its answers: what is in force is asked for another day each time."""
_VERSION = re.compile(r"第(\d+)版")
_UNAVAILABLE = 503


@dataclass(slots=True)
class Judge:
    """Of each answer: right, refused in words, or wrong."""

    right: int = 0
    refused: Counter[str] = field(default_factory=Counter)

    def __call__(self, path: str, status: int, body: bytes) -> str | None:
        content = json.loads(body)
        if status == _UNAVAILABLE:
            self.refused[content["message"][:100]] += 1
            return None
        if status != 200:
            return f"status {status}: {content}"
        versions = set(_VERSION.findall(json.dumps(content["hits"], ensure_ascii=False)))
        if content["total"] != DOCUMENTS or len(versions) != 1:
            return f"total {content['total']}, versions {versions}"
        self.right += 1
        return None


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cluster_kills", description=__doc__)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with cluster(folder / "nodes", 3) as nodes:
            return _run(nodes, folder, given.rounds, random.Random(given.seed))


def _run(nodes: Cluster, folder: Path, rounds: int, choice: random.Random) -> int:
    files, index = folder / "files", folder / "index"
    _write(files, 0)
    options = {"hosts": ",".join(nodes.hosts), "shards": "3", "replicas": "1"}
    build([files], index, engine=EngineSettings("opensearch", options))
    nodes.wait()
    days = [date(1970, 1, 1) + timedelta(days=at) for at in range(DAYS)]
    judge, done, not_whole = Judge(), Counter[str](), 0
    with serving(index) as server:
        clients = Clients(server.port, [f"{search_path(QUERY)}&as_of={day}" for day in days], CLIENTS, judge)
        with clients.asking():
            for at in range(1, rounds + 1):
                done[_strike(nodes, files, index, at, choice)] += 1
                nodes.wait()
                not_whole += bool(check_index(index))
        _write(files, rounds + 1)
        made = update([], index).documents
    sound = made == DOCUMENTS and not check_index(index) and not not_whole
    p50, slowest = percentile(clients.seconds, 0.5), max(clients.seconds)
    print(
        f"{rounds} strikes ({', '.join(f'{count} {name}' for name, count in sorted(done.items()))}): "
        f"{judge.right} right answers, {len(clients.faults)} wrong, refused {dict(judge.refused)}; "
        f"p50 {p50 * 1000:.0f} ms, slowest {slowest:.1f} s; documents {'whole' if sound else 'LOST'}"
    )
    for fault in clients.faults[:10]:
        print(fault)
    return 0 if sound and not clients.faults else 1


def _strike(nodes: Cluster, files: Path, index: Path, at: int, choice: random.Random) -> str:
    kind = choice.choice(("builder", "frozen", "manager", "node"))
    if kind == "builder":
        _kill_builder(files, index, at, choice)
        return kind
    manager = nodes.manager()
    victim = manager if kind == "manager" else choice.choice([m for m in nodes.members if m is not manager])
    if kind == "frozen":
        _freeze(victim, choice.uniform(1, 8))
        return kind
    victim.kill()
    time.sleep(choice.uniform(0, 3))
    victim.start()
    return kind


def _freeze(victim: Member, seconds: float) -> None:
    victim.freeze()
    time.sleep(seconds)
    victim.thaw()


def _kill_builder(files: Path, index: Path, at: int, choice: random.Random) -> None:
    """An update that is killed at some moment, and every third time one that is not."""
    _write(files, at)
    command = [sys.executable, "-m", "search_app.cli", "update", "--index", str(index), "--quiet"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(choice.uniform(0.3, 8))
    process.kill()
    process.wait()
    if at % 3 == 0:
        try:
            update([], index)
        except GsearchError as error:
            print(f"an update was refused: {error}", flush=True)


def _write(files: Path, version: int) -> None:
    files.mkdir(exist_ok=True)
    lines = record_lines(DOCUMENTS, text=f"{QUERY}抽查第{version}版。", unique=version)
    (files / "documents.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())

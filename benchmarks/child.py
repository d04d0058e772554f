"""Measures one contender in a process of its own: ``… benchmarks.child build|ask|update|relate NAME WORKSHOP``."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import corpus, questions, relating
from benchmarks.contenders import Contender, contender
from benchmarks.memory import memory_watch
from indexer.build import update

RUNS, SECONDS = 15, 1.5
"""Each question is asked so often, or so long."""
OPENINGS = 5


def main() -> None:
    step, name, workshop = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    folder = workshop / ("gsearch" if name.startswith("gsearch") else name.replace(" ", "-"))
    folder.mkdir(exist_ok=True)
    measure = {"build": _build, "ask": asked, "update": _update, "relate": _relate}[step]
    print(json.dumps(measure(contender(name), workshop, folder), ensure_ascii=False))


def _build(measured: Contender, workshop: Path, folder: Path) -> dict[str, object]:
    before = _computing()
    with memory_watch() as watch:
        seconds = _timed(
            lambda: measured.build(workshop / "records.jsonl", workshop / "tokens.jsonl", folder)
        )
    return {
        "build_seconds": seconds,
        "computing": _computing() - before,
        "peak_bytes": watch.peak,
        "index_bytes": _index_bytes(folder),
    }


def _relate(_measured: Contender, workshop: Path, _folder: Path) -> dict[str, float]:
    return relating.cost(workshop / "records.jsonl", workshop)


def _update(measured: Contender, workshop: Path, folder: Path) -> dict[str, object]:
    """One new file of a few documents into the index."""
    new = workshop / "new.jsonl"
    lines = corpus.record_lines(20, text="新的一期：实行一窗受理、集成服务。" * 40, unique=1)
    new.write_text("\n".join(lines) + "\n", encoding="utf-8")
    before = _computing()
    with memory_watch() as watch:
        seconds = _timed(lambda: update([workshop / "records.jsonl", new], folder))
    return {"seconds": seconds, "computing": _computing() - before, "peak_bytes": watch.peak}


def _computing() -> float:
    """Seconds of this process and its children."""
    return sum(os.times()[:4])


def asked(measured: Contender, workshop: Path, folder: Path) -> dict[str, Any]:
    """What the index in ``folder`` answers to the workshop's questions, and how long each kind takes."""
    opening = min(_timed(lambda: measured.open(folder)) for _ in range(OPENINGS)) * 1000
    chosen = questions.load(workshop / "questions.json")
    return {
        "open_ms": opening,
        "latency_ms": {kind: _latency(measured, kind, chosen[kind]) for kind in questions.KINDS},
        "matches": {kind: [measured.ask(kind, words) for words in chosen[kind]] for kind in questions.KINDS},
    }


def _latency(measured: Contender, kind: questions.Kind, asked: list[list[str]]) -> float | None:
    """The median over questions of each one's quickest run, in milliseconds.

    The quickest, since what makes a run slower is not the contender but whatever else the machine does.
    """
    quickest: list[float] = []
    for words in asked:
        if measured.ask(kind, words) is None:
            return None
        quickest.append(min(_runs(lambda words=words: measured.ask(kind, words))))  # type: ignore[misc]
    return median(quickest) * 1000


def _runs(call: Callable[[], object]) -> Iterator[float]:
    end = time.perf_counter() + SECONDS
    for _ in range(RUNS):
        yield _timed(call)
        if time.perf_counter() > end:
            return


def _timed(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def _index_bytes(folder: Path) -> int:
    """What answers questions: for gsearch without the cache that only ``update`` reads."""
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file() and "cache" not in p.parts)


if __name__ == "__main__":
    main()

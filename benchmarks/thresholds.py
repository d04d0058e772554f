"""From how many documents numpy pays: ``python -m benchmarks.thresholds [SIZES…]`` prints a table.

The same questions to the same index, computed with Python's loops and with numpy; and what importing numpy costs a
single command. ``arithmetic.SMALL`` and ``LARGE`` are read off it.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from benchmarks import corpus, questions
from indexer.backends.postings import arithmetic
from indexer.backends.postings.plain import PlainArithmetic
from indexer.backends.postings.vectors import VectorArithmetic
from indexer.build import build
from indexer.generations import Generation, current
from search_app.response import SearchRequest
from search_app.search import search

SIZES = (1000, 2000, 4000, 10_000)
RUNS = 5


def main() -> None:
    sizes = [int(size) for size in sys.argv[1:]] or SIZES
    print(f"importing numpy: {_import_seconds() * 1000:.0f} ms of computing")
    print("\n| documents | Python, ms a question | numpy, ms a question | ratio |\n|---:|---:|---:|---:|")
    for size in sizes:
        plain, vectors = (milliseconds * 1000 for milliseconds in _measure(size))
        print(f"| {size:,} | {plain:.2f} | {vectors:.2f} | {vectors / plain:.2f} × |")


def _measure(size: int) -> tuple[float, float]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        corpus.write(size, folder / "records.jsonl")
        build([folder / "records.jsonl"], folder / "index")
        generation = current(folder / "index")
        with closing(generation.reader()) as reader:
            asked = [" ".join(words) for each in questions.choose(reader).values() for words in each]
        return _with(PlainArithmetic, asked, generation), _with(VectorArithmetic, asked, generation)


def _with(kind: Callable[[], arithmetic.Arithmetic], asked: list[str], generation: Generation) -> float:
    """Seconds of computing a question, the quickest of several runs."""
    made = kind()
    before, arithmetic._vectors, arithmetic._plain = (  # type: ignore[assignment]
        (arithmetic._vectors, arithmetic._plain),
        lambda: made,
        lambda: made,
    )
    try:
        from indexer.backends.whoosh import _segment

        _segment.cache_clear()
        opened = replace(generation)
        return min(_run(asked, opened) for _ in range(RUNS)) / len(asked)
    finally:
        arithmetic._vectors, arithmetic._plain = before


def _run(asked: list[str], generation: Generation) -> float:
    started = time.process_time()
    for query in asked:
        search(SearchRequest(query, facets=True), generation)
    return time.process_time() - started


def _import_seconds() -> float:
    program = "import time; t = time.process_time(); import numpy; print(time.process_time() - t)"
    spent = [
        subprocess.run([sys.executable, "-c", program], capture_output=True, check=True) for _ in range(5)
    ]
    return min(float(each.stdout) for each in spent)


if __name__ == "__main__":
    main()

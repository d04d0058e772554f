"""gsearch against its peers, on one machine in one run.

::

    python -m benchmarks                       1,000 documents, half a minute
    python -m benchmarks --sizes 1000 10000    more documents, minutes
    python -m benchmarks --only gsearch tantivy --json results.json
    python -m benchmarks --sizes 200000 500000 --only gsearch    where one machine ends: hours
    make bench SIZES="1000 10000 50000" WRITE=1    and the tables and the plot of docs/performance.md

Every figure of a peer is a ratio: how many times gsearch's. Below 1 the peer is quicker or smaller.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from benchmarks import corpus, plot, questions
from benchmarks.contenders import MODULES
from benchmarks.serving import Clients, percentile, search_path, serving
from benchmarks.table import put_into, render, scale
from indexer.analysis import Analyzer, Vocabulary
from indexer.generations import VOCABULARY_FOLDER, Generation, current
from indexer.machine import cores

DAYS = 2000
"""Days that answers are asked for: more than eight clients get through."""

SLOW = {"Whoosh + jieba": 10_000}
"""Contenders that are left out above so many documents: they would take longer than all others together."""


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000], metavar="N")
    parser.add_argument("--only", nargs="+", choices=list(MODULES), default=list(MODULES), metavar="NAME")
    parser.add_argument("--json", type=Path, help="write all figures to this file")
    parser.add_argument(
        "--write", type=Path, help="put the tables into this Markdown file, between its marks"
    )
    parser.add_argument("--plot", type=Path, help="draw the times to this SVG file")
    given = parser.parse_args()
    results = {size: _measure(size, given.only) for size in given.sizes}
    if given.json:
        given.json.write_text(json.dumps(results, ensure_ascii=False, indent=1), encoding="utf-8")
    if given.plot:
        given.plot.write_text(plot.draw(results), encoding="utf-8")
    system = f"{platform.system()} {platform.machine()}"
    python = f"Python {platform.python_version()}"
    about = f"{system}, {cores()} cores, {python}, {date.today()}; {corpus.source()}"
    tables = "\n\n".join(
        [about, *(render(size, measured) for size, measured in results.items()), scale(results)]
    )
    print(tables)
    if given.write:
        put_into(given.write, tables)


def _measure(size: int, names: list[str]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        workshop = Path(folder)
        print(f"{size} documents: writing the corpus", file=sys.stderr)
        result: dict[str, Any] = {"bytes": corpus.write(size, workshop / "records.jsonl")}
        print(f"{size} documents: gsearch", file=sys.stderr)
        built = _child("build", "gsearch", workshop)
        generation = current(workshop / "gsearch")
        with closing(generation.reader()) as reader:
            questions.save(questions.choose(reader), workshop / "questions.json")
        contenders = {"gsearch": built | _child("ask", "gsearch", workshop)}
        result["analysis_seconds"] = _cut(
            workshop, Analyzer(_vocabulary(generation), generation.dictionaries, bulk=True)
        )
        for name in names:
            if name != "gsearch" and size <= SLOW.get(name, size):
                print(f"{size} documents: {name}", file=sys.stderr)
                made = {} if name == "gsearch engine" else _child("build", name, workshop)
                contenders[name] = made | _child("ask", name, workshop)
        result["contenders"] = contenders
        result["commands"] = _commands(workshop / "gsearch", workshop / "questions.json")
        result["server"] = _server(workshop / "gsearch", workshop / "questions.json")
        result["relations"] = _child("relate", "gsearch", workshop)
        result["update"] = _child("update", "gsearch", workshop)
    return result


def _vocabulary(generation: Generation) -> Vocabulary:
    return Vocabulary.open(generation.folder / VOCABULARY_FOLDER)


def _child(step: str, name: str, workshop: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.child", step, name, str(workshop)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    measured: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return measured


def _cut(workshop: Path, analyzer: Analyzer) -> float:
    """Writes the documents as gsearch's words, for engines that cannot cut Chinese; returns seconds."""
    started = time.perf_counter()
    with (
        (workshop / "records.jsonl").open(encoding="utf-8") as file,
        (workshop / "tokens.jsonl").open("w", encoding="utf-8") as out,
    ):
        for line in file:
            row = json.loads(line)
            row["text"] = " ".join(token.text.replace(" ", "") for token in analyzer.tokens(row["text"]))
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    return time.perf_counter() - started


def _commands(index: Path, asked: Path) -> dict[str, float]:
    """A new process for ``gsearch QUERY`` and for a Python that does nothing, in ms, best of five."""
    word = questions.load(asked)["common"][0][0]
    search = [sys.executable, "-m", "search_app.cli", "search", word, "--index", str(index)]
    return {"python": _cold([sys.executable, "-c", "pass"]), "gsearch": _cold(search)}


def _cold(command: list[str]) -> float:
    """With compiled modules, as an installed program has them: the first run may write them."""
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    spent = []
    for _ in range(6):
        started = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env)
        spent.append(time.perf_counter() - started)
    return min(spent) * 1000


def _server(index: Path, asked: Path) -> dict[str, float]:
    """Answers a second to eight clients, and how long they wait: to requests that nobody made before (what is in
    force is told for another day each time), and to nine that all make again and again.
    """
    chosen = questions.load(asked)
    paths = [search_path(" ".join(words)) for kind in ("rare", "common", "and") for words in chosen[kind]]
    days = [date(2000, 1, 1) + timedelta(days=at) for at in range(DAYS)]
    new = _load(index, [f"{path}&as_of={day}" for day in days for path in paths])
    again = _load(index, paths)
    return new | {"again_per_second": again["answers_per_second"], "failed": new["failed"] + again["failed"]}


def _load(index: Path, paths: list[str]) -> dict[str, float]:
    seconds = 5.0
    with serving(index) as server:
        clients = Clients(server.port, paths, 8, lambda path, code, body: None if code == 200 else str(code))
        with clients.asking():
            time.sleep(seconds)
    return {
        "answers_per_second": len(clients.seconds) / seconds,
        "p50_ms": percentile(clients.seconds, 0.5) * 1000,
        "p99_ms": percentile(clients.seconds, 0.99) * 1000,
        "failed": len(clients.faults),
    }


if __name__ == "__main__":
    main()

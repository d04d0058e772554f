"""Are the answers of this checkout those of another one? ``python -m benchmarks.same_answers OTHER_CHECKOUT``

Both build an index of the same documents and are asked the same questions of all kinds; ids, scores, totals, facets and
the first snippets are compared. What differs is printed, and how much.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
_RUN = re.compile("[\u4e00-\u9fff]{12,}")

Question = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.same_answers", description=__doc__)
    parser.add_argument("other", type=Path, help="a checkout of the version to compare with")
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--questions", type=int, default=5000)
    parser.add_argument(
        "--dump", nargs=2, type=Path, metavar=("RECORDS", "QUESTIONS"), help=argparse.SUPPRESS
    )
    given = parser.parse_args()
    if given.dump:
        _dump(*given.dump)
        return
    with tempfile.TemporaryDirectory() as name:
        sys.exit(compare(given.other.resolve(), given.documents, given.questions, Path(name)))


def compare(other: Path, documents: int, count: int, folder: Path) -> int:
    """Prints what differs; returns 1 where anything does."""
    from benchmarks import corpus

    corpus.write(documents, folder / "records.jsonl")
    asked = list(islice(questions(folder / "records.jsonl"), count))
    (folder / "questions.json").write_text(json.dumps(asked, ensure_ascii=False), encoding="utf-8")
    mine, theirs = (_answers(checkout, folder) for checkout in (ROOT, other))
    differing = [pair for pair in zip(asked, mine[0], theirs[0], strict=True) if pair[1] != pair[2]]
    for question, here, there in differing[:10]:
        print(json.dumps({"question": question, "here": here, "there": there}, ensure_ascii=False))
    ratio = mine[1] / theirs[1]
    print(
        f"{len(asked)} questions, {documents} documents: {len(differing)} differ; {ratio:.2f} x the computing"
    )
    return 1 if differing else 0


def _answers(checkout: Path, folder: Path) -> tuple[list[Any], float]:
    """What a checkout answers, and the seconds of computing that it took."""
    environment = {**os.environ, "PYTHONPATH": str(checkout)}
    script = [sys.executable, str(Path(__file__)), str(checkout), "--dump"]
    command = [*script, str(folder / "records.jsonl"), str(folder / "questions.json")]
    done = subprocess.run(command, cwd=folder, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    *lines, seconds = done.stdout.splitlines()
    return [json.loads(line) for line in lines], float(seconds)


def _dump(records: Path, asked: Path) -> None:
    """Builds with whatever gsearch is on the path, and prints its answers."""
    from indexer.build import build
    from indexer.generations import current

    with tempfile.TemporaryDirectory() as name:
        build([records], Path(name) / "index")
        generation = current(Path(name) / "index")
        spent = 0.0
        for question in json.loads(asked.read_text(encoding="utf-8")):
            started = time.process_time()
            found = answer(question, generation)
            spent += time.process_time() - started
            print(json.dumps(found, ensure_ascii=False))
        print(spent)


def answer(question: Question, generation: Any) -> list[Any]:
    """Total, hits (id, score, snippets) and facets; what an error says in place of the total."""
    from indexer.errors import GsearchError
    from search_app.response import SearchRequest, response_as_json
    from search_app.search import search

    filters = {name: tuple(values) for name, values in question.get("filters", {}).items()}
    try:
        found = response_as_json(search(SearchRequest(**question | {"filters": filters}), generation))
    except GsearchError as error:
        found = {"total": str(error), "hits": [], "facets": {}}
    hits = [(hit["id"], hit["score"], hit["snippets"]) for hit in found["hits"]]
    return [found["total"], hits, found["facets"]]


def questions(records: Path) -> Iterator[Question]:
    """Questions of all kinds by turns, always the same ones, out of the documents themselves."""
    choice = random.Random(20261121)
    with records.open(encoding="utf-8") as file:
        runs = [run for line in file for run in _RUN.findall(json.loads(line)["text"])[:40]]

    def words(count: int, size: int) -> list[str]:
        found = []
        for _ in range(count):
            run = choice.choice(runs)
            at = choice.randrange(len(run) - size + 1)
            found.append(run[at : at + size])
        return found

    for kind in cycle(_KINDS):
        yield kind(words, choice)


Words = Callable[[int, int], list[str]]

_KINDS: tuple[Callable[[Words, random.Random], Question], ...] = (
    lambda words, choice: {"query": words(1, choice.choice((2, 3, 4)))[0]},
    lambda words, choice: {"query": " ".join(words(2, 2))},
    lambda words, choice: {"query": " ".join(words(4, 3)), "limit": 20},
    lambda words, choice: {"query": " OR ".join(words(3, 2)), "facets": True},
    lambda words, choice: {"query": f'"{words(1, 2)[0]}"'},
    lambda words, choice: {"query": f'"{words(1, choice.randrange(5, 13))[0]}"'},
    lambda words, choice: {"query": " NOT ".join(words(2, 2))},
    lambda words, choice: {
        "query": words(1, 2)[0],
        "filters": {"year": [f"2005..{choice.randrange(2006, 2024)}"]},
    },
    lambda words, choice: {
        "query": words(1, 2)[0],
        "filters": {"type": ["通知", "意见"], "district": ["天河区"]},
    },
    lambda words, choice: {"query": words(1, 2)[0], "sort": choice.choice(("newest", "oldest"))},
    lambda words, choice: {"query": words(1, 2)[0], "offset": choice.randrange(10, 300), "facets": True},
    lambda words, choice: {"query": " ".join(words(12, 2))},
    lambda words, choice: {"query": f"{words(1, 6)[0]}怎么办？"},
    lambda words, choice: {"query": f"测政发〔{choice.randrange(2000, 2025)}〕{choice.randrange(999)}号"},
    lambda words, choice: {"query": f"{words(1, 2)[0]}*", "facets": True},
    lambda words, choice: {"query": words(1, 4)[0], "exact": True, "unfold": True},
)

if __name__ == "__main__":
    main()

"""Judged sets: topics with graded items, where their documents come from, and which item a hit is."""

from __future__ import annotations

import importlib.util
import json
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Literal

from dictionaries import Dictionaries, load
from indexer.analysis import Analyzer, Vocabulary, is_han
from indexer.files import extract
from indexer.models import Document

HERE = Path(__file__).parent
CHECKOUT = HERE.parent.parent


@dataclass(frozen=True, slots=True)
class Topic:
    """What somebody types and which items answer it: item → grade, 3 about it, 2 a passage on it, 1 a
    mention.
    """

    qid: str
    query: str
    relevant: Mapping[str, int]
    kind: str = "question"
    must_be_first: str | None = None
    must_not: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class JudgedSet:
    """``sources`` are given to a build; ``item`` names a hit (None: no judged item). ``unfold``: documents that are
    nearly the same are items of their own, and are asked for each by itself.
    """

    name: str
    topics: tuple[Topic, ...]
    sources: tuple[Path, ...]
    item: Callable[[Document], str | None] = field(compare=False)
    unfold: bool = False


def sample() -> JudgedSet:
    """The project's own topics over the issues in ``data/``."""
    folder = CHECKOUT / "data"
    golden = {}
    for path in sorted(folder.iterdir()):
        judged = CHECKOUT / "tests" / "golden" / f"{path.stem}.jsonl"
        if path.name != "README.md" and judged.is_file():
            golden[path.name] = list(_rows(judged))

    def item(document: Document) -> str | None:
        source = document.source
        if source is None:
            return None
        for row in golden.get(Path(source.file).name, ()):
            where = row["source"]
            if source.first_line <= where["last_line"] and where["first_line"] <= source.last_line:
                return f"{Path(source.file).name}#{row['number'] or row['title']}"
        return None

    sources = tuple(folder / name for name in golden)
    return JudgedSet("sample", _topics(HERE / "topics.jsonl"), sources, item)


def gold(shared: Path) -> JudgedSet:
    """The judged topics beside the checkout; hits are named as its own score.py names them."""
    score = _module(shared / "gold" / "score.py")
    resolve = score.resolver(list(_rows(shared / "gold" / "documents.jsonl")))

    def item(document: Document) -> str | None:
        named: str | None = resolve({"number": document.number, "title": document.title})
        return named

    return JudgedSet("gold", _topics(shared / "gold" / "topics.jsonl"), (shared / "gazettes",), item)


def stard(shared: Path, scratch: Path) -> JudgedSet:
    """STARD-dev: lay questions and the articles of law that answer them."""
    return beside(shared / "retrieval" / "stard_dev", scratch, "stard-dev")


def beside(folder: Path, scratch: Path, name: str = "") -> JudgedSet:
    """Any judged set in ``folder``: docs.jsonl (docid, title, text), queries.tsv (qid, query) and qrels.tsv (qid, 0,
    docid, grade); its documents are rewritten as .jsonl in ``scratch``.
    """
    name = name or folder.name
    documents = scratch / f"{name}.jsonl"
    with documents.open("w", encoding="utf-8") as file:
        for row in _rows(folder / "docs.jsonl"):
            row["id"] = row.pop("docid")
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    relevant: dict[str, dict[str, int]] = {}
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines():
        qid, _, document, grade = line.split()
        relevant.setdefault(qid, {})[document] = int(grade)
    queries = (line.split("\t") for line in (folder / "queries.tsv").read_text(encoding="utf-8").splitlines())
    topics = tuple(Topic(qid, query, relevant[qid]) for qid, query in queries if qid in relevant)
    return JudgedSet(name, topics, (documents,), lambda document: document.id)


def four_words(judged: JudgedSet) -> JudgedSet:
    """Every third question of a set as its first four content words, with blanks, as many people type."""
    dictionaries = load()
    with tempfile.TemporaryDirectory() as scratch:
        Vocabulary.write(Path(scratch), dictionaries)
        cutter = Analyzer(Vocabulary.open(Path(scratch)), dictionaries)
    asked = (
        replace(topic, query=_content(topic.query, cutter, dictionaries)) for topic in judged.topics[::3]
    )
    topics = tuple(topic for topic in asked if topic.query)
    return replace(judged, name=f"{judged.name.removesuffix('-dev')}-words", topics=topics)


def lay(shared: Path) -> JudgedSet:
    """Questions as people ask them, over whole laws and regulations; every text whose title holds one of a row's
    patterns answers it, whatever version or place.

    Composed before anything was tried on them; the first of every two is for trying, the second for looking.
    """
    documents = shared / "scale" / "documents.jsonl"
    titles = {row["id"]: row["title"] for row in _rows(documents)}
    rows = (line.split("\t") for line in (HERE / "lay.tsv").read_text(encoding="utf-8").splitlines())
    topics = tuple(
        Topic(f"L{number}", query, {ident: 1 for ident, title in titles.items() if re.search(pattern, title)})
        for number, (query, pattern) in enumerate(rows, 1)
    )
    return JudgedSet("lay", topics, (documents,), lambda document: document.id, unfold=True)


Noise = Literal["look-alike", "random", "lost"]


def noisy(judged: JudgedSet, noise: Noise, scratch: Path, share: float = 0.03) -> JudgedSet:
    """The set with ``share`` of all characters of its sources (ideographs; lines stay) misread as a look-alike where
    they have one, replaced by any character of the file, or lost. The same for every run.
    """
    folder = scratch / f"sources-{noise}"
    folder.mkdir()
    lookalikes = load().lookalikes
    for path in judged.sources:
        text = "\n".join(extract(path.name, path.read_bytes()).lines)
        (folder / path.name).write_text(_damaged(text, noise, share, lookalikes), encoding="utf-8")
    return replace(
        judged, name=f"{judged.name}-{noise}", sources=tuple(folder / path.name for path in judged.sources)
    )


def _damaged(text: str, noise: Noise, share: float, lookalikes: Mapping[str, str]) -> str:
    chance = Random(0)
    chars = list(text)
    han = [at for at, char in enumerate(chars) if is_han(char)]
    able = [at for at in han if noise != "look-alike" or lookalikes.get(chars[at])]
    for at in chance.sample(able, min(len(able), round(share * len(han)))):
        others = lookalikes.get(text[at], "") if noise == "look-alike" else text[chance.choice(han)]
        chars[at] = "" if noise == "lost" else chance.choice(others)
    return "".join(chars)


def _content(question: str, cutter: Analyzer, dictionaries: Dictionaries) -> str:
    words = [
        token.text
        for token in cutter.tokens(question)
        if token.kind != "subword" and len(token.text) > 1 and token.text not in dictionaries.question_words
    ]
    return " ".join([*dict.fromkeys(words)][:4])


def _topics(path: Path) -> tuple[Topic, ...]:
    return tuple(
        Topic(
            row["qid"],
            row["query"],
            row["relevant"],
            row["kind"],
            row.get("must_be_first"),
            tuple(row.get("must_not") or ()),
            tuple(row.get("terms") or ()),
        )
        for row in _rows(path)
    )


def _rows(path: Path) -> Iterator[dict]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            if line.strip():
                yield json.loads(line)


def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("gold_score", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module

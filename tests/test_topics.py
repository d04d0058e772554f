"""The judged topics over the sample issues are complete and agree with the texts."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from golden_scoring import golden

from indexer.analysis import squeezed
from indexer.files import extract

TESTS = Path(__file__).parent
TOPICS: list[dict[str, Any]] = [
    json.loads(line)
    for line in (TESTS / "relevance" / "topics.jsonl").read_text(encoding="utf-8").splitlines()
]
JUDGED_BY_TERMS = ("keyword", "synonym", "typo", "traditional", "phrase-across-linebreak", "agency")


@cache
def texts() -> dict[str, str]:
    """Every item of the sample issues, ``file#number`` or ``file#title`` → its squeezed text."""
    result = {}
    for path in sorted((TESTS / "golden").glob("*.jsonl")):
        for document in golden(path):
            source = document["source"]
            if not source["file"].startswith("data/"):
                continue
            name = Path(source["file"]).name
            lines = extract(name, (TESTS.parent / source["file"]).read_bytes()).lines
            text = "".join(lines[source["first_line"] - 1 : source["last_line"]])
            result[f"{name}#{document['number'] or document['title']}"] = squeezed(text)
    return result


def identified(topics: list[dict[str, Any]]) -> list[Any]:
    return [pytest.param(topic, id=topic["qid"]) for topic in topics]


def test_there_are_enough_topics_of_every_kind() -> None:
    assert len(TOPICS) >= 40
    assert min(Counter(topic["kind"] for topic in TOPICS).values()) >= 2
    assert len({topic["qid"] for topic in TOPICS}) == len({topic["query"] for topic in TOPICS}) == len(TOPICS)


@pytest.mark.parametrize("topic", identified(TOPICS))
def test_items_exist_and_grades_do_not_contradict(topic: dict[str, Any]) -> None:
    relevant, forbidden = set(topic["relevant"]), set(topic.get("must_not", []))
    assert relevant <= texts().keys() >= forbidden
    assert not relevant & forbidden
    assert set(topic["relevant"].values()) <= {1, 2, 3}
    first = topic["must_be_first"]
    assert first is None or topic["relevant"][first] == max(topic["relevant"].values())


@pytest.mark.parametrize("topic", identified([t for t in TOPICS if t["kind"] in JUDGED_BY_TERMS]))
def test_every_document_that_holds_a_term_is_judged(topic: dict[str, Any]) -> None:
    terms = [squeezed(term) for term in topic["terms"]]
    assert {item for item, text in texts().items() if any(t in text for t in terms)} == set(topic["relevant"])


@pytest.mark.parametrize("topic", identified([t for t in TOPICS if t["kind"] == "operator"]))
def test_operators_were_judged_as_they_read(topic: dict[str, Any]) -> None:
    ops = {key: [squeezed(s) for s in strings] for key, strings in topic["ops"].items()}
    assert set(topic["relevant"]) == {
        item
        for item, text in texts().items()
        if all(s in text for s in ops.get("all", []))
        and ("any" not in ops or any(s in text for s in ops["any"]))
        and not any(s in text for s in ops.get("none", []))
    }

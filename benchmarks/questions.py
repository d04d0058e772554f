"""The questions every contender is asked, chosen from the corpus itself by how many documents answer them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from indexer.backends import Reader
from indexer.schema import SEARCH, document_from_record

Kind = Literal["rare", "common", "snippets", "and", "or", "phrase", "filter", "sort", "facets"]
KINDS: tuple[Kind, ...] = (
    "rare",
    "common",
    "snippets",
    "and",
    "or",
    "phrase",
    "filter",
    "sort",
    "facets",
)
EACH = 3
_TWELVE = re.compile("[\u4e00-\u9fff]{12}")

Questions = Mapping[Kind, list[list[str]]]
"""Per kind a few questions, each a list of words (one string for a phrase)."""


def choose(reader: Reader) -> dict[Kind, list[list[str]]]:
    """Words of three characters or more (SQLite's trigrams find no shorter ones), rare to common."""
    total = reader.document_count()
    words = sorted(
        (count, word) for word, count in reader.terms(SEARCH) if 3 <= len(word) <= 6 and _is_han(word)
    )
    rare = [word for count, word in words if 2 <= count <= max(5, total // 1000)]
    rare = rare or [word for _, word in words[:12]]
    middle = [word for count, word in words if total // 100 <= count <= total // 20] or rare
    common = [word for _, word in words[-12:]]
    pick = [at * 97 for at in range(EACH)]
    chosen_rare = [rare[at % len(rare)] for at in pick]
    chosen_middle = [middle[at % len(middle)] for at in pick]
    frequent = common[-1 : -EACH - 1 : -1]
    return {
        "rare": [[word] for word in chosen_rare],
        "common": [[word] for word in frequent],
        "snippets": [[word] for word in frequent],
        "and": [[a, b] for a, b in zip(frequent, chosen_middle, strict=True)],
        "or": [[a, b] for a, b in zip(frequent, chosen_middle, strict=True)],
        "phrase": [[phrase] for phrase in _phrases(reader, total)],
        "filter": [[word] for word in frequent],
        "sort": [[word] for word in frequent],
        "facets": [[word] for word in frequent],
    }


def _phrases(reader: Reader, total: int) -> list[str]:
    """Strings of twelve characters that stand in a document."""
    found: list[str] = []
    for at in range(total // 7, total, max(1, total // 50)):
        stored = reader.documents([f"b{at}"])[0]
        text = document_from_record(stored.record).text.content if stored else ""
        runs = _TWELVE.findall(text)
        found += runs[len(runs) // 2 :][:1]
        if len(found) >= EACH:
            break
    return found[:EACH]


def _is_han(text: str) -> bool:
    return all("\u4e00" <= char <= "\u9fff" for char in text)


def save(questions: Questions, path: Path) -> None:
    path.write_text(json.dumps(questions, ensure_ascii=False, indent=1), encoding="utf-8")


def load(path: Path) -> Questions:
    questions: Questions = json.loads(path.read_text(encoding="utf-8"))
    return questions

"""Engines that index the same documents and answer the same questions, each in one module."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Protocol

from benchmarks.questions import Kind

YEAR = 2019
"""What filter questions are narrowed to."""

MODULES = {
    "gsearch": "gsearch_whole",
    "gsearch engine": "gsearch_engine",
    "tantivy": "tantivy_tokens",
    "tantivy positions": "tantivy_positions",
    "FTS5 tokens": "sqlite_tokens",
    "FTS5 trigram": "sqlite_trigram",
    "Whoosh + jieba": "whoosh_stock",
    "scan": "scan",
}


class Contender(Protocol):
    """``records`` is a file of JSON lines, ``tokens`` the same documents cut into words by gsearch."""

    def build(self, records: Path, tokens: Path, folder: Path) -> None: ...

    def open(self, folder: Path) -> None: ...

    def ask(self, kind: Kind, words: Sequence[str]) -> int | None:
        """Fetches the ten best titles (for "snippets" with a highlighted excerpt of each).

        Returns how many documents match, None where it cannot do this kind.
        """


def contender(name: str) -> Contender:
    made: Contender = import_module(f"benchmarks.contenders.{MODULES[name]}").make()
    return made

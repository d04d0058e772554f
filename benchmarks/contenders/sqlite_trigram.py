"""SQLite FTS5 with its trigram tokenizer over the plain text: every substring of three or more characters."""

from __future__ import annotations

from benchmarks.contenders.sqlite_tokens import Sqlite


def make() -> Sqlite:
    return Sqlite("trigram", spaced=False)

"""SQLite FTS5 over the words that gsearch cut."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.contenders import YEAR
from benchmarks.questions import Kind

Row = tuple[str, str, int, str, str, str]


class Sqlite:
    """``tokenizer`` is FTS5's, ``spaced`` whether the text is words with blanks between."""

    def __init__(self, tokenizer: str, *, spaced: bool) -> None:
        self._tokenizer = tokenizer
        self._spaced = spaced

    def build(self, records: Path, tokens: Path, folder: Path) -> None:
        base = sqlite3.connect(folder / "fts.sqlite")
        base.execute(
            f"CREATE VIRTUAL TABLE d USING fts5(text, title, year UNINDEXED, district UNINDEXED, "
            f"type UNINDEXED, date UNINDEXED, tokenize='{self._tokenizer}')"
        )
        with base:
            rows = self._rows(tokens if self._spaced else records)
            base.executemany("INSERT INTO d VALUES (?, ?, ?, ?, ?, ?)", rows)
        base.execute("INSERT INTO d(d) VALUES ('optimize')")
        base.commit()
        base.close()

    @staticmethod
    def _rows(path: Path) -> Iterator[Row]:
        with path.open(encoding="utf-8") as file:
            for line in file:
                row = json.loads(line)
                yield (
                    row["text"],
                    row["title"],
                    row["year"],
                    row["district"],
                    row["type"],
                    row["written_on"],
                )

    def open(self, folder: Path) -> None:
        self._base = sqlite3.connect(folder / "fts.sqlite")

    def close(self) -> None:
        self._base.close()

    def ask(self, kind: Kind, words: Sequence[str]) -> int | None:
        if kind == "phrase" and self._spaced:
            return None  # its words are not those of the phrase
        match = (" OR " if kind == "or" else " AND ").join(f'text:"{word}"' for word in words)
        where = f"d MATCH ?{f' AND year = {YEAR}' if kind == 'filter' else ''}"
        order = "date DESC" if kind == "sort" else "rank"
        excerpt = ", snippet(d, 0, '<b>', '</b>', '…', 48)" if kind == "snippets" else ""
        query = f"SELECT title{excerpt} FROM d WHERE {where} ORDER BY {order} LIMIT 10"
        self._base.execute(query, (match,)).fetchall()
        if kind == "facets":
            rows = self._base.execute(
                "SELECT district, year, type FROM d WHERE d MATCH ?", (match,)
            ).fetchall()
            for column in zip(*rows, strict=True):
                Counter(column)
            return len(rows)
        count: int = self._base.execute(f"SELECT count(*) FROM d WHERE {where}", (match,)).fetchone()[0]
        return count


def make() -> Sqlite:
    return Sqlite("unicode61", spaced=True)

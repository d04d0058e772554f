"""What is known of an index without asking the cluster: its tokens with their frequencies, its facets' labels.

A planner asks for hundreds of frequencies a query; each would be a request. The ledger lies in the generation's
folder, a SQLite file that is written once and only read afterwards, and is sealed with the generation's other files.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from indexer.backends.opensearch.tokens import stored_token
from indexer.databases import disk_told
from indexer.errors import NoIndexError

FILE = "ledger.sqlite"
FORMAT = 1

_HELD = 400_000
"""Tokens that are counted in memory before they are added to the file: about 100 MB."""

_TABLES = """
CREATE TABLE frequency (field TEXT, token BLOB, documents INTEGER, PRIMARY KEY (field, token)) WITHOUT ROWID;
CREATE TABLE label (field TEXT, value TEXT, label TEXT, PRIMARY KEY (field, value)) WITHOUT ROWID;
CREATE TABLE factor (field TEXT PRIMARY KEY, factor REAL) WITHOUT ROWID;
CREATE TABLE fact (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
"""
_ADD = """
INSERT INTO frequency VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET documents = documents + excluded.documents
"""


@dataclass(frozen=True, slots=True)
class Facts:
    """How many documents there are; the sum of their ids' digests; whether hits tell clauses' scores."""

    documents: int
    ids: str
    named_scores: bool
    format: int = FORMAT


class LedgerWriter:
    """Counts documents by token, in bounded memory; ``close`` it with what else is known."""

    def __init__(self, folder: Path) -> None:
        self._database = sqlite3.connect(folder / FILE, isolation_level=None)
        with disk_told():
            self._database.executescript(
                f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN; {_TABLES}"
            )
        self._counted: Counter[tuple[str, bytes]] = Counter()

    def count(self, field: str, tokens: Iterator[str]) -> None:
        """One document's different tokens in ``field``, as they are stored."""
        self._counted.update((field, token.encode()) for token in tokens)
        if len(self._counted) > _HELD:
            self._add()

    def close(
        self, labels: Mapping[str, Mapping[str, str]], factors: Mapping[str, float], facts: Facts
    ) -> None:
        """``labels`` are by field and value, ``factors`` by field. Raises OSError where the disk is full."""
        self._add()
        rows = [(f, value, label) for f, known in labels.items() for value, label in known.items()]
        with disk_told():
            self._database.executemany("INSERT INTO label VALUES (?, ?, ?)", sorted(rows))
            self._database.executemany("INSERT INTO factor VALUES (?, ?)", sorted(factors.items()))
            self._database.executemany("INSERT INTO fact VALUES (?, ?)", sorted(asdict(facts).items()))
            self._database.execute("COMMIT")
        self._database.close()

    def abandon(self) -> None:
        self._database.close()

    def _add(self) -> None:
        rows = ((field, token, count) for (field, token), count in sorted(self._counted.items()))
        with disk_told():
            self._database.executemany(_ADD, rows)
        self._counted.clear()


class Ledger:
    """An open ledger, for one thread. Raises NoIndexError where it is missing or damaged.

    ``factors`` are what terms' weights are multiplied by, by field (see ``Dialect.factor``).
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        with self._faults():
            self._database = sqlite3.connect(
                f"{self._path.absolute().as_uri()}?mode=ro&immutable=1", uri=True
            )
            found: dict[str, Any] = dict(self._database.execute("SELECT name, value FROM fact").fetchall())
            if found.get("format") != FORMAT:
                raise sqlite3.DatabaseError(str(found.get("format")))
            self.facts = Facts(found["documents"], found["ids"], bool(found["named_scores"]))
            self.factors: dict[str, float] = dict(self._database.execute("SELECT field, factor FROM factor"))

    def frequencies(self, tokens: Sequence[tuple[str, str]]) -> list[int]:
        """How many documents hold each (field, token)."""
        ask = "SELECT documents FROM frequency WHERE field = ? AND token = ?"
        with self._faults():
            found = (
                self._database.execute(ask, (field, stored_token(token).encode())).fetchone()
                for field, token in tokens
            )
            return [row[0] if row else 0 for row in found]

    def terms(self, field: str, prefix: str = "", limit: int = -1) -> Iterator[tuple[str, int]]:
        """Tokens that begin with ``prefix``, ascending, with their frequencies; at most ``limit`` (-1: all)."""
        first = stored_token(prefix).encode()
        ask = "SELECT token, documents FROM frequency WHERE field = ? AND token >= ? ORDER BY token LIMIT ?"
        with self._faults():
            for token, documents in self._database.execute(ask, (field, first, limit)):
                if not token.startswith(first):
                    return
                yield token.decode(), documents

    def labels(self, field: str) -> dict[str, str]:
        """Folded value → value as people read it."""
        with self._faults():
            return dict(self._database.execute("SELECT value, label FROM label WHERE field = ?", (field,)))

    def close(self) -> None:
        self._database.close()

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, KeyError, UnicodeDecodeError) as error:
            raise NoIndexError(
                f"索引文件损坏：{self._path}（{type(error).__name__}）；请运行 gsearch build 重建索引"
            ) from error

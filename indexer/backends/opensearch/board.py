"""A board in the cluster: a small index of tasks, and of files in pieces."""

from __future__ import annotations

import base64
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from indexer.backends.board import Task
from indexer.backends.opensearch.connection import Connection
from indexer.errors import NoIndexError

PREFIX = "gsearch-together-"
"""What the indexes are called that are boards."""
_PIECE = 3 << 20
_MAPPINGS = {
    "dynamic": "strict",
    "properties": {
        "state": {"type": "keyword"},
        "beat": {"type": "keyword"},
        "told": {"type": "keyword", "index": False, "doc_values": False},
        "pieces": {"type": "integer"},
        "data": {"type": "binary"},
    },
}


class OpenSearchBoard:
    """The index ``name`` as a board; see ``Board``. Documents are read and written by key, never sought."""

    def __init__(self, name: str, connection: Connection) -> None:
        self._name = name
        self._connection = connection

    def post(self, names: Iterable[str]) -> None:
        settings = {"number_of_shards": 1, "auto_expand_replicas": "0-1"}
        self._connection.create(self._name, {"settings": settings, "mappings": _MAPPINGS}, exists=True)
        self._connection.add(
            self._name, {_key(name): {"state": "open", "beat": "", "told": ""} for name in names}
        )

    def tasks(self, names: Iterable[str]) -> list[Task]:
        wanted = list(names)
        found = self._connection.kept(self._name, [_key(name) for name in wanted])
        return [_task(name, each) for name, each in zip(wanted, found, strict=True)]

    def write(self, task: Task) -> bool:
        content = {"state": task.state, "beat": task.beat, "told": task.told}
        return self._connection.put(self._name, _key(task.name), content, task.revision)

    def store(self, name: str, path: Path) -> None:
        count = 0
        for count, piece in enumerate(_pieces(path), start=1):
            data = {"data": base64.b64encode(piece).decode("ascii")}
            self._connection.put(self._name, f"{name}/{count}", data)
        self._connection.put(self._name, name, {"pieces": count})

    def fetch(self, name: str, path: Path) -> None:
        head = self._connection.kept(self._name, [name])[0]
        unfinished = path.with_name(f"{path.name}.part")
        with unfinished.open("wb") as file:
            for number in range(1, self._source(name, head)["pieces"] + 1):
                piece = self._connection.kept(self._name, [f"{name}/{number}"])[0]
                file.write(base64.b64decode(self._source(name, piece)["data"]))
        unfinished.replace(path)

    def discard(self, names: Iterable[str]) -> None:
        for name in names:
            head = self._connection.kept(self._name, [name])[0]
            if head.get("found"):
                pieces = range(1, head["_source"]["pieces"] + 1)
                self._connection.remove(self._name, [name, *(f"{name}/{number}" for number in pieces)])

    def clear(self) -> None:
        self._connection.drop(self._name)

    def clear_older(self, seconds: float) -> None:
        latest = (time.time() - seconds) * 1000
        for name, began in self._connection.created(f"{PREFIX}*").items():
            if began < latest and name != self._name:
                self._connection.drop(name)

    def _source(self, name: str, found: Any) -> Any:
        if not found.get("found"):
            raise NoIndexError(
                f"OpenSearch 里没有 {self._name} 的 {name}；请重新运行 gsearch build --together"
            )
        return found["_source"]


def _key(task: str) -> str:
    return f"task/{task}"


def _task(name: str, found: Any) -> Task:
    """A task that is not on the board has been cleared away: it is open."""
    if not found.get("found"):
        return Task(name)
    revision = (found["_seq_no"], found["_primary_term"])
    return replace(Task(name, revision=revision), **found["_source"])


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece

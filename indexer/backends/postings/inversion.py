"""Inversion with bounded memory: token counts by document become posting lists by token.

Lists grow in memory; when they hold ``limit`` postings they are written out as a sorted run, and at the end
the runs are merged. Documents are numbered in the order they come, so that lists concatenate in order.
"""

from __future__ import annotations

import heapq
import struct
from array import array
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import BinaryIO, TypeAlias

from indexer.backends.storage.layout import encoded

Posting: TypeAlias = "tuple[str, bytes, array[int]]"
"""Field, token in UTF-8, and an array of document number and count by turns."""

_HEADER = struct.Struct("<HHI")


class Inversion:
    """Collects the postings of one index; ``folder`` takes the runs and is left as it was found."""

    def __init__(self, folder: Path, limit: int = 12_000_000) -> None:
        self._folder = folder
        self._limit = limit
        self._held = 0
        self._lists: dict[str, dict[str, array[int]]] = {}
        self._fields: set[str] = set()
        self._runs: list[Path] = []

    def fields(self) -> frozenset[str]:
        """The fields that anything was added to."""
        return frozenset(self._fields)

    def add(self, number: int, field: str, counts: Mapping[str, int]) -> None:
        """Adds the tokens of document ``number``; documents come in ascending order."""
        self._fields.add(field)
        lists = self._lists.setdefault(field, {})
        for token, count in counts.items():
            found = lists.get(token)
            if found is None:
                lists[token] = array("I", (number, count))
            else:
                found.append(number)
                found.append(count)
        self._held += len(counts)
        if self._held >= self._limit:
            self._write_run()

    def postings(self) -> Iterator[Posting]:
        """All posting lists, ascending by field and token; each token once. Removes the runs when done."""
        with ExitStack() as stack:
            for path in self._runs:
                stack.callback(path.unlink, missing_ok=True)
            streams = [_read_run(stack.enter_context(path.open("rb"))) for path in self._runs]
            streams.append(self._drain())
            merged = heapq.merge(*streams, key=itemgetter(0, 1))
            for (field, token), parts in groupby(merged, key=itemgetter(0, 1)):
                first, *others = (part[2] for part in parts)
                for other in others:
                    first.extend(other)
                yield field, token, first

    def _write_run(self) -> None:
        path = self._folder / f"run{len(self._runs)}.tmp"
        self._runs.append(path)
        with path.open("wb") as file:
            for field, token, numbers in self._drain():
                name = field.encode()
                data = numbers.tobytes()
                file.write(_HEADER.pack(len(name), len(token), len(data)) + name + token)
                file.write(data)

    def _drain(self) -> Iterator[Posting]:
        """The lists in memory, sorted, given up one by one."""
        lists, self._lists, self._held = self._lists, {}, 0
        for field in sorted(lists):
            tokens = lists.pop(field)
            keys = sorted((encoded(token), token) for token in tokens)
            last: bytes | None = None
            for key, token in keys:
                if key != last:
                    yield field, key, tokens.pop(token)
                last = key


def _read_run(file: BinaryIO) -> Iterator[Posting]:
    while header := file.read(_HEADER.size):
        name, token, data = _HEADER.unpack(header)
        field = file.read(name).decode()
        key = file.read(token)
        numbers = array("I")
        numbers.frombytes(file.read(data))
        yield field, key, numbers

"""Inversion with bounded memory: token counts by document become posting lists by token.

Tokens are numbered as they come; what is held is an array of token numbers and one of counts. When they hold ``limit``
postings they are sorted and written out as a run, and at the end the runs are merged.
"""

from __future__ import annotations

import struct
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from indexer.backends.storage.layout import encoded
from indexer.backends.storage.merging import merged, pieces
from indexer.backends.storage.packing import Integers, Lists
from indexer.backends.storage.terms import key_of
from indexer.backends.tallies import Tally

_HEADER = struct.Struct("<QQQ")
_COLUMN = "<u4"


class Inversion:
    """Collects the postings of one index; ``folder`` takes the runs and is left as it was found."""

    def __init__(self, folder: Path, limit: int = 8_000_000) -> None:
        self._folder = folder
        self._limit = limit
        self._held = 0
        self._fields: dict[str, _Field] = {}
        self._runs: list[Path] = []

    def add(self, number: int, field: str, counts: Mapping[str, int]) -> None:
        """Adds the tokens of document ``number``; documents come in ascending order."""
        if field not in self._fields:
            self._fields[field] = _Field()
        self._fields[field].add(number, counts)
        self._held += len(counts)
        if self._held >= self._limit:
            self._write_run()

    def postings(self, *others: Iterator[Lists]) -> Iterator[Lists]:
        """All posting lists with those of ``others``, ascending by field and token. Removes the runs when done."""
        with ExitStack() as stack:
            for path in self._runs:
                stack.callback(path.unlink, missing_ok=True)
            streams = [_read_run(stack.enter_context(path.open("rb"))) for path in self._runs]
            yield from merged([*streams, self._drained(), *others])

    def _write_run(self) -> None:
        path = self._folder / f"run{len(self._runs)}.tmp"
        self._runs.append(path)
        with path.open("wb") as file:
            for lists in self._drained():
                _write_lists(file, lists)

    def _drained(self) -> Iterator[Lists]:
        """The lists in memory, sorted, given up field by field."""
        self._held = 0
        for name in sorted(self._fields):
            yield from pieces(self._fields[name].drained(name))


class _Numbers(dict[str, int]):
    """Token → its number, given when it is first asked for."""

    def __missing__(self, token: str) -> int:
        self[token] = number = len(self)
        return number


class _Field:
    """The postings of one field, in the order in which they came."""

    def __init__(self) -> None:
        self._tokens = _Numbers()
        self._table: Sequence[str] = ()
        self._table_numbers = np.zeros(0, np.uint32)
        self._documents: list[int] = []
        self._sizes: list[int] = []
        self._tokens_of: list[NDArray[np.uint32]] = []
        self._counts: list[NDArray[np.uint32]] = []

    def add(self, number: int, counts: Mapping[str, int]) -> None:
        self._documents.append(number)
        self._sizes.append(len(counts))
        if isinstance(counts, Tally):
            self._tokens_of.append(self._numbered(counts.table)[counts.numbers])
            self._counts.append(counts.counts.astype(np.uint32))
        else:
            self._tokens_of.append(self._numbers(counts))
            self._counts.append(np.fromiter(counts.values(), np.uint32, len(counts)))

    def _numbered(self, table: Sequence[str]) -> NDArray[np.uint32]:
        """The numbers of a table's tokens, for all documents that share it."""
        if table is not self._table:
            self._table, self._table_numbers = table, self._numbers(table)
        return self._table_numbers

    def _numbers(self, tokens: Collection[str]) -> NDArray[np.uint32]:
        return np.fromiter(map(self._tokens.__getitem__, tokens), np.uint32, len(tokens))

    def drained(self, name: str) -> Lists:
        if not any(self._sizes):
            return Lists([], _integers(()), _integers(()), _integers(()))
        keys, ranks = _ranked(self._tokens, name)
        ranks_of = ranks[np.concatenate(self._tokens_of)]
        order = _order(ranks_of)
        ranks_of = ranks_of[order]
        numbers = np.repeat(_integers(self._documents), self._sizes)[order]
        counts = np.concatenate(self._counts)[order].astype(np.int64)
        if len(keys) < len(self._tokens):
            ranks_of, numbers, counts = _once(ranks_of, numbers, counts)
        sizes = np.bincount(ranks_of, minlength=len(keys))
        self.__init__()  # type: ignore[misc]  # what was held is given up
        held = [key for key, size in zip(keys, sizes.tolist(), strict=True) if size]  # a table may name more
        return Lists(held, sizes[sizes > 0], numbers, counts)


def _ranked(tokens: Mapping[str, int], field: str) -> tuple[list[bytes], NDArray[np.uint32]]:
    """The keys of all tokens, ascending, and by token number the rank of its key; tokens cut short may share one."""
    keys = [key_of(field, encoded(token)) for token in tokens]
    ascending = sorted(set(keys))
    rank = {key: at for at, key in enumerate(ascending)}
    return ascending, np.fromiter(map(rank.__getitem__, keys), np.uint32, len(keys))


def _once(
    ranks: NDArray[np.uint32], numbers: Integers, counts: Integers
) -> tuple[NDArray[np.uint32], Integers, Integers]:
    """Of tokens of one document that share a key, being cut short, one posting with all their occurrences."""
    is_new = np.concatenate([[True], (np.diff(ranks) != 0) | (np.diff(numbers) != 0)])
    starts = np.flatnonzero(is_new)
    return ranks[starts], numbers[starts], np.add.reduceat(counts, starts)


def _order(ranks: NDArray[np.uint32]) -> Integers:
    """A stable order by rank, in two passes of 16 bits: numpy sorts those by radix."""
    low = np.argsort((ranks & 0xFFFF).astype(np.uint16), kind="stable")
    high = (ranks >> 16).astype(np.uint16)
    order: Integers = low[np.argsort(high[low], kind="stable")] if high.any() else low
    return order


def _integers(values: Sequence[int]) -> Integers:
    return np.array(values, np.int64)


def _write_lists(file: BinaryIO, lists: Lists) -> None:
    keys = b"".join(lists.keys)
    file.write(_HEADER.pack(len(lists.keys), len(keys), len(lists.numbers)))
    lengths = np.fromiter(map(len, lists.keys), np.int64, len(lists.keys))
    for column in (lengths, lists.sizes, lists.numbers, lists.counts):
        file.write(column.astype(_COLUMN).tobytes())
    file.write(keys)


def _read_run(file: BinaryIO) -> Iterator[Lists]:
    while header := file.read(_HEADER.size):
        terms, size, postings = _HEADER.unpack(header)
        lengths, sizes, numbers, counts = (
            np.frombuffer(file.read(4 * count), _COLUMN).astype(np.int64)
            for count in (terms, terms, postings, postings)
        )
        yield Lists(_cut(file.read(size), lengths.tolist()), sizes, numbers, counts)


def _cut(keys: bytes, lengths: Iterable[int]) -> list[bytes]:
    at, found = 0, []
    for length in lengths:
        found.append(keys[at : at + length])
        at += length
    return found

"""The dictionary of terms: which tokens there are, ascending by field and token, and where their posting lists lie.

Terms stand in blocks, a record each; the first term of every block is held in memory, so that finding a term
reads one block. A block::

    n                 2 bytes, how many terms
    common            2 bytes, how many bytes all its keys begin with
    base              8 bytes, where in the file of lists the block's lists begin
    frequencies       4 bytes for each term: how many documents hold it
    list ends         4 bytes for each term: where its list ends, from ``base``
    key ends          2 bytes for each term: where its key ends, from the end of the common part
    common part, then the keys without it

A key is the field's name, a zero byte, and the token in UTF-8.
"""

from __future__ import annotations

import struct
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from indexer.backends.storage.lists import little
from indexer.backends.storage.records import RecordFile, RecordWriter

BLOCK = 128
"""Terms of a block, at most."""
BLOCK_BYTES = 1 << 15
"""Bytes of a block's keys, at most: their ends have two bytes."""
_HEADER = struct.Struct("<HHQ")


class Entry(NamedTuple):
    """A term's document frequency, and the record of its list: offset and size."""

    frequency: int
    offset: int
    size: int


def key_of(field: str, token: bytes) -> bytes:
    return field.encode() + b"\0" + token


def fields_of(keys: Sequence[bytes]) -> Iterator[str]:
    """The fields of ascending keys."""
    at = 0
    while at < len(keys):
        field = keys[at].partition(b"\0")[0]
        yield field.decode()
        at = bisect_left(keys, field + b"\1", at)


class Block:
    """The terms of one block."""

    def __init__(self, content: bytes) -> None:
        size, common, self._base = _HEADER.unpack_from(content)
        at = _HEADER.size
        self.frequencies = _array("I", content[at : at + 4 * size])
        self._list_ends = _array("I", content[at + 4 * size : at + 8 * size])
        self._key_ends = _array("H", content[at + 8 * size : at + 10 * size])
        self._prefix = content[at + 10 * size : at + 10 * size + common]
        self._keys = content[at + 10 * size + common :]
        if len(self._key_ends) != size:
            raise ValueError("block of terms")

    def __len__(self) -> int:
        return len(self.frequencies)

    def key(self, at: int) -> bytes:
        return self._prefix + self._suffix(at)

    def keys(self) -> list[bytes]:
        starts = [0, *self._key_ends[:-1]]
        keys = zip(starts, self._key_ends, strict=True)
        return [self._prefix + self._keys[start:end] for start, end in keys]

    def list_sizes(self) -> list[int]:
        """How many bytes each term's list has."""
        return list(map(int.__sub__, self._list_ends, [0, *self._list_ends[:-1]]))

    def find(self, key: bytes) -> int:
        """The place of the first key not below ``key``."""
        if not key.startswith(self._prefix):
            return 0 if key < self._prefix else len(self)
        return bisect_left(range(len(self)), key[len(self._prefix) :], key=self._suffix)

    def entry(self, at: int) -> Entry:
        begin = self._list_ends[at - 1] if at else 0
        return Entry(self.frequencies[at], self._base + begin, self._list_ends[at] - begin)

    def _suffix(self, at: int) -> bytes:
        return self._keys[self._key_ends[at - 1] if at else 0 : self._key_ends[at]]


class Terms:
    """The dictionary of one index; ``first_keys`` and ``places`` as ``TermsWriter.index`` made them.

    ``keep`` holds blocks that were read: it is called with the number of a block and what reads it.
    """

    def __init__(
        self, file: RecordFile, index: bytes, keep: Callable[[int, Callable[[], Block]], Block]
    ) -> None:
        count = int.from_bytes(index[:4], "little")
        self._offsets = _array("Q", index[4 : 12 + 8 * count])
        at = 12 + 8 * count
        self._key_ends = _array("I", index[at : at + 4 * count])
        self._keys = index[at + 4 * count :]
        self._file = file
        self._keep = keep
        if len(self._key_ends) != count:
            raise ValueError("index of terms")

    def find(self, key: bytes) -> Entry | None:
        """Where the term stands; None where there is none. Raises DamagedRecordError, OSError."""
        number = bisect_right(range(len(self._key_ends)), key, key=self._first_key) - 1
        if number < 0:
            return None
        block = self._block(number)
        at = block.find(key)
        return block.entry(at) if at < len(block) and block.key(at) == key else None

    def beginning_with(self, key: bytes) -> Iterator[tuple[bytes, int]]:
        """The keys that begin with ``key``, ascending, with their document frequency."""
        number = max(bisect_right(range(len(self._key_ends)), key, key=self._first_key) - 1, 0)
        for each in range(number, len(self._key_ends)):
            block = self._block(each)
            for at in range(block.find(key), len(block)):
                found = block.key(at)
                if not found.startswith(key):
                    return
                yield found, block.frequencies[at]

    def entries(self) -> Iterator[list[Entry]]:
        """All terms, block by block, read anew."""
        for block in self.blocks():
            yield [block.entry(at) for at in range(len(block))]

    def blocks(self) -> Iterator[Block]:
        """All blocks, read anew."""
        return (self._read(number) for number in range(len(self._key_ends)))

    def _first_key(self, number: int) -> bytes:
        return self._keys[self._key_ends[number - 1] if number else 0 : self._key_ends[number]]

    def _block(self, number: int) -> Block:
        return self._keep(number, lambda: self._read(number))

    def _read(self, number: int) -> Block:
        begin, end = self._offsets[number], self._offsets[number + 1]
        return Block(self._file.read(begin, end - begin))


class TermsWriter:
    """Takes terms in ascending order with their encoded lists; writes blocks to one file, lists to another."""

    def __init__(self, blocks: RecordWriter, lists: RecordWriter) -> None:
        self._blocks = blocks
        self._lists = lists
        self._base = lists.size
        self._keys: list[bytes] = []
        self._frequencies: list[int] = []
        self._sizes: list[int] = []
        self._offsets = array("Q", [0])
        self._first_keys: list[bytes] = []

    def add(
        self, keys: Sequence[bytes], frequencies: Sequence[int], records: bytes, sizes: Sequence[int]
    ) -> None:
        """The next terms with their document frequencies; ``records`` are their lists, ``sizes`` those of each."""
        self._lists.add_sealed(records)
        self._keys += keys
        self._frequencies += frequencies
        self._sizes += sizes
        while len(self._keys) >= BLOCK:
            self._write_block()

    def index(self) -> bytes:
        """Ends the dictionary; what finds the blocks again: their count, where they begin and end, their first keys."""
        while self._keys:
            self._write_block()
        ends = array("I", accumulate(map(len, self._first_keys)))
        count = len(self._first_keys).to_bytes(4, "little")
        return b"".join([count, _bytes(self._offsets), _bytes(ends), *self._first_keys])

    def _write_block(self) -> None:
        count = self._fitting()
        keys, sizes = self._keys[:count], self._sizes[:count]
        prefix = _common(keys[0], keys[-1])
        suffixes = [key[len(prefix) :] for key in keys]
        header = _HEADER.pack(count, len(prefix), self._base)
        columns = (
            array("I", self._frequencies[:count]),
            array("I", accumulate(sizes)),
            array("H", accumulate(map(len, suffixes))),
        )
        self._blocks.add(b"".join([header, *map(_bytes, columns), prefix, *suffixes]))
        self._offsets.append(self._blocks.size)
        self._first_keys.append(keys[0])
        self._base += sum(sizes)
        del self._keys[:count], self._sizes[:count], self._frequencies[:count]

    def _fitting(self) -> int:
        """How many terms the next block takes."""
        ends = accumulate(map(len, self._keys[:BLOCK]))
        return max(1, sum(end <= BLOCK_BYTES for end in ends))


def _common(one: bytes, other: bytes) -> bytes:
    """What both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return one[: next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))]


def _array(typecode: str, content: bytes) -> array[int]:
    values: array[int] = array(typecode)
    values.frombytes(content)
    return little(values)


def _bytes(values: array[int]) -> bytes:
    return little(values[:]).tobytes()

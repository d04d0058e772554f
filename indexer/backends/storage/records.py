"""Records: bytes with their CRC-32 behind them, the unit in which everything in an index is read.

Each read is checked, so that a byte that changed on the disk is an error and never another answer. Where a record
lies and how long it is, another record says; the first one is the whole of ``engine.json``.
"""

from __future__ import annotations

import json
import os
import weakref
from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat
from pathlib import Path
from typing import Any, BinaryIO, TypeVar
from zlib import crc32

Bytes = TypeVar("Bytes", bytes, memoryview)

CHECKSUM = 4
"""Bytes of the CRC-32 behind a record, little-endian."""

_GAP = 1 << 14
"""Bytes between two records that are read along rather than skipped."""
_PIECE = 1 << 20
"""Bytes that one read of many records brings, the last record apart."""


class DamagedRecordError(ValueError):
    """A record is not what was written; the message names its file and place."""


def sealed(content: bytes) -> bytes:
    """``content`` as a record."""
    return content + crc32(content).to_bytes(CHECKSUM, "little")


class RecordFile:
    """Records of one file, read by place; safe to share between threads; closed with its last user.

    No memory map: a file that is cut short under one ends the process.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        self._sound: set[int] = set()
        self._as_of = 0
        weakref.finalize(self, os.close, self._descriptor)

    def read(self, offset: int, size: int) -> bytes:
        """The content of the record at ``offset``, ``size`` bytes with its checksum.

        Raises DamagedRecordError, OSError.
        """
        return self._checked(os.pread(self._descriptor, size, offset), offset, size)

    def read_many(self, places: Sequence[tuple[int, int]]) -> Iterable[bytes]:
        """The contents of records at ascending (offset, size), neighbours in one read. Raises as ``read``."""
        for begin, data, together in self._pieces(places):
            for offset, size in together:
                yield self._checked(data[offset - begin : offset - begin + size], offset, size)

    def holding(self, places: Sequence[tuple[int, int]], wanted: bytes) -> Iterable[bool]:
        """Of each of the records at ascending (offset, size) whether ``wanted`` stands in it. Raises as ``read``.

        A record is checked when it is first read here, and again after the file was written to: a file of an index
        never is, unless something is wrong.
        """
        if (written := os.fstat(self._descriptor).st_mtime_ns) != self._as_of:
            self._sound.clear()
            self._as_of = written
        for begin, data, together in self._pieces(places):
            view = memoryview(data)
            for offset, size in together:
                if offset not in self._sound:
                    self._checked(view[offset - begin : offset - begin + size], offset, size)
                    self._sound.add(offset)
            if wanted not in data:
                yield from repeat(False, len(together))
            else:
                for offset, size in together:
                    start = offset - begin
                    yield data.find(wanted, start, start + size - CHECKSUM) >= 0

    def _pieces(
        self, places: Sequence[tuple[int, int]]
    ) -> Iterator[tuple[int, bytes, Sequence[tuple[int, int]]]]:
        """What one read brings: where it begins, its bytes, the places in it."""
        first = 0
        while first < len(places):
            begin, size = places[first]
            end, last = begin + size, first + 1
            while last < len(places) and places[last][0] - end <= _GAP and end - begin < _PIECE:
                end = places[last][0] + places[last][1]
                last += 1
            yield begin, os.pread(self._descriptor, end - begin, begin), places[first:last]
            first = last

    def read_sealed(self, offset: int, sizes: Sequence[int]) -> bytes:
        """The records from ``offset`` on, of these sizes, with their checksums. Raises as ``read``."""
        data = self.read_unchecked(offset, sum(sizes))
        at = 0
        for size in sizes:
            self._checked(data[at : at + size], offset + at, size)
            at += size
        return data

    def read_unchecked(self, offset: int, size: int) -> bytes:
        """What stands there, for somebody who compares the checksums. Raises OSError."""
        pieces = []
        while size and (piece := os.pread(self._descriptor, size, offset)):
            pieces.append(piece)
            offset, size = offset + len(piece), size - len(piece)
        return b"".join(pieces)

    def _checked(self, record: Bytes, offset: int, size: int) -> Bytes:
        content = record[:-CHECKSUM]
        if len(record) != size or crc32(content) != int.from_bytes(record[-CHECKSUM:], "little"):
            raise DamagedRecordError(f"{self.path.name} @{offset}")
        return content


class RecordWriter:
    """Appends records to a new file."""

    def __init__(self, path: Path) -> None:
        self._file: BinaryIO = path.open("wb")
        self.size = 0

    def add(self, content: bytes) -> int:
        """Writes a record; returns its size with the checksum."""
        return self.add_sealed(sealed(content))

    def add_sealed(self, records: bytes) -> int:
        """Writes what is records already; returns its size."""
        self.size += self._file.write(records)
        return len(records)

    def close(self) -> None:
        self._file.close()


def write_root(path: Path, content: dict[str, Any]) -> None:
    """Writes the record from which all others are found, as JSON with its own checksum. Raises OSError."""
    text = json.dumps(content, ensure_ascii=True, sort_keys=True)
    path.write_text(f"{text}\n{crc32(text.encode('ascii')):08x}\n", encoding="ascii")


def read_root(path: Path) -> dict[str, Any]:
    """What ``write_root`` wrote. Raises OSError, DamagedRecordError."""
    text, _, checksum = path.read_bytes().partition(b"\n")
    if checksum != b"%08x\n" % crc32(text):
        raise DamagedRecordError(path.name)
    content: dict[str, Any] = json.loads(text)
    return content

"""A table of token buckets in a piece of memory of fixed size, which several processes may share.

An address stands in one of eight rows that its digest decides; where all eight are taken, the one that was used
longest ago is given up. So the table never grows, whatever addresses come.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from mmap import mmap
from pathlib import Path
from threading import Lock

FILE = "buckets"
_ROWS = 8
"""Rows that an address may stand in."""
_ROW = struct.Struct("<8sddQ")
"""Digest of the address, tokens, since, and when it was used: a count over all uses."""
_COUNT = struct.Struct("<Q")


@dataclass(slots=True)
class Bucket:
    """``tokens`` left at the time ``since``; what it is set to is kept."""

    tokens: float
    since: float


class Buckets:
    """Room for ``most`` addresses, in a file of the folder ``shared`` or, without one, in memory of this process."""

    def __init__(self, most: int, shared: Path | None = None) -> None:
        self._rows = min(_ROWS, most)
        self._groups = max(1, most // self._rows)
        size = _COUNT.size + self._groups * self._rows * _ROW.size
        self._lock = Lock()
        self._descriptor = None if shared is None else _opened(shared / FILE, size)
        self._memory = mmap(-1 if self._descriptor is None else self._descriptor, size)

    @contextmanager
    def bucket(self, address: str, new: tuple[float, float]) -> Iterator[Bucket]:
        """The bucket of ``address``, held by nobody else meanwhile; ``new`` is what it begins with."""
        digest = blake2b(address.encode(), digest_size=8).digest()
        with self._held():
            place, tokens, since = self._find(digest, new)
            found = Bucket(tokens, since)
            yield found
            (used,) = _COUNT.unpack_from(self._memory)
            _COUNT.pack_into(self._memory, 0, used + 1)
            _ROW.pack_into(self._memory, place, digest, found.tokens, found.since, used + 1)

    def _find(self, digest: bytes, new: tuple[float, float]) -> tuple[int, float, float]:
        """Where the row of ``digest`` is or may be, with what it holds."""
        group = int.from_bytes(digest, "little") % self._groups
        first = _COUNT.size + group * self._rows * _ROW.size
        oldest, place = None, first
        for at in range(first, first + self._rows * _ROW.size, _ROW.size):
            held, tokens, since, used = _ROW.unpack_from(self._memory, at)
            if held == digest:
                return at, tokens, since
            if oldest is None or used < oldest:
                oldest, place = used, at
        return place, *new

    @contextmanager
    def _held(self) -> Iterator[None]:
        with self._lock:
            if self._descriptor is None:
                yield
                return
            import fcntl  # several processes there are on POSIX systems only

            fcntl.lockf(self._descriptor, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.lockf(self._descriptor, fcntl.LOCK_UN)


def _opened(path: Path, size: int) -> int:
    """The file of the table, made at its full size where it is not there yet."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    os.ftruncate(descriptor, size)
    return descriptor

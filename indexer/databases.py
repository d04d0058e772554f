"""SQLite files that a build writes: what goes wrong with the disk is said as the system says it."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

_NUMBERS = {
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_READONLY: errno.EROFS,
    sqlite3.SQLITE_CANTOPEN: errno.EACCES,
}


@contextmanager
def disk_told() -> Iterator[None]:
    """Raises OSError for what SQLite could not write: a full disk is no fault of the program."""
    try:
        yield
    except sqlite3.OperationalError as error:
        primary = error.sqlite_errorcode & 0xFF  # the extended codes name the operation in the second byte
        raise OSError(_NUMBERS.get(primary, errno.EIO), str(error)) from error

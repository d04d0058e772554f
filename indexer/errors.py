"""The one root error of gsearch and its few children.

The command line takes its exit code and the page its HTTP status from the class; the message, in Chinese
because people read it, names the thing and the remedy.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from dictionaries import DictionaryError

__all__ = [
    "EngineError",
    "ExtractError",
    "FaultyDictionaryError",
    "GsearchError",
    "LockedError",
    "ModelError",
    "NoIndexError",
    "NotFoundError",
    "QueryError",
    "SlowQueryError",
    "UsageError",
    "dictionary_errors",
    "reason",
]

_REASONS = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "文件系统只读",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "超出磁盘配额",
    errno.EFBIG: "文件超出大小限制",
    errno.EIO: "读写出错，可能是磁盘故障",
    errno.ENOTDIR: "不是文件夹",
    errno.EISDIR: "是文件夹",
    errno.ENAMETOOLONG: "名字太长",
    errno.EMFILE: "打开的文件太多",
    errno.EADDRINUSE: "端口已被占用",
    errno.EADDRNOTAVAIL: "本机没有这个地址",
}


def reason(error: OSError) -> str:
    """What the system says is wrong, in Chinese where it is among the usual things.

    >>> reason(FileNotFoundError(errno.ENOENT, "No such file or directory"))
    '没有这个文件或文件夹'
    """
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)


class GsearchError(Exception):
    """Anything gsearch refuses to do, said in one sentence a person can act on."""

    exit_code = 2
    status = 500
    code = "error"


class FaultyDictionaryError(GsearchError):
    """A dictionary file has a fault; the message begins with ``file:line:``, as the dictionaries say it."""

    code = "dictionary"


@contextmanager
def dictionary_errors() -> Iterator[None]:
    """Turns what ``dictionaries`` raises at whichever table is read first into an error of the one root.

    For doors only: building, opening an index, the command line.
    """
    try:
        yield
    except DictionaryError as error:
        raise FaultyDictionaryError(str(error)) from error


class UsageError(GsearchError):
    """The command or request itself is wrong: an unknown field, a year that is no year, no such path."""

    exit_code = 2
    status = 400
    code = "usage"


class QueryError(UsageError):
    """A malformed query; ``position`` is the 0-based index into ``query`` where the caret belongs."""

    code = "query"

    def __init__(self, message: str, query: str, position: int) -> None:
        super().__init__(message)
        self.query = query
        self.position = position


class NotFoundError(GsearchError):
    """The document, number or issue asked for is not in the index."""

    exit_code = 1
    status = 404
    code = "not_found"


class NoIndexError(GsearchError):
    """There is no index here, or it is damaged or stale; the message names the command that mends it."""

    exit_code = 3
    status = 503
    code = "no_index"


class SlowQueryError(GsearchError):
    """A query took longer than one query may; nothing is wrong with the index."""

    exit_code = 2
    status = 503
    code = "too_slow"


class EngineError(GsearchError):
    """A search engine outside this program does not answer, or refuses; nothing is known to be wrong with the index."""

    exit_code = 3
    status = 503
    code = "engine"


class ModelError(GsearchError):
    """The embedding model asked for is missing or unusable, or what runs it is not installed."""

    exit_code = 2
    status = 503
    code = "model"


class LockedError(GsearchError):
    """Another build holds the lock; the message names its process and start."""

    exit_code = 4
    status = 503
    code = "locked"


class ExtractError(GsearchError):
    """A file, or a member of an archive, gave no text; the message says why and does not repeat the file's name.

    ``skipped`` is True where nothing is wrong with the file and only this machine or version cannot read it.
    """

    exit_code = 1
    status = 422
    code = "extract"

    def __init__(self, message: str, *, skipped: bool = False) -> None:
        super().__init__(message)
        self.skipped = skipped

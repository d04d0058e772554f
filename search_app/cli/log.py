"""The log that ``--log FILE`` keeps: one line an event, with its time, appended."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import IO

from indexer.errors import UsageError, reason


class Log:
    """Writes to ``file``, or nowhere."""

    def __init__(self, file: IO[str] | None = None) -> None:
        self._file = file

    def write(self, kind: str, message: str) -> None:
        """``2024-05-06T03:00:01+08:00 完成 …``; line breaks in ``message`` become blanks."""
        if self._file is not None:
            time = datetime.now().astimezone().isoformat(timespec="seconds")
            self._file.write(f"{time} {kind} {' '.join(message.split())}\n")
            self._file.flush()


@contextmanager
def opened(path: str | None) -> Iterator[Log]:
    """A log that appends to ``path``. Raises UsageError, before any work, where it cannot be written."""
    if path is None:
        yield Log()
        return
    try:
        file = open(path, "a", encoding="utf-8", errors="backslashreplace")  # noqa: SIM115 - closed below
    except OSError as error:
        raise UsageError(f"日志文件 {path} 不能写入：{reason(error)}") from error
    with file:
        yield Log(file)

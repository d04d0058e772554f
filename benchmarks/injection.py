"""Faults by injection: the n-th operation on the disk fails, or is the last thing that the process does.

Operations are opening a file to write, fsync, rename, unlink, rmdir and mkdir below one folder, as Python's own audit
events tell of them; an operation that fails has not been done.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

ERRORS = (errno.EIO, errno.ENOSPC, errno.EDQUOT)
KILL = 0
"""In place of an error: the process is killed (SIGKILL) before the operation."""

_EVENTS = {"os.rename": 0, "os.remove": 0, "os.rmdir": 0, "os.mkdir": 0}
"""Audit event → which of its arguments is the path."""

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


@dataclass
class Injection:
    """Counts operations in ``done``; the one numbered ``at`` (from 0; None: none) meets ``fault``."""

    folder: str
    at: int | None = None
    fault: int = errno.EIO
    done: list[str] = field(default_factory=list)

    def meet(self, operation: str) -> None:
        number = len(self.done)
        self.done.append(operation)
        if number != self.at:
            return
        if self.fault == KILL:
            os.kill(os.getpid(), signal.SIGKILL)
        raise OSError(self.fault, os.strerror(self.fault))


_active: list[Injection] = []
"""The one at work, if any: an audit hook stays for the life of a process."""


@contextmanager
def injected(injection: Injection) -> Iterator[Injection]:
    """Within the block, operations of this process meet ``injection``."""
    if not getattr(sys, "_gsearch_hooked", False):
        sys.addaudithook(_hook)
        sys._gsearch_hooked = True  # type: ignore[attr-defined]
    real = os.fsync

    def fsync(descriptor: int) -> None:
        injection.meet("fsync")
        real(descriptor)

    os.fsync = fsync
    _active.append(injection)
    try:
        yield injection
    finally:
        _active.remove(injection)
        os.fsync = real


def _hook(event: str, given: tuple[Any, ...]) -> None:
    if not _active:
        return
    if event == "open":
        path, _, flags = given
        if not (isinstance(flags, int) and flags & _WRITING):
            return
    elif event in _EVENTS:
        path = given[_EVENTS[event]]
    else:
        return
    name = os.fsdecode(path) if isinstance(path, str | bytes | os.PathLike) else ""
    relative = not os.path.isabs(name) and event in ("os.remove", "os.rmdir")  # rmtree goes by descriptors
    if name and (relative or name.startswith(_active[-1].folder)):
        _active[-1].meet(f"{event} {name}")

"""Other programs that read files for us: run without a shell, bounded in time, memory and what they write,
and ended with all they started."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from threading import Thread
from time import monotonic
from typing import IO

from indexer.errors import ExtractError, reason
from indexer.orphans import command_that_ends_with_us

MAX_OUTPUT = 256 << 20
"""Bytes read of what a program writes to standard output: the text of a large PDF, escaped as JSON."""

MAX_FILE = 512 << 20
"""Bytes of a file that a program may write."""

MAX_MEMORY = 6 << 30
"""Bytes of address space; LibreOffice takes 2 GB of it to read anything at all."""

_END_WAIT = 5.0
"""Seconds for a killed program to be gone; one that is stuck in the system is left to it."""


def run_child(
    command: Sequence[str],
    *,
    timeout: float,
    input_bytes: bytes = b"",
    cwd: str | None = None,
    environment: Mapping[str, str] | None = None,
) -> bytes:
    """What ``command`` writes to standard output. Raises ExtractError when it fails, takes over ``timeout`` s
    or writes without end.

    ``environment`` replaces the variables of that name.
    """
    try:
        process = subprocess.Popen(  # noqa: S603 - a fixed program; nothing of the file's name or text is in it
            command_that_ends_with_us(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=cwd,
            env={**os.environ, **environment} if environment else None,
            start_new_session=True,
        )
    except OSError as error:
        raise ExtractError(f"启动 {os.path.basename(command[0])} 失败：{reason(error)}") from error
    assert process.stdin is not None
    assert process.stdout is not None
    _bound(process.pid, timeout)
    reader = _Reader(process.stdout)
    reader.start()
    Thread(target=_feed, args=(process.stdin, input_bytes), daemon=True).start()
    try:
        output = _output(process, reader, timeout)
    except BaseException:
        _end(process)
        raise
    if process.returncode < 0:
        raise ExtractError("读它的程序崩溃了：文件已损坏，或内容超过上限")
    if process.returncode != 0:
        raise ExtractError("文件已损坏，读不出来")
    return output


def _output(process: subprocess.Popen[bytes], reader: _Reader, timeout: float) -> bytes:
    """All that the process wrote, once it has ended by itself."""
    ends = monotonic() + timeout
    reader.join(timeout)
    if reader.too_much:
        raise ExtractError("文件内容超过上限，没有读")
    try:
        process.wait(max(0.0, ends - monotonic()))
    except subprocess.TimeoutExpired as error:
        raise ExtractError(f"读了 {timeout:.0f} 秒还没有读完，已放弃") from error
    if reader.is_alive():  # something it started goes on writing
        raise ExtractError(f"读了 {timeout:.0f} 秒还没有读完，已放弃")
    return b"".join(reader.pieces)


class _Reader(Thread):
    """Reads a stream to its end, or to the bound; a daemon, so that a stream nobody closes holds nobody up."""

    def __init__(self, stream: IO[bytes]) -> None:
        super().__init__(daemon=True)
        self._stream = stream
        self.pieces: list[bytes] = []
        self.too_much = False

    def run(self) -> None:
        size = 0
        with self._stream as stream:
            while piece := stream.read(1 << 16):
                size += len(piece)
                if size > MAX_OUTPUT:
                    self.too_much = True
                    return
                self.pieces.append(piece)


def _feed(stream: IO[bytes], data: bytes) -> None:
    """Writes ``data`` and closes; a program that does not read it all is no fault."""
    with suppress(BrokenPipeError, ValueError), stream:
        stream.write(data)


def _bound(pid: int, timeout: float) -> None:
    """Bounds a process and what it starts, where the system can (Linux).

    The bound on computing ends it also where this process is killed and cannot.
    """
    try:
        from resource import RLIMIT_AS, RLIMIT_CPU, RLIMIT_FSIZE, prlimit
    except ImportError:
        return
    seconds = int(timeout) + 5
    for limit, value in ((RLIMIT_AS, MAX_MEMORY), (RLIMIT_CPU, seconds), (RLIMIT_FSIZE, MAX_FILE)):
        try:
            prlimit(pid, limit, (value, value))
        except (OSError, ValueError):  # it has ended already, or is bounded more narrowly
            continue


def _end(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    with suppress(subprocess.TimeoutExpired):
        process.wait(_END_WAIT)

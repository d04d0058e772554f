"""What reading and analysing one file may cost, so that a hostile one is named and the rest goes on."""

from __future__ import annotations

import multiprocessing
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from indexer.errors import ExtractError

SECONDS, SECONDS_PER_MB = 10.0, 4.0
"""Computing granted to a file, and for each megabyte of it: text takes some 1.3 s a megabyte."""

_LAST_RESORT = 1.5
"""Times that limit after which a worker is ended by the system."""

MEMORY, MEMORY_PER_BYTE = 768 << 20, 8
"""Bytes of data of the process that works on a file, and for each byte of it: text takes 6 bytes a byte."""


@contextmanager
def bounded(size: int) -> Iterator[None]:
    """Within the block, a file of ``size`` bytes is read: in so much time and memory, where the system can bound it.

    Raises ExtractError once the time is over, MemoryError where the memory is. Time is this process's own
    computing, so that others' load fails no file; it is bounded in a main thread only, memory only in a process
    that does nothing else (a worker's).
    """
    with within(SECONDS + SECONDS_PER_MB * size / (1 << 20), MEMORY + MEMORY_PER_BYTE * size):
        yield


@contextmanager
def within(seconds: float, memory: int) -> Iterator[None]:
    """Within the block, this process computes for ``seconds`` and holds ``memory`` bytes of data at most.

    Raises and bounds as :func:`bounded` does.
    """
    with _time(seconds), _worker(seconds, memory):
        yield


@contextmanager
def _time(seconds: float) -> Iterator[None]:
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def give_up(number: int, frame: FrameType | None) -> None:
        raise ExtractError(f"算了 {seconds:.0f} 秒还没有读完，已放弃；请检查这个文件是否正常")

    before = signal.signal(signal.SIGPROF, give_up)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@contextmanager
def _worker(seconds: float, size: int) -> Iterator[None]:
    """Bounds a worker's data, and ends it where a library computes on and on and lets no signal through."""
    if multiprocessing.parent_process() is None:
        yield
        return
    try:
        from resource import RLIMIT_CPU, RLIMIT_DATA, getrlimit, setrlimit
    except ImportError:  # not on Windows
        yield
        return
    wanted = {RLIMIT_DATA: size, RLIMIT_CPU: int(time.process_time() + _LAST_RESORT * seconds) + 1}
    before = {limit: getrlimit(limit) for limit in wanted}
    for limit, (_, hard) in before.items():
        setrlimit(limit, (min(wanted[limit], hard) if hard >= 0 else wanted[limit], hard))
    try:
        yield
    finally:
        for limit, both in before.items():
            setrlimit(limit, both)

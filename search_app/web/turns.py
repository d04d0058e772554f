"""Taking turns: one request computes at a time, in the order they came, a long one a slice at a time.

Threads that compute all at once take the interpreter from each other at every read of a file: eight of them need
twice the time of one after the other (docs/performance.md). And a slow query must not keep quick ones waiting.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from time import monotonic

SLICE = 0.05
"""Seconds after which a request gives way to those that wait."""


class Turns:
    """Safe to share between threads; a turn belongs to the thread that took it."""

    def __init__(self, slice_: float = SLICE) -> None:
        self._slice = slice_
        self._lock = Lock()
        self._taken = False
        self._waiting: deque[Lock] = deque()
        """One lock for each thread that waits, released when it is its turn."""

    @contextmanager
    def turn(self) -> Iterator[Callable[[], None]]:
        """Waits for a turn and holds it; what is yielded gives way to others once a slice has passed."""
        self._begin()
        since = monotonic()

        def give_way() -> None:
            nonlocal since
            if self._waiting and monotonic() - since > self._slice:
                self._end()
                self._begin()
                since = monotonic()

        try:
            yield give_way
        finally:
            self._end()

    def _begin(self) -> None:
        with self._lock:
            if not self._taken:
                self._taken = True
                return
            called = Lock()
            called.acquire()
            self._waiting.append(called)
        called.acquire()

    def _end(self) -> None:
        """Hands the turn to whoever has waited longest."""
        with self._lock:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False

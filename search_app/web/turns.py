"""Taking turns: one request computes at a time, a slice at a time, those first that have computed least.

Threads that compute all at once take the interpreter from each other at every read of a file: eight of them need
twice the time of one after the other (docs/performance.md). And slow queries must not keep quick ones waiting, however
many they are: who has just come goes before who has had a slice (least attained service first, as schedulers call it),
but for every few hand-overs, when the one goes that has waited longest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic

SLICE = 0.05
"""Seconds after which a request gives way to those that wait."""
PATIENCE = 8
"""Of so many hand-overs one goes to whoever has waited longest, so that the slow are not starved by the quick."""


@dataclass(slots=True, eq=False)
class _Waiting:
    """A thread that waits; ``slices`` are what it has had, ``called`` is released when it is its turn."""

    slices: int
    called: Lock = field(default_factory=Lock)


class Turns:
    """Safe to share between threads; a turn belongs to the thread that took it."""

    def __init__(self, slice_: float = SLICE) -> None:
        self._slice = slice_
        self._lock = Lock()
        self._taken = False
        self._waiting: list[_Waiting] = []
        """In the order in which they began to wait."""
        self._handed = 0

    @contextmanager
    def turn(self) -> Iterator[Callable[[], None]]:
        """Waits for a turn and holds it; what is yielded gives way to others once a slice has passed."""
        self._begin(0)
        since, slices = monotonic(), 0

        def give_way() -> None:
            nonlocal since, slices
            if self._waiting and monotonic() - since > self._slice:
                slices += 1
                self._end()
                self._begin(slices)
                since = monotonic()

        try:
            yield give_way
        finally:
            self._end()

    def _begin(self, slices: int) -> None:
        with self._lock:
            if not self._taken:
                self._taken = True
                return
            waiting = _Waiting(slices)
            waiting.called.acquire()
            self._waiting.append(waiting)
        waiting.called.acquire()

    def _end(self) -> None:
        """Hands the turn on."""
        with self._lock:
            if not self._waiting:
                self._taken = False
                return
            self._handed += 1
            longest_waiting = self._handed % PATIENCE == 0
            chosen = self._waiting[0] if longest_waiting else min(self._waiting, key=lambda each: each.slices)
            self._waiting.remove(chosen)
            chosen.called.release()

"""A time limit on one query: set at the edge, looked at by whatever may take long, kept per thread.

What counts is the thread's own computing, so that others' load cuts nobody off, and what it waits for others' answers.

>>> with limit(60):
...     check()
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from time import monotonic, thread_time

from indexer.errors import SlowQueryError


@dataclass(slots=True)
class _Limit:
    """``end`` is a reading of ``_spent``; before ``due`` on the wall clock it cannot have come."""

    end: float
    seconds: float
    give_way: Callable[[], None]
    due: float


_limit: ContextVar[_Limit | None] = ContextVar("deadline", default=None)
_waited: ContextVar[float] = ContextVar("waited", default=0.0)
"""Seconds that this thread has waited for answers so far."""


@contextmanager
def limit(seconds: float, give_way: Callable[[], None] | None = None) -> Iterator[None]:
    """Within the block, ``check`` calls ``give_way`` and raises once ``seconds`` of computing have passed.

    A limit within a limit can only be the shorter one; ``give_way`` (None: the outer one's) may wait for others.
    """
    outer = _limit.get()
    own = _Limit(_spent() + seconds, seconds, give_way or _go_on, monotonic() + seconds)
    if outer is not None:
        own.give_way = give_way or outer.give_way
        if outer.end < own.end:
            own.end, own.seconds, own.due = outer.end, outer.seconds, outer.due
    token = _limit.set(own)
    try:
        yield
    finally:
        _limit.reset(token)


def check() -> None:
    """Raises SlowQueryError where this thread's time is over; costs next to nothing where no limit is set.

    The thread's clock is a call into the system, so it is asked only once the wall clock says that it can have run
    out: no thread computes longer than time passes.
    """
    set_ = _limit.get()
    if set_ is None:
        return
    set_.give_way()
    now = monotonic()
    if now < set_.due:
        return
    left = set_.end - _spent()
    if left < 0:
        raise SlowQueryError(
            f"查询用时超过 {set_.seconds:g} 秒，已停止；请把词写得更具体，或用区县、年份等筛选缩小范围"
        )
    set_.due = now + left


@contextmanager
def waiting() -> Iterator[float | None]:
    """Counts the time within the block whether the thread computes or waits; yields the seconds that are left.

    None where no limit is set. Raises SlowQueryError as ``check`` does, before and after.
    """
    check()
    set_ = _limit.get()
    begun, computed = monotonic(), thread_time()
    try:
        yield None if set_ is None else set_.end - _spent()
    finally:
        _waited.set(_waited.get() + max(0.0, monotonic() - begun - (thread_time() - computed)))
    check()


def _spent() -> float:
    return thread_time() + _waited.get()


def _go_on() -> None:
    pass

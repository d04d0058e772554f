"""A time limit on one query: set at the edge, looked at by whatever may take long, kept per thread.

>>> with limit(60):
...     check()
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic

from indexer.errors import SlowQueryError

_ends: ContextVar[tuple[float, float] | None] = ContextVar("deadline", default=None)


@contextmanager
def limit(seconds: float) -> Iterator[None]:
    """Within the block, ``check`` raises once ``seconds`` have passed."""
    token = _ends.set((monotonic() + seconds, seconds))
    try:
        yield
    finally:
        _ends.reset(token)


def check() -> None:
    """Raises SlowQueryError where this thread's time is over; costs next to nothing where no limit is set."""
    ends = _ends.get()
    if ends is not None and monotonic() > ends[0]:
        raise SlowQueryError(f"这次检索超过了 {ends[1]:g} 秒，已经停止；请用更具体的词，或先按区县、年份筛选")

"""How much memory this process and its children hold together, at most (Linux; 0 elsewhere)."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SECONDS_BETWEEN = 0.05


@dataclass
class MemoryWatch:
    """``peak`` is in bytes of resident memory; pages that processes share count once for each."""

    peak: int = 0


@contextmanager
def memory_watch() -> Iterator[MemoryWatch]:
    """Looks twenty times a second while the block runs; ``ru_maxrss`` counts what was there before exec."""
    watch, stop = MemoryWatch(), threading.Event()

    def look() -> None:
        while not stop.wait(SECONDS_BETWEEN):
            watch.peak = max(watch.peak, sum(map(resident_bytes, _family(os.getpid()))))

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield watch
    finally:
        stop.set()
        thread.join()


def resident_bytes(pid: int) -> int:
    """The memory a process holds; 0 where it is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS:")), 0)


def _family(pid: int) -> Iterator[int]:
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = task.read_text().split()
        except OSError:
            continue
        for child in children:
            yield from _family(int(child))

"""Functions that other processes can import, for the tests of workers."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

from indexer.bounds import bounded


def square(number: int) -> int:
    return number * number


def fragile(number: int) -> int:
    """Aborts its process on 3, raises on 5."""
    if number == 3:
        os.abort()
    if number == 5:
        raise ValueError("five")
    return number * number


def slow(beacon: Path) -> None:
    """Says that it has begun, then works far longer than any test."""
    beacon.write_text(str(os.getpid()))
    time.sleep(600)


def greedy(size: int) -> int:
    """Takes so many bytes of memory, within the bounds of a small file."""
    with bounded(0):
        return len(bytearray(size))


def runs(pid: int) -> bool:
    """Whether a process is at work, and not merely waited for."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in "ZX"


def still(look: Callable[[], int]) -> int:
    """What ``look`` sees once it sees something."""
    deadline = time.monotonic() + 20
    while not (found := look()):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    return found

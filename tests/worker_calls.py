"""Functions that other processes can import, for the tests of workers."""

from __future__ import annotations

import os
import time
from pathlib import Path


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

"""How a posting list is written: the gaps between document numbers, then the counts.

::

    byte 0            width of a gap: 1, 2 or 4 bytes; plus 16 x width of a count: 0 (all 1), 1, 2 or 4 bytes
    bytes 1-4         how many gaps are written as OVER because they are longer (width 1 only, else 0)
    gaps              one for each document: its number less the one before (the first: less -1), less 1
    long gaps         4 bytes each, for each OVER in turn
    counts            one for each document

All little-endian. Common words have short gaps: a byte each, and one more for the count.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple, TypeVar

Number = TypeVar("Number", int, float)

OVER = 255
HEADER = 5
TYPECODES = {1: "B", 2: "H", 4: "I"}


class Layout(NamedTuple):
    """Where the parts of an encoded list lie; ``gap`` and ``count_width`` are widths in bytes."""

    gap: int
    count_width: int
    long_gaps: int
    over: int
    counts: int


def layout(content: bytes, size: int) -> Layout:
    """The layout of a list of ``size`` documents. Raises ValueError where it cannot be one."""
    gap, count = content[0] & 15, content[0] >> 4
    over = int.from_bytes(content[1:HEADER], "little")
    long_gaps = HEADER + gap * size
    counts = long_gaps + 4 * over
    if len(content) != counts + count * size or gap not in TYPECODES:
        raise ValueError("posting list")
    return Layout(gap, count, long_gaps, over, counts)


def encode(numbers: Sequence[int], counts: Sequence[int]) -> bytes:
    """The list of ascending document ``numbers`` with how often each holds the token (at least once).

    >>> encode([0, 1, 300], [1, 1, 1]).hex()
    '0200000000000000002a01'
    """
    gaps = [numbers[0], *(after - before - 1 for before, after in pairwise(numbers))]
    longest = max(gaps)
    if longest < OVER:
        written, over, width = bytes(gaps), b"", 1
    else:
        long = [gap for gap in gaps if gap >= OVER]
        width = _width(longest)
        written, over = _pack(gaps, width), b""
        if len(gaps) + 4 * len(long) < len(written):
            written, over, width = bytes([min(gap, OVER) for gap in gaps]), _pack(long, 4), 1
    most = max(counts)
    count_width = 0 if most == 1 else _width(most)
    header = bytes([width + 16 * count_width]) + (len(over) // 4).to_bytes(4, "little")
    return header + written + over + (_pack(counts, count_width) if count_width else b"")


def _width(most: int) -> int:
    return 1 if most < 1 << 8 else 2 if most < 1 << 16 else 4


def _pack(values: Iterable[int], width: int) -> bytes:
    return little(array(TYPECODES[width], values)).tobytes()


def little(values: array[Number]) -> array[Number]:
    """``values`` in little-endian bytes, whatever the machine; the same call turns them back."""
    if sys.byteorder == "big":
        values.byteswap()
    return values

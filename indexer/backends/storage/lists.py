"""How a posting list is written (``packing`` does it): the gaps between document numbers, then the counts.

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


def little(values: array[Number]) -> array[Number]:
    """``values`` in little-endian bytes, whatever the machine; the same call turns them back."""
    if sys.byteorder == "big":
        values.byteswap()
    return values

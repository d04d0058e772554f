"""Which of thousands of stored texts hold a string: read from the file many at a time.

Not by a memory map: a file that is cut short under one ends the process.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

_GAP = 1 << 14
"""Bytes between two texts that are read along rather than skipped."""
_PIECE = 1 << 20
"""Bytes that one read brings, the last text apart."""


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts by document number in one file: number n at ``base + offsets[n]``, ``lengths[n]`` bytes long.

    ``read`` takes a place in the file and a size and returns the bytes there, fewer where the file ends.
    """

    read: Callable[[int, int], bytes]
    base: int
    offsets: Sequence[int]
    lengths: Sequence[int]

    def holding(self, numbers: Sequence[int], wanted: bytes) -> list[int]:
        """Those of ``numbers`` (ascending) in whose text ``wanted`` stands. Raises EOFError, OSError."""
        return [
            number
            for first, last in self._neighbours(numbers)
            for number in self._holding(numbers[first:last], wanted)
        ]

    def _neighbours(self, numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Where runs of ``numbers`` begin and end whose texts lie close together."""
        offsets, lengths = self.offsets, self.lengths
        first, begin, end = 0, 0, -_GAP - 1
        for at, number in enumerate(numbers):
            offset = offsets[number]
            if not 0 <= offset - end <= _GAP or end - begin > _PIECE:
                if at:
                    yield first, at
                first, begin = at, offset
            end = offset + lengths[number]
        if numbers:
            yield first, len(numbers)

    def _holding(self, numbers: Sequence[int], wanted: bytes) -> Iterator[int]:
        offsets, lengths = self.offsets, self.lengths
        begin = offsets[numbers[0]]
        size = offsets[numbers[-1]] + lengths[numbers[-1]] - begin
        data = self.read(self.base + begin, size)
        if len(data) != size:
            raise EOFError
        find = data.find
        for number in numbers:
            offset = offsets[number] - begin
            if find(wanted, offset, offset + lengths[number]) >= 0:
                yield number

"""Token counts by numbers of a table that neighbouring documents share: what an engine can take in bulk."""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, Mapping, Sequence, ValuesView
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Tally(Mapping[str, int]):
    """How often each token occurs in one field of a document; ``table[numbers[i]]`` occurs ``counts[i]`` times."""

    __slots__ = ("counts", "numbers", "table")

    def __init__(
        self, table: Sequence[str], numbers: NDArray[np.unsignedinteger], counts: NDArray[np.unsignedinteger]
    ) -> None:
        self.table = table
        self.numbers = numbers
        self.counts = counts

    def __getitem__(self, token: str) -> int:
        return self._plain()[token]

    def __iter__(self) -> Iterator[str]:
        return (self.table[number] for number in self.numbers.tolist())

    def __len__(self) -> int:
        return len(self.numbers)

    def items(self) -> ItemsView[str, int]:
        return self._plain().items()

    def values(self) -> ValuesView[int]:
        return _Counts(self)

    def _plain(self) -> dict[str, int]:
        return dict(zip(self, self.counts.tolist(), strict=True))


class _Counts(ValuesView[int]):
    _mapping: Tally

    def __iter__(self) -> Iterator[int]:
        return iter(self._mapping.counts.tolist())

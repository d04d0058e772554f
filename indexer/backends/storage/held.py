"""What was read and may be needed again, held in memory within bounds."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Held(Generic[Key, Value]):
    """Values by key, the oldest given up first when all together are larger than ``limit``.

    ``size`` says how large a value is, in the units of ``limit``. Safe to share between threads; two that ask for the
    same new value may both make it.
    """

    def __init__(self, limit: int, size: Callable[[Value], int]) -> None:
        self._limit = limit
        self._size = size
        self._values: OrderedDict[Key, Value] = OrderedDict()
        self._total = 0
        self._lock = Lock()

    def get(self, key: Key, make: Callable[[], Value]) -> Value:
        """The value of ``key``, made where it is not held."""
        found = self._values.get(key)
        if found is None:
            found = make()
            with self._lock:
                if key not in self._values:
                    self._values[key] = found
                    self._total += self._size(found)
                    self._make_room()
        return found

    def _make_room(self) -> None:
        while self._total > self._limit and len(self._values) > 1:
            _, oldest = self._values.popitem(last=False)
            self._total -= self._size(oldest)

"""A 机关代字 that OCR or a slip misread: 周故办字 is 周政办字 where the issue or the index bears that."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from itertools import combinations

from dictionaries import Dictionaries

_MOST_MISREAD = 2
"""Characters of one code that may be misread, and only where as many are right."""
_COUNTED = "一二三四五六七八九十"
"""教基一 and 教基二 are two departments, whatever their numerals look like."""


def borne_code(code: str, borne: Container[str], dictionaries: Dictionaries) -> str | None:
    """The code of ``borne`` that ``code`` is, its look-alikes read as what they stand for; itself where
    it is one.

    None where there is none, or where several are equally near: a wrong number is worse than none.
    """
    if code in borne:
        return code
    return _only_one(code, lambda other: other in borne, dictionaries.lookalikes)


def _only_one(code: str, is_one: Callable[[str], bool], lookalikes: Mapping[str, str]) -> str | None:
    for count in range(1, min(_MOST_MISREAD, len(code) // 2) + 1):
        found = {other for other in _with_misread(code, count, lookalikes) if is_one(other)}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _with_misread(code: str, count: int, lookalikes: Mapping[str, str]) -> Iterator[str]:
    """``code`` with ``count`` of its characters replaced by look-alikes of theirs."""
    for places in combinations(range(len(code)), count):
        yield from _replaced(code, places, lookalikes)


def _replaced(code: str, places: tuple[int, ...], lookalikes: Mapping[str, str]) -> Iterator[str]:
    if not places:
        yield code
        return
    at, *others = places
    for char in "" if code[at] in _COUNTED else lookalikes.get(code[at], ""):
        yield from _replaced(code[:at] + char + code[at + 1 :], tuple(others), lookalikes)

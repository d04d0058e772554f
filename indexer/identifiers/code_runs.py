"""The Han characters before a number's year: where its code stands, and the marks that may bound it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from dictionaries import Dictionaries
from indexer.identifiers.agency_codes import LONGEST_CODE
from indexer.identifiers.code_edges import BRACKET, ENCLOSED, LINE, MARK
from indexer.identifiers.number_spelling import HAN

_DATE_UNITS = "年月日号"
"""In 8月9日大连市人民政府令第12号 the run of Han begins with the rest of a date."""
_OPENING = tuple("（(［[【〔〖{｛〈<《「『》〉>")
_CLOSING = frozenset("）)］]】〕〗}｝，,；;、")


# A function, so that a cold search compiles only what it uses.
@cache
def _run() -> re.Pattern[str]:
    return re.compile(rf"(?:{HAN}[ \u3000\xa0\r\n]{{0,6}}){{1,40}}$")


@dataclass(frozen=True, slots=True)
class CodeRun:
    """``text``: the run without blanks, in simplified characters; ``offsets``: of each of its
    characters in the source; ``marks``: offset in ``text`` -> weight of the mark or gap before it."""

    text: str
    offsets: tuple[int, ...]
    marks: Mapping[int, float]

    @property
    def is_set_off(self) -> bool:
        """Does a bracket, or what is as sure, stand before the run, and no gap inside it?"""
        return len(self.marks) == 1 and self.marks[0] >= BRACKET


def code_run(text: str, end: int, number_end: int, dictionaries: Dictionaries) -> CodeRun | None:
    """The run that ends before ``end`` (blanks apart) in ``text``, or None where no Han character stands there.

    ``number_end``: where the whole number ends, to see whether it has a line for itself.
    """
    window = max(0, end - 4 * LONGEST_CODE)
    run = _run().search(text[window:end])
    if run is None:
        return None
    offsets = [window + at for at in range(run.start(), run.end()) if not text[window + at].isspace()]
    if offsets[0] and text[offsets[0]] in _DATE_UNITS and text[offsets[0] - 1].isdigit():
        offsets = offsets[1:]
    if not offsets:
        return None
    simplified = dictionaries.traditional
    gaps = dict(_gaps(text, offsets, number_end))
    first = _mark_before(text, offsets[0], number_end)
    marks = {0: min(first, BRACKET) if gaps else first} | gaps
    return CodeRun("".join(simplified.get(text[at], text[at]) for at in offsets), tuple(offsets), marks)


def _mark_before(text: str, start: int, number_end: int) -> float:
    """The weight of what stands before ``start``, as a left edge."""
    before = text[max(0, start - 8) : start].rstrip(" \t\u3000\xa0")
    if before.endswith(_OPENING) and text[number_end : number_end + 1] in _CLOSING:
        return ENCLOSED
    if before.endswith(_OPENING) or re.search(r"号\s*[:：]$", before):
        return BRACKET
    if not before or before.endswith("\n"):
        return LINE if not text[number_end : number_end + 1].strip() else MARK
    return MARK


def _gaps(text: str, offsets: list[int], number_end: int) -> Iterator[tuple[int, float]]:
    """Where blanks or a line's end part the run; single spaced-out characters are one piece."""
    for index in range(1, len(offsets)):
        gap = text[offsets[index - 1] + 1 : offsets[index]]
        if not gap:
            continue
        alone_after = index + 1 == len(offsets) or offsets[index + 1] - offsets[index] > 1
        if "\n" in gap:
            yield index, LINE if not text[number_end : number_end + 1].strip() else MARK
        elif not alone_after:
            yield index, MARK

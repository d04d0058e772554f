"""Numbers named together, of which only the first says its code: 国发〔2018〕28号、29号；鲁政发〔2017〕3、4、5号."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from indexer.identifiers.number_spelling import CLOSE, OPEN, SEQUENCE, YEAR, B, value
from indexer.models import DocumentNumber


@dataclass(frozen=True, slots=True)
class FoundNumber:
    """A number in a text: ``raw == text[start:end]``, as it stands there.

    ``mended``: a digit was misread (8]号, 2O19) and is put right from its place in the number.
    """

    number: DocumentNumber
    start: int
    end: int
    raw: str
    mended: bool = False


def further(text: str, first: FoundNumber) -> Iterator[FoundNumber]:
    """Numbers that follow ``first`` and leave out its code, in order."""
    last = first
    if not last.raw.endswith(("号", "號")):
        yield from _with_one_sign(text, first)
        return
    while True:
        match = _next().match(text, last.end)
        if match is None:
            return
        year = value(match["year"]) if match["year"] else last.number.year
        sequence = value(match["sequence"])
        if not sequence:
            return
        start = match.start("sequence") if match["year"] is None else match.start("year") - 1
        number = DocumentNumber(first.number.agency_code, year, sequence)
        last = FoundNumber(number, start, match.end(), text[start : match.end()])
        yield last


def _with_one_sign(text: str, first: FoundNumber) -> Iterator[FoundNumber]:
    """鲁政发〔2017〕3、4、5号: 号 stands behind the last alone."""
    whole = _one_sign().match(text, first.end)
    if whole is None:
        return
    for match in _sequence().finditer(text, whole.start(), whole.end()):
        number = DocumentNumber(first.number.agency_code, first.number.year, value(match.group()))
        if number.sequence:
            yield FoundNumber(number, match.start(), match.end(), match.group())


# Functions, so that a cold search compiles only what it uses.
@cache
def _next() -> re.Pattern[str]:
    return re.compile(
        rf"""
        # 、5号 and 和〔2018〕6号 behind 鲁政发〔2017〕3号
        {B} [、和及与,，至到] {B}
        (?: {OPEN} {B} (?P<year>{YEAR}) {B} {CLOSE} {B} )? (?:第{B})? (?P<sequence>{SEQUENCE}) {B} [号號]
        """,
        re.VERBOSE,
    )


@cache
def _one_sign() -> re.Pattern[str]:
    return re.compile(rf"(?:{B}[、和及,，]{B}{SEQUENCE}){{1,12}}{B}[号號]")


@cache
def _sequence() -> re.Pattern[str]:
    return re.compile(SEQUENCE)

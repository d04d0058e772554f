"""登记号 of normative documents: TQDR-2016-0010002."""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.identifiers.number_spelling import YEAR, B, D, ascii_form, digits, value

_REGISTRATION = re.compile(
    rf"""
    (?<![A-Za-zＡ-Ｚ]) (?P<letters>[A-ZＡ-Ｚ]{{2,8}}) {B} [-－—–] {B} (?P<year>{YEAR}) {B} [-－—–] {B}   # TQDR-2016-
    (?P<serial>{D}(?:[\ \u3000\xa0]?{D}){{4,8}}) (?!{D})                                               # 001 0002
    """,
    re.VERBOSE,
)
"""Letters of the area, year, seven digits (two for the office, five in order)."""


@dataclass(frozen=True, slots=True)
class FoundRegistration:
    """A 登记号 in a text, in its normal form TQDR-2016-0010002."""

    registration_number: str
    start: int
    end: int
    raw: str


def find_registration_numbers(text: str) -> tuple[FoundRegistration, ...]:
    """All 登记号 in ``text``, blanks inside them removed."""
    return tuple(
        FoundRegistration(
            f"{ascii_form(match['letters'])}-{value(match['year'])}-{digits(match['serial'])}",
            match.start(),
            match.end(),
            match.group(),
        )
        for match in _REGISTRATION.finditer(text)
    )

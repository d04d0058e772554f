"""Where an issue comes from, voted by all that it prints: letterheads, imprint, cited superiors, its numbers' codes.

A name alone is often not enough: 市中区 lies in 济南市, 枣庄市, 乐山市 … What decides is certain only together.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from dictionaries import Dictionaries
from indexer.identifiers import NOWHERE, Place, Places
from indexer.layout import Line
from indexer.models import Gazette

_PHONE = re.compile(r"(?<!\d)(0\d{2,3})\s*[-－—–)）]?\s*\d{7,8}(?!\d)")
_POST_CODE = re.compile(r"邮\s*(?:政\s*)?编\s*码?\s*[:：]?\s*(\d{3})\d{3}(?!\d)")
_NAMED_TOGETHER, _IMPRINT, _NAMED = 3, 4, 1
"""Votes of 枣庄市市中区, of a code in the imprint, of 枣庄市 or of a number that 枣 begins."""
_MOST_NAMED, _ENOUGH = 3, 3
_STEM = re.compile(r"^(.+?)(?:办公[厅室])?$")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an issue prints: its lines, its documents' issuers and the agency codes of their numbers."""

    lines: Sequence[Line]
    issuers: Sequence[str]
    codes: Sequence[str]


def origin(name: str, year: int | None, evidence: Evidence, places: Places) -> Place:
    """The place of the issue (or document) that ``name`` begins with the name of; what stays uncertain is None."""
    named = places.locate(name, year)
    if named.city is not None:
        return named
    possible = [place for place in places.possible(name, year) if place.province is not None]
    if len(possible) < 2:
        return named
    votes = Counter({place: _votes(place, evidence, places.dictionaries) for place in possible})
    (best, most), (_, second) = votes.most_common(2)
    return best if most >= _ENOUGH and second * 2 <= most else named


def _votes(place: Place, evidence: Evidence, dictionaries: Dictionaries) -> int:
    city, district = place.city or place.province or "", place.district or ""
    short = [line.text for line in evidence.lines if len(line.text) <= 80]
    together = sum(f"{city}{district}" in text for text in short)
    named = sum(city in line.text for line in evidence.lines) + sum(
        code.startswith(city[0]) for code in evidence.codes
    )
    imprint = sum(place_code in _codes_of(place, dictionaries) for place_code in _imprint_codes(short))
    return (
        _NAMED_TOGETHER * min(together, _MOST_NAMED)
        + _NAMED * min(named, _MOST_NAMED)
        + _IMPRINT * min(imprint, 2)
    )


def _imprint_codes(texts: Iterable[str]) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for text in texts:
        found.update(("phone", code) for code in _PHONE.findall(text))
        found.update(("post", code) for code in _POST_CODE.findall(text))
    return found


def _codes_of(place: Place, dictionaries: Dictionaries) -> set[tuple[str, str]]:
    return {
        (row.kind, row.code)
        for row in dictionaries.imprint_codes
        if row.province == place.province and row.city in (None, place.city)
    }


def mended(gazette: Gazette, issuers: Sequence[str], places: Places) -> Gazette:
    """The gazette with a name that exists, where OCR damaged it and the documents' issuers tell: 北束市 is 北京市."""
    title = gazette.title
    if title is None or places.locate(title) != NOWHERE:
        return gazette
    stems = Counter(found.group(1) for found in map(_STEM.match, issuers) if found)
    for stem, _ in stems.most_common():
        printed = title[: len(stem)]
        wrong = sum(a != b for a, b in zip(printed, stem, strict=False))
        if len(stem) >= 5 and 0 < wrong <= 2 and printed[-2:] == stem[-2:] and places.locate(stem) != NOWHERE:
            return replace(gazette, title=stem + title[len(stem) :])
    return gazette

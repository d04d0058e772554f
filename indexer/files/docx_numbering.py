"""Automatic numbers of Word paragraphs: 一、 （二） 第三条, which stand nowhere in the text itself.

ECMA-376 part 1, 17.9: a paragraph names a list and a level; the list's levels say how to count and to write.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree import ElementTree

from indexer.files.wordml import attribute, child, value

_PLACE = re.compile(r"%([1-9])")
_DIGITS = "〇一二三四五六七八九"
_UNITS = ("", "十", "百", "千")
_LEVELS = 9
_LONGEST_PATTERN = 48
"""Characters of a level's pattern that are written: nine places with marks between them. A longer one is no list's
but an attack's, whose every paragraph would write it out."""


_CHINESE = frozenset(
    {
        "chineseCounting",
        "chineseCountingThousand",
        "chineseLegalSimplified",
        "japaneseCounting",
        "ideographDigital",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
    }
)


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is written: ``第%1条`` with its number format."""

    number_format: str
    pattern: str
    start: int


class Numbering:
    """The lists of one document, counting as their paragraphs come by."""

    def __init__(self, root: ElementTree.Element | None) -> None:
        self._lists: dict[str, str] = {}
        self._levels: dict[tuple[str, int], Level] = {}
        self._counts: dict[str, list[int]] = {}
        for element in root if root is not None else ():
            name = element.tag.rpartition("}")[2]
            if name == "abstractNum":
                self._read_levels(attribute(element, "abstractNumId"), element)
            elif name == "num":
                self._lists[attribute(element, "numId")] = value(child(element, "abstractNumId"))

    def _read_levels(self, list_id: str, element: ElementTree.Element) -> None:
        for level in element:
            if level.tag.endswith("}lvl"):
                number = _small(attribute(level, "ilvl"), 0)
                self._levels[list_id, number] = Level(
                    value(child(level, "numFmt")) or "decimal",
                    value(child(level, "lvlText"))[:_LONGEST_PATTERN],
                    _small(value(child(level, "start")), 1),
                )

    def next(self, number_id: str, level_number: int) -> str:
        """What Word writes before the next paragraph of this list and level; '' for bullets and unknown
        lists."""
        list_id = self._lists.get(number_id, "")
        level = self._levels.get((list_id, level_number))
        if level is None or not 0 <= level_number < _LEVELS:
            return ""
        counts = self._counts.setdefault(list_id, [0] * _LEVELS)
        before = counts[level_number]
        counts[level_number] = before + 1 if before else level.start
        counts[level_number + 1 :] = [0] * (_LEVELS - level_number - 1)
        if level.number_format in ("bullet", "none"):
            return ""
        return _PLACE.sub(
            lambda found: self._written(list_id, counts, int(found.group(1)) - 1), level.pattern
        )

    def _written(self, list_id: str, counts: list[int], level_number: int) -> str:
        level = self._levels.get((list_id, level_number))
        count = counts[level_number] or (level.start if level else 1)
        return write_number(count, level.number_format if level else "decimal")


def write_number(number: int, number_format: str) -> str:
    """A number as Word's ``number_format`` writes it; formats that official text does not use come out
    decimal.

    >>> [write_number(n, "chineseCounting") for n in (3, 10, 12, 20, 105)]
    ['三', '十', '十二', '二十', '一百〇五']
    """
    if number_format in _CHINESE and 0 < number < 10_000:
        return _chinese(number)
    if number_format in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and 0 < number <= 20:
        return chr(0x2460 + number - 1)
    if number_format in ("lowerLetter", "upperLetter") and 0 < number <= 26:
        return chr((97 if number_format == "lowerLetter" else 65) + number - 1)
    return str(number)


def _chinese(number: int) -> str:
    text = ""
    for place, digit in enumerate(reversed(str(number))):
        text = (_DIGITS[int(digit)] + _UNITS[place] if digit != "0" else _DIGITS[0]) + text
    text = re.sub(f"{_DIGITS[0]}+", _DIGITS[0], text).rstrip(_DIGITS[0])
    return text[1:] if text.startswith("一十") else text


def _small(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else otherwise

"""Dates in Arabic and Chinese numerals, as gazettes write and OCR cuts them; and Chinese numbers.

Offsets are 0-based and half-open, into the text given. GB/T 15835-2011 allows both kinds of
numerals and 〇 for
nought; texts hold ○ (U+25CB), Ｏ and 零 for it too.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Literal

from indexer.identifiers.number_spelling import B, squeeze

Precision = Literal["day", "month", "year"]

_D = r"[0-9０-９]"
_NOUGHTS = "OoＯ〇○"
_N = rf"[0-9０-９{_NOUGHTS}]"
"""A digit after the first one, where OCR may read a letter or a circle for 0."""
_ZERO = "〇○零ＯOo◯Ｏ０0"
_C = "〇○零ＯO◯一二三四五六七八九"
_TENS = "十廿卅一二三四五六七八九〇○零元正"

_ARABIC = re.compile(
    rf"""
    # 2019年6月25日, 2 0 1 9 年6月, 2019-6-25
    (?<![0-9０-９.．]) (?P<year>[1１][9９]{B}{_D}{B}{_D}|[2２]{B}[0０{_NOUGHTS}]{B}{_N}{B}{_N}) {B}
    (?: 年 {B} (?:
            (?P<month>{_D}(?:{B}{_N})?) {B} 月 {B} (?P<day>{_D}(?:{B}{_N})?) {B} [日号]
          | (?P<only_month>{_D}(?:{B}{_N})?) {B} 月 (?!{B}[0-9０-９]) )      # 年6月
      | (?P<mark>[-－–./．／]) \ ? (?P<month2>{_D}{{1,2}}) \ ?                  # .6.25
            (?P=mark) \ ? (?P<day2>{_D}{{1,2}}) (?![0-9０-９]) )
    """,
    re.VERBOSE,
)
_SEPARATED = re.compile(r"[0-9０-９] ?[-－–./．／]")
_CHINESE = re.compile(
    rf"""
    # 二〇一九年六月二十五日
    (?P<year>[{_C}](?:{B}[{_C}]){{3}}) {B} 年 {B}
    (?: (?P<month>[{_TENS}](?:{B}[{_TENS}]){{0,2}}) {B} 月 {B}
        (?: (?P<day>[{_TENS}](?:{B}[{_TENS}]){{0,3}}) {B} [日号] )? )
    """,
    re.VERBOSE,
)
_NUMBER = re.compile(r"[0-9０-９]+|[〇○◯ＯO零一二三四五六七八九十百千廿卅两]+")
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {
    "两": 2,
    **dict.fromkeys(_ZERO, 0),
}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_JOINED_TENS = {"廿": 20, "卅": 30}


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text: ``raw == text[start:end]``; ``value`` is ISO, None where there is no such day.

    ``value`` is YYYY-MM-DD for a day and YYYY-MM where the text names no day (``precision`` month).
    """

    start: int
    end: int
    raw: str
    value: str | None
    precision: Precision = "day"

    @property
    def impossible(self) -> bool:
        return self.value is None


def find_dates(text: str, *, months: bool = False) -> tuple[FoundDate, ...]:
    """All full dates in ``text``, in order; with ``months`` also those that name only year and month."""
    named = "年" in text
    if not named and not _SEPARATED.search(text):
        return ()
    found = [_arabic(match) for match in _ARABIC.finditer(text)]
    found += [_chinese(match) for match in _CHINESE.finditer(text)] if named else []
    wanted = [date for date in found if months or date.precision == "day"]
    return tuple(sorted(wanted, key=lambda date: date.start))


def parse_date(text: str) -> str | None:
    """The ISO date that ``text`` is, or None where it is no date or an impossible one.

    >>> parse_date("二○一九年六月二十五日")
    '2019-06-25'
    >>> parse_date("2019年6月31日") is None
    True
    """
    stripped = text.strip()
    return next(
        (date.value for date in find_dates(stripped) if (date.start, date.end) == (0, len(stripped))), None
    )


def chinese_number(text: str) -> int | None:
    """The value of a number in Chinese or Arabic numerals (十二, 二〇一九, 一百零三, 廿三, １２), or None.

    >>> chinese_number("十二"), chinese_number("二〇一九"), chinese_number("一百零三")
    (12, 2019, 103)
    """
    compact = squeeze(text)
    if not _NUMBER.fullmatch(compact):
        return None
    if compact[0] in "0123456789０１２３４５６７８９":
        return int(compact) if len(compact) < 19 else None
    if not any(char in _UNITS or char in _JOINED_TENS for char in compact):
        return int("".join(str(_DIGITS[char]) for char in compact)) if len(compact) < 19 else None
    return _with_units(compact)


def _with_units(text: str) -> int | None:
    total, digit, last_unit = 0, None, 10_000
    for char in text:
        unit = _UNITS.get(char)
        if char in _JOINED_TENS:
            if digit is not None or last_unit <= 10:
                return None
            total, last_unit = total + _JOINED_TENS[char], 10
        elif unit is not None:
            if unit >= last_unit or digit == 0:
                return None
            total, digit, last_unit = total + (1 if digit is None else digit) * unit, None, unit
        elif digit:
            return None
        else:
            digit = _DIGITS[char]
    return total + (digit or 0)


def _arabic(match: re.Match[str]) -> FoundDate:
    month = match["month"] or match["only_month"] or match["month2"]
    day = match["day"] or match["day2"]
    return _found(match, _int(match["year"]), _int(month), _int(day) if day else None)


def _chinese(match: re.Match[str]) -> FoundDate:
    day = match["day"]
    return _found(match, chinese_number(match["year"]), _small(match["month"]), _small(day) if day else None)


def _found(match: re.Match[str], year: int | None, month: int | None, day: int | None) -> FoundDate:
    precision: Precision = "month" if match["day"] is None and "day2" not in _named(match) else "day"
    value = _iso(year, month, 1 if precision == "month" else day)
    if value is not None and precision == "month":
        value = value[:7]
    return FoundDate(match.start(), match.end(), match.group(), value, precision)


def _named(match: re.Match[str]) -> set[str]:
    return {name for name, value in match.groupdict().items() if value is not None}


def _iso(year: int | None, month: int | None, day: int | None) -> str | None:
    if year is None or month is None or day is None:
        return None
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None


def _small(text: str) -> int | None:
    """A month or day in Chinese numerals; 元月 and 正月 are the first."""
    compact = squeeze(text)
    return 1 if compact in ("元", "正") else chinese_number(compact)


def _int(text: str) -> int:
    return int(re.sub(rf"[{_NOUGHTS}]", "0", squeeze(text)))

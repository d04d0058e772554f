"""Days and terms in running text: 至2020年底, 五年, 30日, and what they come to on the calendar."""

from __future__ import annotations

import calendar
import datetime
import re

from indexer.identifiers import chinese_number, find_dates

_YEAR_END = re.compile(r"((?:19|20)\d\d)年(?:年?底|末)")
_FROM = re.compile(r"[自从于在]|截[至止]|(?<!\d)(?=\d{4}年\d{1,2}月\d{1,2}日(?:零时)?[起后])")
_SINCE = re.compile(r"(?<!\d)\d{4}年\d{1,2}月\d{1,2}日(?:零时)?[起后](?!..的)")
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾", "一二三四五六七八九十")
_LENGTH = re.compile(r"([\d一二三四五六七八九十两半]{1,3})(?:个)?(周?年|月|日|天)半?")


def last_day(text: str) -> tuple[str | None, str] | None:
    """The last day of a term that ``text`` (2026年4月18日, 2020年底, 2023年6月) begins with, and how it is printed.

    None where it begins with no date; (None, raw) for a day that does not exist.

    >>> last_day("2020年底止"), last_day("2023年6月")
    (('2020-12-31', '2020年底'), ('2023-06-30', '2023年6月'))
    """
    end = _YEAR_END.match(text)
    if end:
        return f"{end.group(1)}-12-31", end.group()
    for date in find_dates(text, months=True):
        if date.start > 0:
            break
        if date.value is not None and date.precision == "month":
            year, month = int(date.value[:4]), int(date.value[5:7])
            return f"{date.value}-{calendar.monthrange(year, month)[1]:02d}", date.raw
        return date.value, date.raw
    return None


def first_day(text: str) -> tuple[str | None, str] | None:
    """As ``last_day``, but a month alone is its first day."""
    for date in find_dates(text, months=True):
        if date.start > 0:
            break
        whole = f"{date.value}-01" if date.value is not None and date.precision == "month" else date.value
        return whole, date.raw
    return None


def stated_day(said: str) -> str | None:
    """The day in 自2019年10月1日起: None where the sentence counts from the document's own force."""
    for match in _FROM.finditer(said):
        found = last_day(said[match.end() :])
        if found is not None:
            return found[0]
    return None


def day_of_effect(heading: str) -> str | None:
    """The day that a heading counts from (自2027年1月1日起停止执行的文件), not one that it only speaks of."""
    match = _SINCE.search(heading)
    found = last_day(heading[match.start() :]) if match else None
    return found[0] if found else None


def length(text: str) -> tuple[int, int] | None:
    """(months, days) of the length that ``text`` begins with: 五年, 18个月, 30日; None where there is none.

    >>> length("五年。"), length("两年"), length("30日后")
    ((60, 0), (24, 0), (0, 30))
    """
    match = _LENGTH.match(text[:8].translate(_FORMAL))
    if match is None or match.group(1) == "半":
        return None
    count = chinese_number(match.group(1))
    if not count or count > 200:
        return None
    if match.group(2).endswith("年"):
        return 12 * count + 6 * match.group().endswith("半"), 0
    return (count, 0) if match.group(2) == "月" else (0, count)


def later(day: str, months: int = 0, days: int = 0) -> str:
    """``day`` (ISO) moved on; the last day of a shorter month stands for the days it lacks.

    >>> later("2020-02-29", months=12), later("2018-05-30", days=30)
    ('2021-02-28', '2018-06-29')
    """
    date = datetime.date.fromisoformat(day)
    month = date.month - 1 + months
    year = min(date.year + month // 12, 9998)
    month = month % 12 + 1
    date = datetime.date(year, month, min(date.day, calendar.monthrange(year, month)[1]))
    return (date + datetime.timedelta(days=days)).isoformat()


def term_end(first: str, months: int, days: int = 0) -> str:
    """The last day of a term that begins on ``first``: five years from 2023-03-01 end on 2028-02-29.

    >>> term_end("2023-03-01", 60), term_end("2019-12-01", 60)
    ('2028-02-29', '2024-11-30')
    """
    return later(later(first, months, days), days=-1)

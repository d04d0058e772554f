"""Dates of a filter: ``2019``, ``2019-03``, ``2019-03-25``, ``2019年3月25日``, and ranges of them with ``..``."""

from __future__ import annotations

import re
from datetime import date

from indexer.analysis import fold
from indexer.errors import QueryError

_END = re.compile(r"(\d{4})(?:[-/年](\d{1,2})(?:[-/月](\d{1,2}))?)?[年月日]?", re.ASCII)
_LAST = "~"
"""Behind a year or month: comes after every day of it."""


def read_dates(text: str, query: str = "", position: int = 0) -> tuple[str, str]:
    """The first and the last date that ``text`` means, as strings to compare ISO dates with, both included.

    An open end is "" or "~". Raises QueryError (about ``query`` at ``position``) for what is no date or range.

    >>> read_dates("2019-01..2019-06")
    ('2019-01', '2019-06~')
    """
    first, dots, last = fold(text).replace(" ", "").partition("..")
    begin, end = _end(first), _end(last if dots else first)
    if begin is None or end is None or not (begin or end):
        raise QueryError(
            f"“{text}”不是日期；请写成 2019-03-25、2019-03 或 2019-01..2019-06", query or text, position
        )
    if begin and end and begin > end + _LAST:
        raise QueryError(f"起始日期 {begin} 晚于终止日期 {end}；请对调", query or text, position)
    return begin, end + _LAST


def _end(text: str) -> str | None:
    """One end of a range as an ISO date, day and month perhaps left out; "" if open, None if it is no date."""
    if not text:
        return ""
    found = _END.fullmatch(text)
    if found is None:
        return None
    parts = [int(part) for part in found.groups() if part]
    try:
        date(*[*parts, 1, 1][:3])
    except ValueError:
        return None
    return "-".join(f"{part:02d}" for part in parts)

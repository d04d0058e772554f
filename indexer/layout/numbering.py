"""The numbering of official documents and statutes, read in one place.

GB/T 9704-2012, 7.3.3: 一、 then （一） then 1. then （1）. 立法技术规范: 编 章 节 条 款, and an inserted article
第十二条之一.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Flag, auto

NUMERALS = "一二三四五六七八九十百千零〇○"
"""Characters of a Chinese number as numbering uses them; for a character class of a pattern."""


class Unit(Flag):
    """What a numbering counts, one flag each so that users say which they mean."""

    PART = auto()  # 第二部分
    BOOK = auto()  # 第一编, 第一篇
    CHAPTER = auto()  # 第三章
    SECTION = auto()  # 第二节
    ARTICLE = auto()  # 第十二条, 第十二条之一
    CLAUSE = auto()  # 第一款
    FIRST = auto()  # 一、
    SECOND = auto()  # （一）
    THIRD = auto()  # 1.
    FOURTH = auto()  # （1）
    CIRCLED = auto()  # ①
    SPOKEN = auto()  # 一是, 二要

    LEVELS = FIRST | SECOND | THIRD | FOURTH  # the four of GB/T 9704-2012


ANY_UNIT = ~Unit(0)


@dataclass(frozen=True, slots=True)
class Numbering:
    """What a text begins with: ``text[:end]`` is the mark, ``ordinal`` its number as printed, ``sub`` that of 之一."""

    unit: Unit
    end: int
    ordinal: str
    sub: str | None = None


_NUMBERING = re.compile(
    rf"""\s*(?:
        第\s?(?P<counted>[{NUMERALS}\d]{{1,7}})\s?(?P<of>部分|[编篇章节条款])    # 第二部分 第三章 第12条
            (?:之(?P<sub>[{NUMERALS}]{{1,3}}))?                                  # 第十二条之一
      | [（(](?P<second>[{NUMERALS}]{{1,4}})[）)、.．]?(?<=[）)、.．])           # （一） （一、
      | (?P<half>[{NUMERALS}]{{1,3}})[）)]                                       # 一）
      | (?P<first>[{NUMERALS}]{{1,4}})[、.．]                                    # 一、 十二．
      | (?P<spoken>[{NUMERALS}]{{1,2}})[是要]                                    # 一是 二要
      | [（(](?P<fourth>\d{{1,2}})[）)]                                          # （1）
      | (?P<third>\d{{1,2}})\s?[.．、)）](?!\d{{1,3}}(?!\d))                     # 1. 12、 but not 3.5
      | (?P<circled>[①-⑳㈠-㈩⑴-⒇])                                            # ①
    )""",
    re.VERBOSE,
)
_COUNTED = {
    "部分": Unit.PART,
    "编": Unit.BOOK,
    "篇": Unit.BOOK,
    "章": Unit.CHAPTER,
    "节": Unit.SECTION,
    "条": Unit.ARTICLE,
    "款": Unit.CLAUSE,
}
_GROUPS = {
    "second": Unit.SECOND,
    "half": Unit.SECOND,
    "first": Unit.FIRST,
    "spoken": Unit.SPOKEN,
    "fourth": Unit.FOURTH,
    "third": Unit.THIRD,
    "circled": Unit.CIRCLED,
}


def numbering(text: str) -> Numbering | None:
    """The numbering that ``text`` begins with (blanks before it do not count), None where it begins with none.

    >>> numbering("第十二条之一 有前款情形的")
    Numbering(unit=<Unit.ARTICLE: 16>, end=6, ordinal='十二', sub='一')
    >>> print(numbering("19.5万元"))
    None
    """
    found = _NUMBERING.match(text)
    if found is None:
        return None
    if found["counted"]:
        return Numbering(_COUNTED[found["of"]], found.end(), found["counted"], found["sub"])
    group = found.lastgroup or ""
    return Numbering(_GROUPS[group], found.end(), found[group])


def is_numbered(text: str, units: Unit = ANY_UNIT) -> bool:
    """Whether ``text`` begins with a numbering of one of ``units``."""
    found = numbering(text)
    return found is not None and found.unit in units

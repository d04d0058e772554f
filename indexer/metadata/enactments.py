"""题注: the lines between a statute's title and its text that say when it was passed, promulgated, amended, in force.

2012年4月19日…会议通过; （2007年5月1日某市人民政府令第12号公布 根据2019年6月3日…《…决定》修正）; 2018年10月1日 施行.
Each statement may take several lines; the last one is what the text before us comes from.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.evidence import Rule
from indexer.identifiers import FoundDate, find_dates
from indexer.layout import NUMERALS, LayoutPatterns, Line
from indexer.metadata.found import Found

_ACT = re.compile(
    rf"""(?P<organ>[\u4e00-\u9fff]{{3,40}}?)
      (?: 第[{NUMERALS}\d]{{1,4}}次(?:全体)?会议      # …常务委员会第十次会议
        | 令?\s*第?\s*[{NUMERALS}\d]{{1,5}}\s*号     # …人民政府令第12号
      )""",
    re.VERBOSE,
)
_TERM = re.compile(rf"第[{NUMERALS}\d]{{1,4}}届")
_LATEST_START = 4
"""Characters before the date of a statement: （根据2019年…."""
_LONGEST, _MOST = 240, 16
"""Characters of a statement, and lines of all of them."""


@dataclass(frozen=True, slots=True)
class Enactments:
    """The day of the last statement that the text was passed or amended, the day it came into force, and the organ
    that passed or promulgated it first.
    """

    last: Found[str] | None = None
    in_force: Found[str] | None = None
    issuer: Found[str] | None = None


def enactments(header: Sequence[Line], body: Sequence[Line], patterns: LayoutPatterns) -> Enactments:
    """What a document's header states, or the first lines below it, up to one that is no such statement."""
    found = Enactments()
    statement, begun = "", 0
    for at, line in enumerate([*header, *body[:_MOST]]):
        dates = () if line.row else find_dates(line.text)
        begins = bool(dates) and dates[0].start <= _LATEST_START
        if not statement and not begins:
            if found != Enactments() or at >= len(header):
                break
            continue
        if "。" in line.text or len(statement) > _LONGEST:
            break
        statement, begun = statement + line.text, begun or line.number
        read = _read(statement, begun, patterns)
        if read is not None:
            found = Enactments(
                read.last or found.last, read.in_force or found.in_force, found.issuer or read.issuer
            )
            statement, begun = "", 0
    return found


def _read(statement: str, line: int, patterns: LayoutPatterns) -> Enactments | None:
    """A whole statement; None where it goes on, or is none."""
    dates = [date for date in find_dates(statement) if date.value and date.precision == "day"]
    if not dates:
        return None
    if patterns.comes_into_force.match(statement[dates[-1].end :].strip()):
        before = _told(dates[:-1], statement, dates[-1].start, patterns)
        last = Found(before.value or "", line, Rule.ADOPTED) if before else None
        return Enactments(last, Found(dates[-1].value or "", line, Rule.ADOPTED))
    told = _told(dates, statement, len(statement), patterns)
    if told is None:
        return None
    organ = _organ(statement[dates[0].end :], patterns)
    issuer = Found(organ, line, Rule.ADOPTED) if organ else None
    return Enactments(Found(told.value or "", line, Rule.ADOPTED), issuer=issuer)


def _organ(statement: str, patterns: LayoutPatterns) -> str | None:
    """The organ whose meeting or order a statement names first: 某省第十一届人民代表大会常务委员会第十次会议通过."""
    acted = _ACT.match(statement.strip())
    organ = _TERM.sub("", acted["organ"]) if acted else ""
    return organ if organ and patterns.organ.match(organ) else None


def _told(dates: Sequence[FoundDate], statement: str, end: int, patterns: LayoutPatterns) -> FoundDate | None:
    """The last of ``dates``, if what follows it up to ``end`` says that the text was passed or amended."""
    if not dates or not patterns.enacted.search(statement[dates[-1].end : end].rstrip(" 自从，,")):
        return None
    return dates[-1]

"""The cover and imprint of an issue: its name, year, number, serial number and day of publication."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from indexer.identifiers import chinese_number, find_dates
from indexer.layout import CN_DIGITS, LayoutPatterns, Line
from indexer.models import Gazette

_ISSUE_NUMBER = re.compile(rf"(?<!总)第\s*([\d{CN_DIGITS}]{{1,4}})\s*期")
_OTHER_NUMBER = re.compile(
    rf"""(?<![总令\])）〕])第\s*([\d{CN_DIGITS}]{{1,4}})\s*号   # 第9号, not 令第9号 nor （2020）第12号
      | ^\s*(\d{{1,2}})\s*$                                   # 9 alone on its line
      | (?:19|20)\d{{2}}\s?[/·]\s?(\d{{1,2}})\s*$             # 2019/3
    """,
    re.VERBOSE,
)
_SERIAL = re.compile(
    rf"总\s*第?\s*([\d{CN_DIGITS}]{{1,5}})\s*[期号]|总[期号]数?\s*[:：]?\s*第?\s*(\d{{1,5}})"
)
_YEAR = re.compile(r"((?:19|20)\d{2})\s*(?:年|[.．/·-]\s*\d{1,2}\b|$)")
_CHINESE_YEAR = re.compile(r"([一二][〇○Ｏ零九][〇○Ｏ零一二三四五六七八九]{2})\s*年")
_DAY = re.compile(r"(?<![\d年])(?<!年 )\d{1,2}\s?月\s?\d{1,2}\s?日")
_ISSUE_LINE = re.compile(rf"^[\s（(]*$|第\s*[\d{CN_DIGITS}]{{1,4}}\s*[期号]|总[第期号]")


def read_cover(
    lines: Sequence[Line], running_heads: Iterable[Line], patterns: LayoutPatterns
) -> Gazette | None:
    """The gazette that the lines before the first document name; None where they name none.

    A cover that lacks something may be completed from the running heads, which repeat it on every page.
    """
    heads = list(running_heads)
    own = _before_contents(lines, patterns)
    title = _title(own, patterns) or _title(heads, patterns) or _title(lines, patterns)
    if title is None:
        return None
    texts = [line.text for part in (own, lines, heads) for line in part if not line.row]
    apart = [
        replace(line, text=cell, row=False) for line in lines if line.row for cell in line.text.split("\t")
    ]
    year = _first(texts, _year_beside_number) or _first(texts, _year)
    return Gazette(
        title=title,
        year=year,
        number=_voted(texts, _issue_number) or _first(texts, _other_number),
        serial_number=_first([*texts, *(cell.text for cell in apart)], _serial),
        published_on=_published_on(own, patterns)
        or _published_on(lines, patterns)
        or _day_of_the_year([*own, *apart], year, patterns),
    )


def _before_contents(lines: Sequence[Line], patterns: LayoutPatterns) -> Sequence[Line]:
    """The lines above the contents list's heading: what stands in the list is no part of the cover."""
    for i, line in enumerate(lines):
        if patterns.contents_heading.match(line.text):
            return lines[:i]
    return lines


def _title(lines: Iterable[Line], patterns: LayoutPatterns) -> str | None:
    """The gazette's name: the longest run of Han characters that ends in 公报."""
    best: str | None = None
    before = ""
    for line in lines:
        text = re.sub(r"\s", "", line.text)
        if re.fullmatch(r"[\u4e00-\u9fff]{2,12}", before) and not patterns.gazette_name.search(before):
            joins = patterns.half_organ.match(text) or patterns.place_lead.fullmatch(before)
            text, before = before + text if joins else text, text
        else:
            before = text
        if len(text) > 60 or re.search(r"[。；]", text):
            continue
        for found in re.finditer(r"(?<!\d)[\u4e00-\u9fff]{2,24}", text):
            name = re.match(rf"(.*{patterns.gazette_name.pattern})", found.group())
            if name and len(name.group(1)) >= 4 and (best is None or len(name.group(1)) > len(best)):
                best = name.group(1)
    return best


def _first(texts: Iterable[str], read: Callable[[str], int | None]) -> int | None:
    return next((value for value in map(read, texts) if value is not None), None)


def _voted(texts: Iterable[str], read: Callable[[str], int | None]) -> int | None:
    """The value that most texts give, of equal ones the first."""
    votes = Counter(value for value in map(read, texts) if value is not None)
    return max(votes, key=lambda value: votes[value]) if votes else None


def _year_beside_number(text: str) -> int | None:
    return _year(text) if _issue_number(text) or _other_number(text) else None


def _year(text: str) -> int | None:
    found = _YEAR.search(text)
    if found and len(text) <= 60:
        return int(found.group(1))
    chinese = _CHINESE_YEAR.search(text)
    return chinese_number(chinese.group(1)) if chinese and len(text) <= 60 else None


def _issue_number(text: str) -> int | None:
    found = _ISSUE_NUMBER.search(text)
    return chinese_number(found.group(1)) if found else None


def _other_number(text: str) -> int | None:
    found = _OTHER_NUMBER.search(text)
    return chinese_number(found.group(1) or found.group(2) or found.group(3)) if found else None


def _serial(text: str) -> int | None:
    found = _SERIAL.search(text)
    return chinese_number(found.group(1) or found.group(2)) if found else None


def _published_on(lines: Sequence[Line], patterns: LayoutPatterns) -> str | None:
    """A whole date beside 出版, else one alone on its line or beside the issue's number; 2019年9月 is no day."""
    lone: str | None = None
    for line in lines:
        dates = [date for date in find_dates(line.text) if date.value]
        if not dates:
            continue
        if patterns.published.search(line.text):
            return dates[0].value
        around = line.text[: dates[0].start] + line.text[dates[0].end :]
        if lone is None and len(line.text) <= 60 and _ISSUE_LINE.search(around):
            lone = dates[0].value
    return lone


def _day_of_the_year(lines: Sequence[Line], year: int | None, patterns: LayoutPatterns) -> str | None:
    """6月2日 alone on a cover that prints the year elsewhere, or 3月30日出版."""
    for line in lines if year else ():
        day = _DAY.search(line.text)
        if day and (day.span() == (0, len(line.text)) or patterns.published.match(line.text, day.end())):
            dates = find_dates(f"{year}年{day.group()}")
            return dates[0].value if dates else None
    return None

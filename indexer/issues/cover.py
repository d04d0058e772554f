"""The cover and imprint of an issue: its name, year, number, serial number and day of publication."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from indexer.identifiers.dates import chinese_number, find_dates
from indexer.issues.marks import CN_DIGITS, Marks
from indexer.models import Gazette
from indexer.reading import Line

_NUMBER = re.compile(
    rf"(?<!总)第\s*([\d{CN_DIGITS}]{{1,4}})\s*[期号]|^\s*(\d{{1,2}})\s*$|(?:19|20)\d{{2}}\s?[/·]\s?(\d{{1,2}})\s*$"
)
_SERIAL = re.compile(
    rf"总\s*第?\s*([\d{CN_DIGITS}]{{1,5}})\s*[期号]|总[期号]数?\s*[:：]?\s*第?\s*(\d{{1,5}})"
)
_YEAR = re.compile(r"((?:19|20)\d{2})\s*(?:年|[.．/·-]\s*\d{1,2}\b|$)")
_CHINESE_YEAR = re.compile(r"([一二][〇○Ｏ零九][〇○Ｏ零一二三四五六七八九]{2})\s*年")
_HALF_NAME = re.compile(r"^(?:人民政府|国务院|政府)")
_PUBLISHED = re.compile(r"出版|发行")


def read_cover(lines: Sequence[Line], running_heads: Iterable[Line], marks: Marks) -> Gazette | None:
    """The gazette that the lines before the first document name; None where they name none.

    A cover that lacks something may be completed from the running heads, which repeat it on every page.
    """
    heads = list(running_heads)
    title = _title(lines, marks) or _title(heads, marks)
    if title is None:
        return None
    texts = [line.text for line in lines if not line.row] + [line.text for line in heads]
    return Gazette(
        title=title,
        year=_first(texts, _year_beside_number) or _first(texts, _year),
        number=_first(texts, _number),
        serial_number=_first(texts, _serial),
        published_on=_published_on(lines),
    )


def _title(lines: Iterable[Line], marks: Marks) -> str | None:
    """The gazette's name: the longest run of Han characters that ends in 公报."""
    best: str | None = None
    before = ""
    for line in lines:
        text = re.sub(r"\s", "", line.text)
        if re.fullmatch(r"[\u4e00-\u9fff]{2,12}", before) and not marks.gazette_name.search(before):
            text, before = before + text if _HALF_NAME.match(text) else text, text
        else:
            before = text
        if len(text) > 60 or re.search(r"[。；]", text):
            continue
        for found in re.finditer(r"[\u4e00-\u9fff]{2,24}", text):
            name = re.match(rf"(.*{marks.gazette_name.pattern})", found.group())
            if name and len(name.group(1)) >= 4 and (best is None or len(name.group(1)) > len(best)):
                best = name.group(1)
    return best


def _first(texts: Iterable[str], read: Callable[[str], int | None]) -> int | None:
    return next((value for value in map(read, texts) if value is not None), None)


def _year_beside_number(text: str) -> int | None:
    return _year(text) if _NUMBER.search(text) else None


def _year(text: str) -> int | None:
    found = _YEAR.search(text)
    if found and len(text) <= 60:
        return int(found.group(1))
    chinese = _CHINESE_YEAR.search(text)
    return chinese_number(chinese.group(1)) if chinese and len(text) <= 60 else None


def _number(text: str) -> int | None:
    found = _NUMBER.search(text)
    return chinese_number(found.group(1) or found.group(2) or found.group(3)) if found else None


def _serial(text: str) -> int | None:
    found = _SERIAL.search(text)
    return chinese_number(found.group(1) or found.group(2)) if found else None


def _published_on(lines: Sequence[Line]) -> str | None:
    """A whole date beside 出版; a cover's 2019年9月 is no day."""
    for line in lines:
        if _PUBLISHED.search(line.text):
            dates = [date.value for date in find_dates(line.text) if date.value]
            if dates:
                return dates[0]
    return None

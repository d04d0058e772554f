"""What a web page states around its document: the information box, breadcrumb and menus, and the page's own head.

Boxes hold 索引号, 发文机关, 成文日期, 标题, 发文字号 and 发布日期 behind their labels. None of it is the document's
text: its lines are read here and then count as furniture, like running heads.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from indexer.evidence import Rule
from indexer.files import Stated
from indexer.identifiers import find_dates, parse_number
from indexer.layout import LayoutPatterns, Line, bare_text
from indexer.metadata.found import Found

_FEWEST = 2
"""Labels that make a box of lines that could be anything."""
_WITHIN = 60
"""Lines at a file's beginning in which a box stands."""
_MOST_BETWEEN = 3
"""Lines between two labels of a box: its values, where cells stand on lines of their own."""
_BESIDE = 4
"""Lines below the title that may hold the page's 发布时间, 来源, 字体 …"""
_BEHIND = 30
"""Lines at a page's end that may be its menus."""
_LONGEST_MENU = 80
_LABELLED = re.compile(
    r"(?P<label>[\u4e00-\u9fff]{2,6})\s*[:：]\s*(?P<value>.*?)(?=\s+[\u4e00-\u9fff]{2,6}\s*[:：]|$)"
)
_PROSE = re.compile("[。；].*[。；]|.{60}")


@dataclass(frozen=True, slots=True)
class PageBox:
    """The values that read as what their labels say."""

    title: Found[str] | None = None
    number: Found[str] | None = None
    issuer: Found[str] | None = None
    written_on: Found[str] | None = None
    published_on: Found[str] | None = None
    index_number: Found[str] | None = None


NO_BOX = PageBox()


def framed(
    lines: Sequence[Line], stated: Stated | None, patterns: LayoutPatterns
) -> tuple[tuple[Line, ...], PageBox]:
    """The lines with what only frames the document as furniture, and what that states.

    ``stated`` is the head of a web page, None for other files: there a box alone is looked for.
    """
    title = _title_at(lines, stated)
    begin = _WITHIN if title is None else title
    box_lines = _box_lines(lines[:begin], patterns)
    box = _box(box_lines, patterns)
    frame = {line.number for line in box_lines}
    if stated is not None and title is not None:
        frame |= {line.number for line in _above(lines[:title])}
        beside = lines[title + 1 : title + 1 + _BESIDE]
        frame |= {line.number for line in beside if _is_menu(line, patterns)}
        frame |= {line.number for line in _trailing_menus(lines[title + 1 :], patterns)}
    if stated is not None:
        box = _with_stated(box, stated, patterns)
    kept = tuple(replace(line, furniture=True) if line.number in frame else line for line in lines)
    return kept if frame else tuple(lines), box


def _title_at(lines: Sequence[Line], stated: Stated | None) -> int | None:
    """Where a web page's stated title stands as a heading; None where none does."""
    wanted = bare_text(stated.title) if stated and stated.title else ""
    found = (at for at, line in enumerate(lines[:_WITHIN]) if line.heading and bare_text(line.text) == wanted)
    return next(found, None) if wanted else None


def _above(lines: Sequence[Line]) -> Sequence[Line]:
    """What stands above a page's title, unless it reads like a text."""
    return () if any(_PROSE.search(line.text) and not line.row for line in lines) else lines


def _box_lines(lines: Sequence[Line], patterns: LayoutPatterns) -> Sequence[Line]:
    """The lines from the first known label to the last, before anything that reads like a text."""
    labelled: list[int] = []
    labels = 0
    for at, line in enumerate(lines[:_WITHIN]):
        known = sum(bool(patterns.box_label.fullmatch(label)) for label, _ in _labelled(line))
        if known:
            labelled.append(at)
            labels += known
        elif _PROSE.search(line.text) or (labelled and at - labelled[-1] > _MOST_BETWEEN):
            break
    return lines[labelled[0] : labelled[-1] + 1] if labels >= _FEWEST else ()


def _box(lines: Sequence[Line], patterns: LayoutPatterns) -> PageBox:
    found: dict[str, Found[str]] = {}
    for line in lines:
        for label, value in _labelled(line):
            told = patterns.box_label.fullmatch(label)
            name = told.lastgroup if told else None
            read = _read(name, value, patterns) if name else None
            if name and read:
                found.setdefault(name, Found(read, line.number, Rule.STATED_BY_PAGE))
    return PageBox(**found)


def _labelled(line: Line) -> Iterator[tuple[str, str]]:
    """Label and value, behind a colon or in neighbouring cells."""
    if line.row:
        cells = [cell.strip(" :：").replace(" ", "") for cell in line.text.split("\t")]
        yield from ((label, value) for label, value in pairwise(cells) if value)
    for pair in _LABELLED.finditer(line.text.replace("\t", " ")):
        yield pair["label"], pair["value"].strip()


def _read(name: str, value: str, patterns: LayoutPatterns) -> str | None:
    """The value in the form that documents have it; None where it is no such thing."""
    if name == "number":
        number = parse_number(value)
        return str(number) if number else None
    if name == "issuer":
        return value if patterns.organ.match(value) else None
    if name in ("written_on", "published_on"):
        return _day(value)
    if name == "index_number":
        return value if re.search(r"\d{3}", value) and not re.search(r"\s", value) else None
    return value or None


def _day(value: str) -> str | None:
    dates = find_dates(value)
    return dates[0].value if dates and dates[0].start == 0 and dates[0].precision == "day" else None


def _with_stated(box: PageBox, stated: Stated, patterns: LayoutPatterns) -> PageBox:
    """The box, completed by what the page's head states."""
    values: Mapping[str, str | None] = {
        "published_on": _day(stated.published or ""),
        "issuer": _read("issuer", stated.source or "", patterns),
    }
    missing = {
        name: Found(value, None, Rule.STATED_BY_PAGE)
        for name, value in values.items()
        if value and getattr(box, name) is None
    }
    return replace(box, **missing)


def _trailing_menus(lines: Sequence[Line], patterns: LayoutPatterns) -> Iterator[Line]:
    """The page's menus behind the text: the last lines, as long as each is one."""
    for line in _reversed_filled(lines):
        if not _is_menu(line, patterns):
            return
        yield line


def _reversed_filled(lines: Sequence[Line]) -> Iterable[Line]:
    return (line for line in reversed(lines[-_BEHIND:]) if not line.blank)


def _is_menu(line: Line, patterns: LayoutPatterns) -> bool:
    """发布时间：… 来源：… 字体：大 中 小, 【打印】【关闭】, 扫一扫在手机打开当前页."""
    return len(line.text) <= _LONGEST_MENU and bool(patterns.page_menu.match(line.text))

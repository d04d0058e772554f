"""The contents list: its rows as entries with title, number, printed page and section, even where OCR mixed it up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from dictionaries import Dictionaries
from indexer.identifiers import parse_number
from indexer.issues.contents_rows import (
    LEADERS,
    LONGEST_ROW,
    begins_entry,
    entry,
    has_page_mark,
    is_complete,
    leading_pages,
    pieces,
    without_leading_page,
)
from indexer.issues.side_column import without_side_column
from indexer.layout import CN_DIGITS, LayoutPatterns, Line, Unit, is_numbered, section_name
from indexer.models import ContentsEntry

_SHORT_NAME = re.compile(r"^[\u4e00-\u9fff]{2,8}$")
_ONLY_LEADER = re.compile(r"^[.．。·•・…‥_—\-–~\s]*$")
_ISSUE = re.compile(rf"^.{{0,30}}第\s*[\d{CN_DIGITS}]{{1,4}}\s*期(?:\s*[（(]?总.{{1,8}}期[）)]?)?\s*")
_LONGEST_BACK = 200
"""Lines from the file's end among which a closing contents list is looked for."""
_BRACKETS = "（）()〈〉《》 \u3000"
_LONGEST_NUMBER = 30
_ISSUE_END = re.compile(rf"第\s*[\d{CN_DIGITS}]{{1,4}}\s*[期号]$")
_ENGLISH = re.compile("[A-Za-z]{2}")
_HAN = re.compile("[\u4e00-\u9fff]")
_PAGE_REST = re.compile(r"^\d{0,3}\s*[）)]$")
_CHAPTERS = Unit.BOOK | Unit.CHAPTER | Unit.SECTION
_PARTS = Unit.PART | Unit.FIRST | Unit.SECOND
_MOST_NUMBERED = 3
"""Of the first six rows of a list so many that are a plan's parts."""
_SUBTITLE = re.compile(r"^[—－-]{1,2}")


def find_contents(body: Sequence[Line], patterns: LayoutPatterns) -> tuple[int, int] | None:
    """Where the contents begins (its heading, or its first row if the heading is lost) and its last marked row ends.

    Positions into ``body``, the second one exclusive. None where there is no contents list.
    """
    marked = [i for i, line in enumerate(body[:2000]) if has_page_mark(line.walled, patterns)]
    for i, line in enumerate(body[:200]):
        if is_contents_heading(line.text, patterns) and not _is_inner(body, i, patterns):
            return i, max(_last_of_run(marked, i), _last_leading(body, i, patterns)) + 1
    early = [i for i in marked if i < 120]
    if (
        len(early) >= 3
        and not _is_inner(body, early[0] - 1, patterns)
        and sum(bool(LEADERS.search(body[i].text)) for i in early) >= 3
    ):
        return early[0], _last_of_run(marked, early[0] - 1) + 1
    return None


def _is_inner(body: Sequence[Line], position: int, patterns: LayoutPatterns) -> bool:
    """A statute's or a plan's own list of chapters, or one behind a document's text."""
    rows = body[position + 1 : position + 7]
    chapters = sum(is_numbered(line.text, _CHAPTERS) for line in rows[:5])
    parts = sum(is_numbered(line.text, _PARTS) and not _names_document(line, patterns) for line in rows)
    return chapters >= 2 or parts >= _MOST_NUMBERED or sum(map(is_prose, body[:position])) >= 4


def _names_document(line: Line, patterns: LayoutPatterns) -> bool:
    """Whether a row is a document's title, and no heading of a plan's part (三、重点任务……9)."""
    return bool(patterns.title_verb.search(line.text) or section_name(line.text.split("、")[-1], patterns))


def is_contents_heading(text: str, patterns: LayoutPatterns) -> bool:
    """目 录, also as 目 录 编 委 会: the heading of one printed column and that of the other, read across."""
    if any(patterns.contents_heading.match(cell.strip()) for cell in text.split("\t")):
        return True
    bare = text.replace(" ", "")
    return len(bare) <= 24 and any(
        patterns.contents_heading.match(bare[:n]) and patterns.imprint.match(bare[n:])
        for n in range(2, len(bare))
    )


def find_back_matter(body: Sequence[Line], patterns: LayoutPatterns) -> tuple[int, int] | None:
    """Where a cover and contents list behind the documents begin, and the list's first row; None where there are none.

    Nothing after the list's heading reads like a document's text, and documents stand before it.
    """
    for i in range(len(body) - 1, max(-1, len(body) - _LONGEST_BACK), -1):
        text = body[i].text
        if is_prose(body[i]):
            return None
        if is_contents_heading(_ISSUE.sub("", text), patterns):
            rows = sum(has_page_mark(line.walled, patterns) for line in body[i + 1 :])
            if rows < 2 or sum(map(is_prose, body[:i])) < 3:
                return None
            return _cover_above(body, i, patterns), i + 1
    return None


def _cover_above(body: Sequence[Line], position: int, patterns: LayoutPatterns) -> int:
    while position and (
        _ISSUE.search(body[position - 1].text)
        or re.search(rf"{patterns.gazette_name.pattern}$", body[position - 1].text)
        or (patterns.imprint.match(body[position - 1].text) and re.search("[:：]", body[position - 1].text))
    ):
        position -= 1
    return position


def is_prose(line: Line) -> bool:
    """Whether a line reads like a document's text."""
    return not line.row and bool(re.search(r"[。；]|[，,].{8,}[，,]", line.text))


def _last_of_run(marked: Sequence[int], start: int) -> int:
    """The last of the marked positions after ``start`` that follow each other with few lines between."""
    last = start
    for position in marked:
        if position > start and position - last <= 12:
            last = position
    return last


def _last_leading(body: Sequence[Line], start: int, patterns: LayoutPatterns) -> int:
    """The last line of the rows after ``start`` that begin with their pages, ``start`` where there are none."""
    leading = leading_pages(body[start + 1 : start + 200])
    last = max((i for i in range(start, min(len(body), start + 200)) if body[i].number in leading), default=0)
    return _end_of_row(body, last, patterns) if last else start


def _end_of_row(body: Sequence[Line], position: int, patterns: LayoutPatterns) -> int:
    """The last line of the row that begins at ``position``: its title's rest and its number follow."""
    text = body[position].walled
    for end in range(position + 1, min(len(body), position + 3)):
        if begins_entry(body[end].text, patterns) or len(body[end].text) > LONGEST_ROW:
            break
        if is_complete(text, patterns) and not is_complete(text + body[end].text, patterns):
            break
        text += body[end].text
        position = end
    return position


@dataclass(frozen=True, slots=True)
class Contents:
    """The entries in order, and every section's name, also of sections that list nothing."""

    entries: tuple[ContentsEntry, ...] = ()
    sections: tuple[str, ...] = ()

    @property
    def open_sections(self) -> tuple[str, ...]:
        """Sections without entries: the contents list names them and leaves their items out."""
        filled = {entry.section for entry in self.entries}
        return tuple(name for name in self.sections if name not in filled)


@dataclass(slots=True)
class _Rows:
    """The rows read so far and the one in the making."""

    patterns: LayoutPatterns
    dictionaries: Dictionaries
    paged: bool
    entries: list[ContentsEntry] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    line: int = 0
    page: int | None = None

    @property
    def text(self) -> str:
        return "".join(self.parts)

    @property
    def whole(self) -> bool:
        return not self.parts or is_complete(self.text, self.patterns)

    @property
    def last_page(self) -> int | None:
        return self.entries[-1].page if self.entries else None

    def close(self, page: int | None) -> None:
        section = self.sections[-1] if self.sections else None
        page = self.page if page is None else page
        if self.parts:
            made = entry(self.text, self.line, page, section, self.patterns, self.dictionaries)
            if made:
                self.entries.append(made)
        self.parts, self.page = [], None

    def add(self, text: str, page: int | None, line: int) -> None:
        """Takes one piece of a line: a section's name, a row or a part of one."""
        if page is None and self.whole and self._is_section(text):
            self.close(None)
            self.sections.append(section_name(text, self.patterns) or text)
            return
        if _SUBTITLE.match(text) and self.parts:
            text = ""
        if page is None and not self.parts and self._take_number(text):
            return
        if text and not self.patterns.contents_heading.match(text):
            if self.parts and self.whole and begins_entry(text, self.patterns):
                self.close(None)
            if not self.parts:
                self.line = line
            self.parts.append(text)
        if page is not None:
            self.close(page or None)

    def _take_number(self, text: str) -> bool:
        """A number alone under a row that is closed is that row's."""
        number = (
            parse_number(text.strip(_BRACKETS)) if self.entries and len(text) <= _LONGEST_NUMBER else None
        )
        if number is None or self.entries[-1].number is not None:
            return False
        self.entries[-1] = replace(self.entries[-1], number=str(number))
        return True

    def _is_section(self, text: str) -> bool:
        name = section_name(text, self.patterns)
        if name is None:
            return self.paged and self.page is None and bool(_SHORT_NAME.match(text))
        filled = any(made.section == name for made in self.entries)
        return filled or not self.sections or self.sections[-1] != name


def read_contents(lines: Iterable[Line], patterns: LayoutPatterns, dictionaries: Dictionaries) -> Contents:
    """The contents list's lines (without its heading), understood."""
    lines = [line for line in lines if not (line.blank or len(line.text) > LONGEST_ROW or _is_foreign(line))]
    lines = [line for line in lines if not _is_running_head(line, patterns)]
    lines = _with_whole_pages(without_side_column(lines, patterns))
    leading = leading_pages(lines)
    paged = sum(has_page_mark(line.walled, patterns) for line in lines) >= 2 or bool(leading)
    rows = _Rows(patterns, dictionaries, paged)
    for line in lines:
        if _ONLY_LEADER.match(line.text):
            continue
        text = line.walled
        if line.number in leading:
            rows.close(None)
            rows.page = leading[line.number]
            text = without_leading_page(text)
        for piece, page in pieces(_without_imprint(text, patterns), patterns, rows.last_page):
            rows.add(piece, page, line.number)
    rows.close(None)
    return Contents(tuple(rows.entries), tuple(rows.sections))


def _is_foreign(line: Line) -> bool:
    """A row of the same list in English, which some gazettes print below."""
    return bool(_ENGLISH.search(line.text)) and not _HAN.search(line.text)


def _is_running_head(line: Line, patterns: LayoutPatterns) -> bool:
    """某市人大常委会公报 二〇一八年第五号: the first page's head, which stands too rarely to be known as one."""
    return bool(
        patterns.gazette_name.search(line.text) and _ISSUE_END.search(line.text)
    ) and not LEADERS.search(line.text)


def _with_whole_pages(lines: Sequence[Line]) -> list[Line]:
    """The lines, a page number that a line's end cut off (……（ / 12）) joined to its row."""
    joined: list[Line] = []
    for line in lines:
        if joined and joined[-1].text.endswith(("（", "(")) and _PAGE_REST.match(line.text):
            joined[-1] = replace(joined[-1], text=joined[-1].text + line.text)
        else:
            joined.append(line)
    return joined


def _without_imprint(text: str, patterns: LayoutPatterns) -> str:
    """The line without what the imprint's column left in it: its cells, or what follows a label such as 地址："""
    cells = [
        cell
        for cell in text.split("\t")
        if not (patterns.imprint.match(cell) and ("\t" in text or re.search("[:：]", cell)))
    ]
    kept = []
    for cell in cells:
        label = next(
            (
                m
                for m in re.finditer(r"(?:^|\s)(?=\S{1,3}(?:\s?\S){0,9}[:：])", cell)
                if patterns.imprint.match(cell[m.end() :])
            ),
            None,
        )
        kept.append(cell[: label.start()] if label else cell)
    return "\t".join(kept)

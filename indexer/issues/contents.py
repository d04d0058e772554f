"""The contents list: its rows as entries with title, number, printed page and section, even where OCR mixed it up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from dictionaries import Dictionaries
from indexer.identifiers.dates import chinese_number
from indexer.identifiers.numbers import find_numbers
from indexer.issues.marks import CN_DIGITS, Marks, section_name
from indexer.models import ContentsEntry
from indexer.reading import Line

_LEADER = r"[.．。·•・…‥_—\-–~\s]"
_DOTS = rf"(?:[.．·•・…‥_]{{2,}}|…|-{{3,}}|—{{2,}}|/){_LEADER}*"
_PAGE = rf"(?:\d{{1,3}}|[{CN_DIGITS}]{{1,5}})"
PAGE_MARK = re.compile(
    rf"(?P<leader>{_DOTS})?[（(]\s*(?P<bracketed>{_PAGE})\s*[)）](?=\s*$|(?(leader)\s*|\s+)[\u4e00-\u9fff《])"
    rf"|{_DOTS}[\u4e00-\u9fff]{{2,4}}\s*(?P<signed>\d{{1,3}})(?=\s*$)"
    rf"|{_DOTS}(?P<bare>{_PAGE})(?![\d年月日号])(?=\s*$|\s+[\u4e00-\u9fff《])"
)
_TRAILING_PAGE = re.compile(r"(?<=[\u4e00-\u9fff）)》”\]〕])\s*(\d{1,3})$")
_LEADING_SECTION = re.compile(r"^[·•【〖][\u4e00-\u9fff]{2,14}[·•】〗](?=\s|[\u4e00-\u9fff])")
_OWN_NUMBER = re.compile(r"\s*[\u4e00-\u9fff]{2,10}\s?[\[〔(（]\d{4}[\]〕)）]\s?\d{1,4}\s?号\s*$")
_SHORT_NAME = re.compile(r"^[\u4e00-\u9fff]{2,8}$")
_LONGEST_ROW = 300
"""A printed contents row, even of two columns read across, is shorter; longer lines cost too much to look into."""
_ONLY_LEADER = re.compile(rf"^{_LEADER}*$")
_LEADERS = re.compile(r"[.．·•・…‥_]{3,}|…+|·{2,}")


@dataclass(slots=True)
class _Row:
    """An entry in the making."""

    parts: list[str] = field(default_factory=list)
    line: int = 0

    def add(self, text: str, line: int) -> None:
        if not self.parts:
            self.line = line
        self.parts.append(text)

    @property
    def text(self) -> str:
        return "".join(self.parts)


def has_page_mark(text: str, marks: Marks) -> bool:
    """Whether a line ends in what only a contents row ends in: a page number after dots, brackets or a whole title."""
    if len(text) > _LONGEST_ROW:
        return False
    flat = text.replace("\t", " ").rstrip()
    for mark in PAGE_MARK.finditer(flat):
        if mark["bare"] or mark["signed"] or mark["leader"]:
            return True
        if not flat[mark.end() :].strip() and ("\t" in text or _is_complete(flat[: mark.start()], marks)):
            return True
    trailing = _TRAILING_PAGE.search(flat)
    return bool(trailing and _is_complete(flat[: trailing.start()], marks))


def find_contents(body: Sequence[Line], marks: Marks) -> tuple[int, int] | None:
    """Where the contents begins (its heading, or its first row if the heading is lost) and its last marked row ends.

    Positions into ``body``, the second one exclusive. None where there is no contents list.
    """
    marked = [
        i for i, line in enumerate(body[:2000]) if has_page_mark(line.text, marks) and len(line.text) < 300
    ]
    for i, line in enumerate(body[:200]):
        if is_contents_heading(line.text, marks):
            return i, _last_of_run(marked, i) + 1
    early = [i for i in marked if i < 120]
    if len(early) >= 3 and sum(bool(_LEADERS.search(body[i].text)) for i in early) >= 3:
        return early[0], _last_of_run(marked, early[0] - 1) + 1
    return None


def is_contents_heading(text: str, marks: Marks) -> bool:
    """目 录, also as 目 录 编 委 会: the heading of one printed column and that of the other, read across."""
    if any(marks.contents_heading.match(cell.strip()) for cell in text.split("\t")):
        return True
    bare = text.replace(" ", "")
    return len(bare) <= 24 and any(
        marks.contents_heading.match(bare[:n]) and marks.imprint.match(bare[n:]) for n in range(2, len(bare))
    )


def _last_of_run(marked: Sequence[int], start: int) -> int:
    """The last of the marked positions after ``start`` that follow each other with few lines between."""
    last = start
    for position in marked:
        if position > start and position - last <= 12:
            last = position
    return last


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


def read_contents(lines: Iterable[Line], marks: Marks, dictionaries: Dictionaries) -> Contents:
    """The contents list's lines (without its heading), understood."""
    entries: list[ContentsEntry] = []
    sections: list[str] = []
    section: str | None = None
    lines = list(lines)
    paged = sum(has_page_mark(line.text, marks) for line in lines) >= 2
    row = _Row()

    def close(page: int | None) -> None:
        if row.parts:
            entry = _entry(row, page, section, dictionaries)
            if entry:
                entries.append(entry)
        row.parts = []

    for line in lines:
        if line.blank or len(line.text) > _LONGEST_ROW or _ONLY_LEADER.match(line.text):
            continue
        for text, page in _pieces(
            _without_imprint(line.text, marks), marks, entries[-1].page if entries else None
        ):
            name = section_name(text, marks) or (
                text if page is None and paged and _SHORT_NAME.match(text) else None
            )
            if name and page is None and (not row.parts or _is_complete(row.text, marks)):
                close(None)
                section = name
                sections.append(name)
                continue
            if not text and page is not None:
                close(page)
            if not text or marks.contents_heading.match(text):
                continue
            if row.parts and _is_complete(row.text, marks) and _begins_entry(text, marks):
                close(None)
            row.add(text, line.number)
            if page is not None:
                close(page)
    close(None)
    return Contents(tuple(entries), tuple(sections))


def _without_imprint(text: str, marks: Marks) -> str:
    """The line without what the imprint's column left in it: its cells, or what follows a label such as 地址："""
    cells = [
        cell
        for cell in text.split("\t")
        if not (marks.imprint.match(cell) and ("\t" in text or re.search("[:：]", cell)))
    ]
    kept = []
    for cell in cells:
        label = next(
            (
                m
                for m in re.finditer(r"(?:^|\s)(?=\S{1,3}(?:\s?\S){0,9}[:：])", cell)
                if marks.imprint.match(cell[m.end() :])
            ),
            None,
        )
        kept.append(cell[: label.start()] if label else cell)
    return "\t".join(kept)


def _pieces(text: str, marks: Marks, last_page: int | None) -> Iterator[tuple[str, int | None]]:
    """A line's parts, each with the page number it ends in; two columns read across give several."""
    for cell in text.split("\t"):
        yield from _cell_pieces(cell.strip(), marks, last_page)


def _cell_pieces(text: str, marks: Marks, last_page: int | None) -> Iterator[tuple[str, int | None]]:
    section = _LEADING_SECTION.match(text)
    if section and section_name(section.group().strip(), marks):
        yield section.group().strip(), None
        text = text[section.end() :]
    at = 0
    for mark in PAGE_MARK.finditer(text):
        yield (
            _LEADERS.sub("", text[at : mark.start()]).strip(),
            chinese_number(mark["bracketed"] or mark["bare"] or mark["signed"]),
        )
        at = mark.end()
    rest = _LEADERS.sub("", text[at:]).strip()
    if at and not (_begins_entry(rest, marks) or section_name(rest, marks)):
        return
    trailing = _TRAILING_PAGE.search(rest)
    if trailing and (
        _is_complete(rest[: trailing.start()], marks) or _follows(int(trailing.group(1)), last_page)
    ):
        yield rest[: trailing.start()].strip(), int(trailing.group(1))
    elif rest or at == 0:
        yield rest, None


def _follows(page: int, last: int | None) -> bool:
    """A bare number at a row's end is its page if it goes on from the last one."""
    return last is not None and last <= page <= last + 60


def _is_complete(text: str, marks: Marks) -> bool:
    bare = _OWN_NUMBER.sub("", re.sub(r"[（(][^（）()]*\d[^（）()]*[）)]\s*$", "", text.rstrip()))
    return bool(marks.title_end.search(bare))


def _begins_entry(text: str, marks: Marks) -> bool:
    if re.match(r"^[（(]", text):
        return False
    verb = marks.title_verb.search(text)
    return bool(verb and (verb.start() == 0 or marks.organ.match(text[: verb.start()])))


def _entry(
    row: _Row, page: int | None, section: str | None, dictionaries: Dictionaries
) -> ContentsEntry | None:
    text = _LEADERS.sub("", row.text).strip(" -—–·.")
    numbers = find_numbers(text, dictionaries)
    number = None
    if numbers and re.fullmatch(r"[\s）)】\]〕]*", text[numbers[-1].end :]):
        number = str(numbers[-1].number)
        text = re.sub(r"\s*[（(【\[][^（）()【】\[\]]*$", "", text[: numbers[-1].start])
    if not re.search(r"[\u4e00-\u9fff]{2}", text):
        return None
    return ContentsEntry(title=text, line=row.line, number=number, page=page, section=section)

"""The contents list: its rows as entries with title, number, printed page and section, even where OCR mixed it up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from dictionaries import Dictionaries
from indexer.issues.marks import Marks
from indexer.models import ContentsEntry
from indexer.numbers import find_numbers
from indexer.reading import Line

_LEADER = r"[.．。·•・…‥_—\-–~\s]"
PAGE_MARK = re.compile(
    rf"(?:(?P<leader>(?:[.．·•・…‥_]{{2,}}|…|-{{3,}}){_LEADER}*|\s{{1,}}|(?<=[）)])\s*|)[（(]\s*(?P<bracketed>\d{{1,3}})\s*[)）]"
    rf"|(?:[.．·•・…‥_]{{2,}}|…+|-{{3,}}|—{{2,}}|/){_LEADER}*(?P<bare>\d{{1,3}})(?!\d|[年月日号])"
    rf"|\s(?P<apart>\d{{1,3}}))(?=\s*$|\s+[\u4e00-\u9fff《])"
)
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


def has_page_mark(text: str) -> bool:
    """Whether a line ends in what only a contents row ends in: leader dots or a bracketed page number."""
    found = _last_mark(text)
    return bool(found and (found["bracketed"] and (found["leader"] or text.count("\t")) or found["bare"]))


def _last_mark(text: str) -> re.Match[str] | None:
    flat = text.replace("\t", " ").rstrip()
    marks = [m for m in PAGE_MARK.finditer(flat) if not flat[m.end() :].strip()]
    return marks[-1] if marks else None


def find_contents(body: Sequence[Line], marks: Marks) -> tuple[int, int] | None:
    """Where the contents begins (its heading, or its first row if the heading is lost) and its last marked row ends.

    Positions into ``body``, the second one exclusive. None where there is no contents list.
    """
    marked = [i for i, line in enumerate(body[:400]) if has_page_mark(line.text) and len(line.text) < 300]
    for i, line in enumerate(body[:200]):
        if marks.contents_heading.match(line.text):
            return i, _last_of_run(marked, i) + 1
    early = [i for i in marked if i < 120]
    if len(early) >= 3 and sum(bool(_LEADERS.search(body[i].text)) for i in early) >= 3:
        return early[0], _last_of_run(marked, early[0] - 1) + 1
    return None


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
    row = _Row()

    def close(page: int | None) -> None:
        if row.parts:
            entry = _entry(row, page, section, dictionaries)
            if entry:
                entries.append(entry)
        row.parts = []

    for line in lines:
        if line.blank or _ONLY_LEADER.match(line.text):
            continue
        name = section_name(line, marks)
        if name and (not row.parts or _is_complete(row.text, marks)):
            close(None)
            section = name
            sections.append(name)
            continue
        for text, page in _pieces(line.text):
            if not text or (marks.imprint.match(text) and not marks.title_verb.match(text)):
                continue
            if row.parts and _is_complete(row.text, marks) and _begins_entry(text, marks):
                close(None)
            row.add(text, line.number)
            if page is not None:
                close(page)
    close(None)
    return Contents(tuple(entries), tuple(sections))


def section_name(line: Line, marks: Marks) -> str | None:
    """The name of a section heading (【部门工作】, 区政府文件), without its brackets."""
    text = line.text.strip()
    found = marks.section.match(text)
    if found and not line.row and len(text) <= 20:
        return found["name"]
    bracketed = re.match(r"^[【\[〖]\s*([\u4e00-\u9fff·]{2,16})\s*[】\]〗]$", text)
    return bracketed.group(1) if bracketed else None


def _pieces(text: str) -> Iterator[tuple[str, int | None]]:
    """A line's parts, each with the page number it ends in; two columns read across give several."""
    flat = text.replace("\t", " ")
    at = 0
    for mark in PAGE_MARK.finditer(flat):
        page = next(value for value in (mark["bracketed"], mark["bare"], mark["apart"]) if value)
        yield flat[at : mark.start()].strip(), int(page)
        at = mark.end()
    rest = _LEADERS.sub("", flat[at:]).strip()
    if rest or at == 0:
        yield rest, None


def _is_complete(text: str, marks: Marks) -> bool:
    bare = re.sub(r"[（(][^（）()]*\d[^（）()]*[）)]\s*$", "", text)
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
        text = re.sub(r"[\s（(【\[]+$", "", text[: numbers[-1].start])
    if not re.search(r"[\u4e00-\u9fff]{2}", text):
        return None
    return ContentsEntry(title=text, line=row.line, number=number, page=page, section=section)

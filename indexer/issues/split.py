"""Lines of a file → its layout: cover, contents list, and where each document begins. The main path of this room."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, chain, pairwise

from dictionaries import Dictionaries
from indexer.issues.boundaries import issue_starts
from indexer.issues.candidate import Candidate
from indexer.issues.contents import (
    Contents,
    find_back_matter,
    find_contents,
    is_contents_heading,
    is_prose,
    read_contents,
)
from indexer.issues.cover import read_cover
from indexer.issues.likeness import alike
from indexer.issues.listed import Begin, listed
from indexer.issues.listing import Listing
from indexer.issues.proposers import OFFICIAL, news
from indexer.issues.told import NOTHING_TOLD, Told, as_told, plain_head
from indexer.issues.weigh import Weighed, weigh
from indexer.layout import LayoutPatterns, Line, bare_text, classified, patterns_of, section_name
from indexer.models import ContentsEntry, Gazette, PageStart

_MOST_ROWS = 100
"""Heads below the contents list's heading that may turn out to be its rows."""
_TRAILING_PAGE = re.compile(r"\d{1,3}$")
_PROSE_ENOUGH = 160
"""Characters of running text from which lines that no head claims are a document of their own."""


@dataclass(frozen=True, slots=True)
class Part:
    """One document of the file: its head, all its non-blank lines, its entry and section in the contents list.

    ``gazette`` is the issue it stands in, where the file holds several.
    """

    head: Candidate
    lines: tuple[Line, ...]
    first_line: int
    last_line: int
    entry: ContentsEntry | None = None
    section: str | None = None
    gazette: Gazette | None = None

    @property
    def header(self) -> tuple[Line, ...]:
        return self.lines[: self.head.end - self.head.start]

    @property
    def title_lines(self) -> tuple[Line, ...]:
        begin, end = self.head.title_at
        return self.lines[begin - self.head.start : end - self.head.start]

    @property
    def title_end(self) -> int:
        """The number of the file's line on which the title ends."""
        return self.title_lines[-1].number if self.title_lines else self.first_line

    @property
    def body(self) -> tuple[Line, ...]:
        return self.lines[self.head.end - self.head.start :]


@dataclass(frozen=True, slots=True)
class Layout:
    """A file as laid out. ``parts`` cover every line from the first document on, each line once; ``page_starts`` are
    known where the body's printed page numbers are.

    ``rejected`` are the places where a document might have begun: the number of the file's line, and the candidate.
    """

    gazette: Gazette | None
    contents: Contents
    parts: tuple[Part, ...]
    rejected: tuple[tuple[int, Candidate], ...] = ()
    page_starts: tuple[PageStart, ...] = ()


def split(lines: Sequence[Line], dictionaries: Dictionaries, told: Told = NOTHING_TOLD) -> Layout:
    """Cover, contents and documents of a file's cleaned lines. Never refuses: at worst all is one plain document.

    ``told`` is what a person said of it, which counts for more than anything that is read.
    """
    patterns = patterns_of(dictionaries)
    body = classified(lines, patterns)
    bounds = [0, *issue_starts(body, patterns), len(body)]
    issues = []
    for begin, end in pairwise(bounds):
        first = body[begin].number if begin else 0
        last = body[end].number - 1 if end < len(body) else max((line.number for line in lines), default=0)
        furniture = [line for line in lines if line.furniture and first <= line.number <= last]
        issues.append(_issue(body[begin:end], furniture, last, dictionaries, told))
    return issues[0] if len(issues) == 1 else _together(issues)


def _together(issues: Sequence[Layout]) -> Layout:
    """The layout of a file that holds several issues."""
    entries = tuple(entry for issue in issues for entry in issue.contents.entries)
    sections = tuple(section for issue in issues for section in issue.contents.sections)
    gazette = next((issue.gazette for issue in issues if issue.gazette), None)
    return Layout(
        gazette,
        Contents(entries, sections),
        tuple(part for issue in issues for part in issue.parts),
        tuple(each for issue in issues for each in issue.rejected),
        tuple(each for issue in issues for each in issue.page_starts),
    )


def _issue(
    body: list[Line],
    furniture: Sequence[Line],
    last_line: int,
    dictionaries: Dictionaries,
    told: Told,
) -> Layout:
    """The layout of one issue, or of documents without a cover."""
    patterns = patterns_of(dictionaries)
    back = find_back_matter(body, patterns)
    if back is None:
        contents, weighed, front = _contents_and_heads(body, dictionaries, patterns)
        cover = body[:front]
    else:
        cover, contents = body[back[0] :], read_contents(body[back[1] :], patterns, dictionaries)
        body = body[: back[0]]
        weighed = _heads(body, 0, contents.entries, dictionaries)
        front = weighed.heads[0].start if weighed.heads else 0
    weighed = as_told(weighed, body, told)
    gazette = read_cover(cover, furniture, patterns)
    heads = _with_unclaimed(
        body, list(weighed.heads), front, is_gazette=gazette is not None or bool(contents.entries)
    )
    front_lines = cover if back is not None else body[: heads[0].start if heads else 0]
    offsets = [0, *accumulate(len(line.text) for line in body)]
    begins = [Begin(body[head.start].number, offsets[head.start]) for head in heads]
    contents, entries, printed = listed(contents, front_lines, heads, begins, furniture, patterns)
    parts = _parts(body, heads, contents, entries, last_line, patterns)
    rejected = tuple((body[each.start].number, each) for each in weighed.rejected)
    starts = tuple(PageStart(*start) for start in printed.starts(begins[0].line)) if printed else ()
    parts = tuple(replace(part, gazette=gazette) for part in parts)
    return Layout(gazette, contents, parts, rejected, starts)


def _contents_and_heads(
    body: Sequence[Line], dictionaries: Dictionaries, patterns: LayoutPatterns
) -> tuple[Contents, Weighed, int]:
    """The contents list, the heads, and the position where cover and contents end."""
    place = find_contents(body, patterns)
    if place is None:
        weighed = _heads(body, 0, (), dictionaries)
        return Contents(), weighed, weighed.heads[0].start if weighed.heads else 0
    begin, end = place
    rows = begin + 1 if is_contents_heading(body[begin].text, patterns) else begin
    end = max(end, rows)
    heads = _heads(body, end, (), dictionaries).heads
    heads = heads[_rows_read_as_heads(heads) :]
    front = heads[0].start if heads else end
    near = front if end == rows or (front - end <= 6 and not any(map(is_prose, body[end:front]))) else end
    near = _first_repeated(body, rows, near)
    contents = read_contents(body[rows:near], patterns, dictionaries)
    speaker = _place_of_news(body[:near], patterns) if contents.open_sections else None
    weighed = _heads(body, near, contents.entries, dictionaries, speaker)
    return contents, weighed, min([near, *(head.start for head in weighed.heads[:1])])


def _rows_read_as_heads(heads: Sequence[Candidate]) -> int:
    """How many of the first heads are rows of the contents list: up to the last whose document comes below."""
    titles = [bare_text(head.title.removeprefix(head.issuer or "")) for head in heads]
    repeated = [
        at
        for at, head in enumerate(heads[:_MOST_ROWS])
        if any(
            titles[at] == titles[below]
            or alike(titles[at], titles[below])
            or (head.number is not None and head.number == heads[below].number)
            for below in range(at + 1, len(heads))
        )
    ]
    return repeated[-1] + 1 if repeated else 0


def _first_repeated(body: Sequence[Line], rows: int, near: int) -> int:
    """Where a row of the contents list comes again, as the title of the first document; else ``near``."""
    seen: set[str] = set()
    for position in range(rows, near):
        text = _TRAILING_PAGE.sub("", bare_text(body[position].text))
        if text in seen:
            return position
        if len(text) >= 12:
            seen.add(text)
    return near


def _place_of_news(front: Sequence[Line], patterns: LayoutPatterns) -> str | None:
    """青秀区, from the cover's 南宁市青秀区人民政府公报."""
    gazette = read_cover(front, (), patterns)
    found = re.search(
        r"([\u4e00-\u9fff]{2,6}?[区县旗市州])人民政府", gazette.title if gazette and gazette.title else ""
    )
    return re.split(r"(?<=[省市州盟])(?=.{2,}[区县旗市])", found.group(1))[-1] if found else None


def _heads(
    body: Sequence[Line],
    first: int,
    entries: Sequence[ContentsEntry],
    dictionaries: Dictionaries,
    place: str | None = None,
) -> Weighed:
    """The documents' heads from position ``first`` on: official ones first, then what stands between them."""
    listing, patterns = Listing(entries), patterns_of(dictionaries)
    candidates = chain.from_iterable(propose(body, first, listing, patterns) for propose in OFFICIAL)
    official = weigh(candidates, body, listing, dictionaries)
    between = news(body, official.heads, first, listing, place, patterns)
    return official + weigh(between, body, listing, dictionaries)


def _with_unclaimed(
    body: Sequence[Line], heads: list[Candidate], front: int, *, is_gazette: bool
) -> list[Candidate]:
    """Adds a plain head for running text before the first document, so that nothing is lost from search."""
    first = heads[0].start if heads else len(body)
    unclaimed = body[front:first] if is_gazette else body[:first]
    if not unclaimed:
        return heads
    prose = sum(len(line.text) for line in unclaimed if "。" in line.text or len(line.text) > 60)
    begin = first - len(unclaimed)
    if not heads or prose >= _PROSE_ENOUGH:
        return [plain_head(body, begin, news=is_gazette), *heads]
    if is_gazette:
        return heads
    return [replace(heads[0], start=begin), *heads[1:]]


def _parts(
    body: Sequence[Line],
    heads: Sequence[Candidate],
    contents: Contents,
    entries: Sequence[ContentsEntry | None],
    last_line: int,
    patterns: LayoutPatterns,
) -> tuple[Part, ...]:
    parts: list[Part] = []
    section: str | None = None
    for i, head in enumerate(heads):
        section = _section_before(body, heads[i - 1].end if i else 0, head.start, patterns) or section
        end = heads[i + 1].start if i + 1 < len(heads) else len(body)
        until = body[end].number - 1 if end < len(body) else last_line
        entry = entries[i]
        parts.append(
            Part(
                head,
                tuple(body[head.start : end]),
                body[head.start].number,
                max(until, *(line.number for line in body[head.start : end])),
                entry,
                _section(entry, section, contents, head),
            )
        )
    return tuple(parts)


def _section(
    entry: ContentsEntry | None, printed: str | None, contents: Contents, head: Candidate
) -> str | None:
    if entry is not None:
        return entry.section
    if printed is not None:
        return printed
    if head.news and len(contents.open_sections) == 1:
        return contents.open_sections[0]
    return None


def _section_before(body: Sequence[Line], begin: int, end: int, patterns: LayoutPatterns) -> str | None:
    """The section heading that stands directly before a head."""
    for line in reversed(body[max(begin, end - 2) : end]):
        name = section_name(line.text, patterns)
        if name:
            return name
    return None

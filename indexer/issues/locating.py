"""Where the contents list names each document: its title found again in the list's characters, however they are torn.

Reading the list row by row needs rows that OCR kept whole. The documents' own titles are known better, so each is
looked for in the list's running characters: a row then lies from one title to the next, its page stands behind the
title (or before it), its section is the last one named above.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from indexer.identifiers import chinese_number
from indexer.issues.candidate import Candidate
from indexer.issues.side_column import without_side_column
from indexer.layout import CN_DIGITS, LayoutPatterns, Line, bare_text, section_name

_NUMBERS = re.compile(
    r"""[〔\[［（(]\s*(?:19|20)\d{2}\s*[〕\]］）)1]\s*第?\s*\d{1,4}\s*号?  # 〔2020〕17号, 号 on the next line
      | (?:19|20)\d{2}\s*[〕\]］）)]?\s*第?\s*\d{1,4}\s*号                # 2020〕17号
      | 第?\s*\d+\s*[号期年月日届次]                                       # 第6号, 12日
      | [〔\[［（(【]\s*(?:19|20)\d{0,2}\s*$                              # 【20, the rest on the next line
      | \d{4,}|\d+[-—－]\d+|\d+\.\d+                                        # 邮编, 电话
    """,
    re.VERBOSE,
)
_PAGE = re.compile(
    rf"""[（(]\s*(\d{{1,3}}|[{CN_DIGITS}]{{1,4}})\s*[)）]        # （12） （十二）
      | (?<!\d)(\d{{1,3}})(?=\s*(?:$|\s[\u4e00-\u9fff]))         # 12 at the end, or before the next row's text
    """,
    re.VERBOSE,
)
_BRACKETED = re.compile(r"[【〖]([\u4e00-\u9fff]{2,14})[】〗]|(?<=[\s）)])·([\u4e00-\u9fff]{2,14})·")
_ENOUGH = 0.62
"""Share of a title's pairs of characters that must stand near each other in the list."""
_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Row:
    """A document's row: the number of its first line in the file, its page and section as far as they are certain,
    and its title as printed there.
    """

    line: int
    page: int | None
    section: str | None
    title: str


@dataclass(frozen=True, slots=True)
class _Cell:
    """A piece of the list printed in one column: its text, its line's number, the section it names, if any."""

    text: str
    line: int
    section: str | None


@dataclass(frozen=True, slots=True)
class _Stream:
    """The list's characters one after the other; ``cells`` begin at ``starts``."""

    cells: tuple[_Cell, ...]
    starts: tuple[int, ...]
    text: str

    def cell_at(self, offset: int) -> int:
        return bisect_right(self.starts, offset) - 1


@dataclass(frozen=True, slots=True)
class _Range:
    """Where a title stands in a stream, half-open, and how many of its pairs of characters do."""

    begin: int = 0
    end: int = 0
    hits: int = 0
    pairs: int = 1

    @property
    def share(self) -> float:
        return self.hits / self.pairs

    @property
    def likeness(self) -> int:
        return self.hits - 2 * (self.pairs - self.hits)

    def overlaps(self, other: _Range) -> bool:
        return self.begin < other.end and other.begin < self.end


def located(
    lines: Sequence[Line], heads: Sequence[Candidate], sections: Collection[str], patterns: LayoutPatterns
) -> dict[int, Row]:
    """The rows of those ``heads`` (by their place in the sequence) whose titles stand in the list's ``lines``.

    ``sections`` are names of sections known from elsewhere.
    """
    streams = [_stream(cells) for cells in _orders(lines, sections, patterns)]
    found = [_titles_in(stream, heads) for stream in streams]
    if not any(found):
        return {}
    fit = [sum(each.likeness for each in ranges.values()) for ranges in found]
    best = fit.index(max(fit))
    return dict(_rows(streams[best], found[best]))


def _orders(
    lines: Sequence[Line], sections: Collection[str], patterns: LayoutPatterns
) -> Iterator[list[_Cell]]:
    """The list's cells line by line, and column by column where lines hold several."""
    whole = without_side_column(lines, patterns)
    split = [(line.number, [cell.strip() for cell in line.walled.split("\t")]) for line in whole]
    yield [_cell(cell, number, sections, patterns) for number, cells in split for cell in cells if cell]
    most = max((len(cells) for _, cells in split), default=0)
    if most > 1:
        yield [
            _cell(cells[column], number, sections, patterns)
            for column in range(most)
            for number, cells in split
            if column < len(cells) and cells[column]
        ]


def _cell(text: str, line: int, sections: Collection[str], patterns: LayoutPatterns) -> _Cell:
    if text in sections:
        return _Cell(text, line, text)
    bracketed = _BRACKETED.search(text)
    return _Cell(
        text, line, section_name(text, patterns) or (bracketed and (bracketed.group(1) or bracketed.group(2)))
    )


def _stream(cells: Sequence[_Cell]) -> _Stream:
    starts: list[int] = []
    parts: list[str] = []
    offset = 0
    for cell in cells:
        bare = bare_text(cell.text)
        starts.append(offset)
        parts.append(bare)
        offset += len(bare)
    return _Stream(tuple(cells), tuple(starts), "".join(parts))


def _titles_in(stream: _Stream, heads: Sequence[Candidate]) -> dict[int, _Range]:
    """For each head found its title's range in the stream, each range once."""
    places: dict[str, list[int]] = defaultdict(list)
    for at in range(len(stream.text) - 1):
        places[stream.text[at : at + 2]].append(at)
    found: dict[int, _Range] = {}
    for i, head in enumerate(heads):
        ranges = [_range_of(name, places) for name in _names(head)]
        best = max(ranges, key=lambda each: each.likeness, default=_Range())
        if best.share >= _ENOUGH and not any(best.overlaps(each) for each in found.values()):
            found[i] = best
    return found


def _names(head: Candidate) -> list[str]:
    """The title with and without its issuer, and what else the list may name the document by."""
    title = bare_text(head.title)
    bare = title.removeprefix(bare_text(head.issuer or ""))
    names = dict.fromkeys([title, bare, bare_text(head.alias or "")])
    return [name for name in names if len(name) >= _SHORTEST]


def _range_of(title: str, places: dict[str, list[int]]) -> _Range:
    """The range where the title's pairs stand in order, gaps of a few characters allowed, and the share that do."""
    pairs = {at: places.get(title[at : at + 2], ())[:50] for at in range(len(title) - 1)}
    votes = Counter((place - at) // 4 for at, each in pairs.items() for place in each)
    if not votes:
        return _Range()
    near = max(votes, key=lambda slot: (votes[slot] + votes[slot + 1] + votes[slot + 2], -slot))
    low, high = near * 4, near * 4 + max(4, min(12, len(title) // 3))
    close = {at: [place for place in each if low <= place - at <= high] for at, each in pairs.items()}
    middle = median(place - at for at, each in close.items() for place in each)
    hits = {min(each, key=lambda place: abs(place - at - middle)) for at, each in close.items() if each}
    return _Range(min(hits), max(hits) + 2, len(hits), len(title) - 1)


def _rows(stream: _Stream, found: dict[int, _Range]) -> Iterator[tuple[int, Row]]:
    """The rows in the order of the list, pages that fall behind the one before left out."""
    ordered = sorted(found.items(), key=lambda item: item[1].begin)
    nexts = [place.begin for _, place in ordered[1:]] + [len(stream.text)]
    pages = rising(
        [_page_between(stream, place.end, end) for (_, place), end in zip(ordered, nexts, strict=True)]
    )
    for (i, place), page in zip(ordered, pages, strict=True):
        cell = stream.cells[stream.cell_at(place.begin)]
        title = _printed(stream, place.begin, place.end)
        yield i, Row(cell.line, page, _section_above(stream, place.begin), title)


def _page_between(stream: _Stream, begin: int, end: int) -> int | None:
    """The first page number from the title's last cell on, before the next title's cell."""
    first, last = stream.cell_at(max(begin - 1, 0)), stream.cell_at(end)
    if end >= len(stream.text):
        last = min(len(stream.cells), first + 4)
    for k in range(first, max(last, first + 1)):
        cell = stream.cells[k]
        if cell.section and k > first:
            return None
        text = _between(stream, k, begin, end)
        torn = k + 1 < len(stream.cells) and stream.cells[k + 1].text.startswith("号")
        bare = _NUMBERS.sub(lambda found: "＃" * len(found.group()), text + "号" * torn)
        pages = list(_PAGE.finditer(bare))
        if pages:
            return _value(pages[-1])
    return None


def _between(stream: _Stream, at: int, begin: int, end: int) -> str:
    """The text of a cell, but what belongs to the title that ends at ``begin`` and the one that begins at ``end``."""
    text, start = stream.cells[at].text, stream.starts[at]
    kept = [place for place, char in enumerate(text) if char.isalnum()]
    low = kept[begin - start - 1] + 1 if start < begin <= start + len(kept) else 0
    high = kept[end - start] if start < end < start + len(kept) else len(text)
    return text[low : max(low, high)]


def _value(page: re.Match[str]) -> int | None:
    return chinese_number(page.group(1) or page.group(2))


def rising(pages: Sequence[int | None]) -> list[int | None]:
    """The pages without those that break the longest chain that never falls (of equal ones that which ends lowest)."""
    known = [(at, page) for at, page in enumerate(pages) if page is not None]
    best: list[list[tuple[int, int]]] = []
    for at, page in known:
        fitting = [chain for chain in best if chain[-1][1] <= page]
        best.append([*_longest(fitting), (at, page)])
    kept = dict(_longest(best))
    return [kept.get(at) for at in range(len(pages))]


def _printed(stream: _Stream, begin: int, end: int) -> str:
    """The characters as the list prints them, from the first to the last of a range of the stream."""
    first, last = stream.cell_at(begin), stream.cell_at(end - 1)
    parts: list[str] = []
    for k in range(first, last + 1):
        text, start = stream.cells[k].text, stream.starts[k]
        kept = [at for at, char in enumerate(text) if char.isalnum()]
        low, high = max(0, begin - start), min(len(kept), end - start)
        parts.append(text[kept[low] : kept[high - 1] + 1] if low < high else "")
    return "".join(parts)


def _longest(chains: Sequence[list[tuple[int, int]]]) -> list[tuple[int, int]]:
    return max(chains, key=lambda chain: (len(chain), -chain[-1][1]), default=[])


def _section_above(stream: _Stream, begin: int) -> str | None:
    for cell in reversed(stream.cells[: stream.cell_at(begin) + 1]):
        if cell.section:
            return cell.section
    return None

"""Fragments of a stored text that show why it was found.

What is marked is found in the stored squeezed text (``folded``: title and paragraphs, one a line), with the same
comparison that ``"…"`` guarantees; only the paragraphs that are shown are mapped back to their source characters.
So ten hits cost about a millisecond, however long their texts are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from indexer.analysis.folding import squeeze, squeezed
from indexer.models import Document
from search_app.response import Snippet

MAX_SNIPPETS = 3
TARGET_LENGTH = 90
"""Characters of a fragment up to which whole sentences are added round a match."""
MAX_LENGTH = 160
MAX_OCCURRENCES = 40
"""Of one mark, that are looked at: the best passage of a long text is among the first ones or in its title."""
CELL_BORDER = " │ "

_SENTENCE_END = re.compile(r"[。；！？!?;]+[”’\"』」）)]*|[.:：]\s|\t")
_CLAUSE_END = re.compile(r"[，、,：:\s）)》]")
_HEADING = re.compile(
    r"""(?:\s*\#+\s*)?(?P<mark>
        第[一二三四五六七八九十百零〇\d]+[编章节条]
      | [一二三四五六七八九十]+[、．.]
      | [（(][一二三四五六七八九十]+[）)]
      | 附\s?件\s?[一二三四五六七八九十\d]*
      | \d{1,2}\s?[.．、](?!\d)
    )""",
    re.VERBOSE,
)
_LONGEST_HEADING = 48
_HEADINGS_ABOVE = 400
"""Paragraphs above a match that are searched for its heading."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A squeezed string to be marked. ``number`` ones do not end inside a longer number (7号, not 17号)."""

    text: str
    weight: float = 1.0
    number: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    """A mark's occurrence: ``[start, end)`` in the squeezed paragraph number ``paragraph`` (0: the title)."""

    paragraph: int
    start: int
    end: int
    mark: Mark


def snippets(document: Document, folded: str, marks: Sequence[Mark]) -> tuple[Snippet, ...]:
    """At most three fragments, best first; exactly one, unmarked, where no mark stands in the text.

    ``folded`` is what the index keeps of the document: its squeezed title and paragraphs, one a line. Highlights
    are half-open ranges of the fragment's ``text``, longest first, none overlapping. Never empty.
    """
    paragraphs = document.text.content.split("\n")
    found = [one for one in occurrences(folded, marks) if 0 < one.paragraph <= len(paragraphs)]
    offsets = _Offsets(paragraphs)
    result = tuple(_fragment(document, paragraphs, offsets, passage) for passage in _passages(found))
    return result or (_lead(document, paragraphs, offsets),)


def title_highlights(document: Document, folded: str, marks: Sequence[Mark]) -> tuple[tuple[int, int], ...]:
    """Half-open ranges of ``document.title`` that marks stand in, ascending."""
    title = folded.partition("\n")[0]
    found = list(occurrences(title, marks))
    return tuple(sorted(_ranges(document.title, _longest(found)))) if found else ()


def occurrences(folded: str, marks: Iterable[Mark], most: int = MAX_OCCURRENCES) -> Iterator[_Found]:
    """Where ``marks`` stand in ``folded``, mark by mark, the first ``most`` of each."""
    starts = _line_starts(folded)
    for mark in marks:
        for start in _find_all(folded, mark, most):
            paragraph = _line_of(starts, start)
            begin = start - starts[paragraph]
            yield _Found(paragraph, begin, begin + len(mark.text), mark)


def _find_all(folded: str, mark: Mark, most: int) -> Iterator[int]:
    at, seen, text = folded.find(mark.text), 0, mark.text
    while at >= 0 and seen < most:
        end = at + len(text)
        cut = mark.number and text[-1].isdigit() and folded[end : end + 1].isdigit()
        if not cut:
            seen += 1
            yield at
        at = folded.find(text, end)


@lru_cache(maxsize=64)
def _line_starts(folded: str) -> list[int]:
    starts = [0]
    at = folded.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = folded.find("\n", at + 1)
    return starts


def _line_of(starts: list[int], offset: int) -> int:
    from bisect import bisect_right

    return bisect_right(starts, offset) - 1


def _passages(found: list[_Found]) -> list[list[_Found]]:
    """Occurrences grouped by what fits one fragment, the best three groups, best first.

    A group is worth the weight of its different marks, longer marks more; ties go to the earlier place.
    """
    groups: list[list[_Found]] = []
    for one in sorted(found, key=lambda f: (f.paragraph, f.start, -f.end)):
        last = groups[-1] if groups else None
        if last and last[0].paragraph == one.paragraph and one.end - last[0].start <= TARGET_LENGTH:
            last.append(one)
        else:
            groups.append([one])
    ranked = sorted(enumerate(groups), key=lambda pair: (-_worth(pair[1]), pair[0]))
    best = [group for _, group in ranked[:MAX_SNIPPETS]]
    floor = _worth(best[0]) / 4 if best else 0.0
    return [group for group in best if _worth(group) >= floor]


def _worth(group: list[_Found]) -> float:
    marks = {one.mark for one in group}
    return sum(mark.weight * len(mark.text) for mark in marks) + 0.01 * min(len(group), 10)


def _longest(found: Iterable[_Found]) -> list[tuple[int, int]]:
    """Ranges in the squeezed paragraph, none overlapping: a longer match swallows those it touches."""
    kept: list[tuple[int, int]] = []
    for one in sorted(found, key=lambda f: (f.start - f.end, f.start)):
        if all(one.end <= start or end <= one.start for start, end in kept):
            kept.append((one.start, one.end))
    return kept


class _Offsets:
    """Squeezed offsets of the paragraphs that are shown, worked out once each."""

    def __init__(self, paragraphs: list[str]) -> None:
        self._paragraphs = paragraphs
        self._starts: list[int] | None = None
        self._maps: dict[int, list[int]] = {}

    def of(self, paragraph: int) -> list[int]:
        if paragraph not in self._maps:
            self._maps[paragraph] = squeeze(self._paragraphs[paragraph - 1])[1]
        return self._maps[paragraph]

    def start(self, paragraph: int) -> int:
        """Where the paragraph begins in the text."""
        if self._starts is None:
            self._starts, at = [], 0
            for text in self._paragraphs:
                self._starts.append(at)
                at += len(text) + 1
        return self._starts[paragraph - 1]


def _ranges(text: str, ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    offsets = squeeze(text)[1]
    return [(offsets[start], offsets[end - 1] + 1) for start, end in ranges if end <= len(offsets)]


def _fragment(document: Document, paragraphs: list[str], offsets: _Offsets, group: list[_Found]) -> Snippet:
    number = group[0].paragraph
    paragraph, places = paragraphs[number - 1], offsets.of(number)
    marked = [(places[start], places[end - 1] + 1) for start, end in _longest(group) if end <= len(places)]
    if not marked:
        return _lead(document, paragraphs, offsets)
    first, last = min(start for start, _ in marked), max(end for _, end in marked)
    begin, finish = _bounds(paragraph, first, last)
    highlights = [(start - begin, end - begin) for start, end in marked]
    return _snippet(document, paragraphs, offsets, number, (begin, finish), highlights)


def _bounds(paragraph: str, first: int, last: int) -> tuple[int, int]:
    """Whole sentences round ``[first, last)`` while they fit, else clauses, else characters."""
    begin = max((m.end() for m in _SENTENCE_END.finditer(paragraph, 0, first)), default=0)
    following = _SENTENCE_END.search(paragraph, last - 1 if last else 0)
    while following and following.end() < last:
        following = _SENTENCE_END.search(paragraph, following.end())
    finish = following.end() if following else len(paragraph)
    room = max(MAX_LENGTH - (last - first), 40)
    if finish - begin > MAX_LENGTH:
        begin = max(begin, _clause_start(paragraph, first - room // 3, first))
        finish = min(finish, _clause_end(paragraph, last, last + room - (first - begin)))
    while finish - begin < TARGET_LENGTH and finish < len(paragraph):
        following = _SENTENCE_END.search(paragraph, finish)
        longer = following.end() if following else len(paragraph)
        if longer - begin > MAX_LENGTH:
            break
        finish = longer
    while begin < first and paragraph[begin].isspace():
        begin += 1
    while finish > last and paragraph[finish - 1].isspace():
        finish -= 1
    return begin, finish


def _clause_start(paragraph: str, earliest: int, latest: int) -> int:
    earliest = max(earliest, 0)
    found = _CLAUSE_END.search(paragraph, earliest, latest) if earliest else None
    return found.end() if found and found.end() <= latest else earliest


def _clause_end(paragraph: str, earliest: int, latest: int) -> int:
    if latest >= len(paragraph):
        return len(paragraph)
    ends = [m.end() for m in _CLAUSE_END.finditer(paragraph, earliest, latest)]
    return ends[-1] if ends else latest


def _snippet(
    document: Document,
    paragraphs: list[str],
    offsets: _Offsets,
    number: int,
    bounds: tuple[int, int],
    highlights: list[tuple[int, int]],
) -> Snippet:
    begin, finish = bounds
    text, highlights = _with_cells(paragraphs[number - 1][begin:finish], highlights)
    return Snippet(
        text,
        tuple(sorted(highlights, key=lambda pair: (pair[0] - pair[1], pair[0]))),
        document.text.line_at(offsets.start(number) + begin),
        _heading(paragraphs, number, begin),
    )


def _with_cells(text: str, highlights: list[tuple[int, int]]) -> tuple[str, list[tuple[int, int]]]:
    """Tabs between the cells of a table row as visible borders, highlights moved with them."""
    if "\t" not in text:
        return text, highlights
    grow = len(CELL_BORDER) - 1
    moved = [
        (start + grow * text.count("\t", 0, start), end + grow * text.count("\t", 0, end))
        for start, end in highlights
    ]
    return text.replace("\t", CELL_BORDER), moved


def _lead(document: Document, paragraphs: list[str], offsets: _Offsets) -> Snippet:
    """The first sentences of the body, for a hit whose text shows no match (title, number, filters only)."""
    title = squeezed(document.title)
    number = next(
        (n for n, text in enumerate(paragraphs, 1) if len(text) > 30 and squeezed(text) not in title),
        next((n for n, text in enumerate(paragraphs, 1) if text.strip()), 0),
    )
    if not number:
        line = document.source.first_line if document.source else 0
        return Snippet(document.title or document.id, (), line, None)
    return _snippet(document, paragraphs, offsets, number, _bounds(paragraphs[number - 1], 0, 0), [])


def _heading(paragraphs: list[str], number: int, begin: int) -> str | None:
    """The heading that the character at ``begin`` of paragraph ``number`` (1-based) stands under."""
    own = paragraphs[number - 1]
    if begin and (heading := _as_heading(own)):
        return heading
    level = _level(own)
    for text in reversed(paragraphs[max(0, number - 1 - _HEADINGS_ABOVE) : number - 1]):
        if (heading := _as_heading(text)) and (level is None or _level(text) != level):
            return heading
    return None


def _as_heading(paragraph: str) -> str | None:
    """A heading line, or the heading that a paragraph begins with (``第三条``, ``3. 落实好稳岗补贴政策。``)."""
    found = _HEADING.match(paragraph)
    if not found:
        return None
    text = paragraph.strip().lstrip("#").strip()
    if len(text) <= _LONGEST_HEADING and "\t" not in text:
        return text.rstrip("。；：:")
    if found["mark"][0] == "第":
        return found["mark"]
    first = _SENTENCE_END.split(text, maxsplit=1)[0]
    return first if len(found["mark"]) < len(first) <= _LONGEST_HEADING else None


def _level(paragraph: str) -> str | None:
    """The kind of a heading's mark, the same for headings of one rank."""
    found = _HEADING.match(paragraph)
    return re.sub(r"[一二三四五六七八九十百零〇\d]+", "", found["mark"]).strip() if found else None

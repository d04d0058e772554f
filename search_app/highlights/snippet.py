"""Fragments of a stored text that show why it was found.

What is marked is found in the stored squeezed text (``folded``: title and paragraphs, one a line), with
the same comparison that ``"…"`` guarantees; only the paragraphs that are shown are mapped back to their
source characters. So ten hits cost about a millisecond, however long their texts are.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from indexer.analysis import squeeze, squeezed
from indexer.models import Document
from indexer.tables import Table, TableRow, rows_by_paragraph, tables
from search_app.documents import heading_above
from search_app.highlights.columns import with_columns
from search_app.highlights.occurrences import Mark, Occurrence, Range, apart, occurrences, without_parts
from search_app.response import Snippet

if TYPE_CHECKING:
    from dictionaries import Dictionaries

MAX_SNIPPETS = 3
TARGET_LENGTH = 90
"""Characters of a fragment up to which whole sentences are added round a match."""
MAX_LENGTH = 160
SHORT_PARAGRAPH = 20
"""Characters up to which a paragraph says little: a signature, a date, a label."""
WORTH_SHOWING = 0.3
"""Of the best fragment's worth, that a further one must have."""
SHOWN_BEFORE = 0.4
"""Of a mark's weight that is left in a further fragment, where an earlier one shows it."""
_CHUNK = 512
"""Characters of a paragraph that are mapped at a time: one line can be a whole book."""

_SENTENCE_END = re.compile(r"[。；！？!?;]+[”’\"』」）)]*|[.:：]\s")
_NO_BEGINNING = "，、；：。,;:）)》〉”’"
_CLAUSE_END = re.compile(r"[，、,：:\s）)》]")


def snippets(
    document: Document, folded: str, marks: Sequence[Mark], dictionaries: Dictionaries
) -> tuple[Snippet, ...]:
    """At most three fragments, best first; exactly one, unmarked, where no mark stands in the text.

    ``folded`` is what the index keeps of the document: its squeezed title and paragraphs, one a line.
    Highlights are half-open ranges of the fragment's ``text``, longest first, none overlapping. Never empty. A row of
    a table stands under the names of its columns; ``dictionaries`` tell what these are.
    """
    body = _Body(document, dictionaries)
    found: dict[int, list[Occurrence]] = {}
    for occurrence in without_parts(occurrences(folded, marks), 1):
        if occurrence.paragraph <= len(body.paragraphs):
            found.setdefault(occurrence.paragraph, []).append(occurrence)
    shown: list[tuple[int, int, int]] = []
    result = []
    for group in _passages(found, body.value):
        number = group[0].paragraph
        first, last = body.source(number, group[0].start)[0], body.source(number, group[-1].end - 1)[1]
        before = [(begin, finish) for other, begin, finish in shown if other == number]
        if any(begin < last and first < finish for begin, finish in before):
            continue
        begin, finish = _beside(before, _bounds(body.paragraphs[number - 1], first, last), first)
        shown.append((number, begin, finish))
        places = [
            body.source(number, occurrence.start)[0:1] + body.source(number, occurrence.end - 1)[1:]
            for occurrence in found[number]
        ]
        inside = [(start - begin, end - begin) for start, end in places if begin <= start and end <= finish]
        result.append(_snippet(body, number, (begin, finish), apart(inside)))
        if len(result) == MAX_SNIPPETS:
            break
    return tuple(result) or (_lead(body),)


def title_highlights(document: Document, folded: str, marks: Sequence[Mark]) -> tuple[tuple[int, int], ...]:
    """Half-open ranges of ``document.title`` that marks stand in, ascending."""
    found = without_parts(occurrences(folded.partition("\n")[0], marks), 0)
    if not found:
        return ()
    offsets = squeeze(document.title)[1]
    places = [
        (offsets[occurrence.start], offsets[occurrence.end - 1] + 1)
        for occurrence in found
        if occurrence.end <= len(offsets)
    ]
    return tuple(sorted(apart(places)))


def _passages(found: Mapping[int, list[Occurrence]], value: Callable[[int], float]) -> list[list[Occurrence]]:
    """Occurrences grouped by what fits one fragment, best first: the weight of the different marks of a
    group.

    ``value`` says what a paragraph counts. Ties go to the earlier place; groups far below the best are
    left out.
    """
    groups: list[list[Occurrence]] = []
    for paragraph in sorted(found):
        start: int | None = None
        for occurrence in sorted(found[paragraph], key=lambda f: (f.start, -f.end)):
            if start is not None and occurrence.end - start <= TARGET_LENGTH:
                groups[-1].append(occurrence)
            else:
                groups.append([occurrence])
                start = occurrence.start
    worth = [_weight(group, frozenset()) * value(group[0].paragraph) for group in groups]
    best = max(worth, default=0.0)
    left = [position for position in range(len(groups)) if worth[position] >= best * WORTH_SHOWING]
    return [groups[position] for position in _in_turn(left, groups, worth)]


def _in_turn(left: list[int], groups: list[list[Occurrence]], worth: list[float]) -> Iterator[int]:
    """The groups, best first; what an earlier one has shown counts less, so that every word gets its turn."""
    shown: frozenset[str] = frozenset()
    left = sorted(left, key=lambda position: (-worth[position], position))
    for _ in range(min(MAX_SNIPPETS, len(left))):
        full = {position: _weight(groups[position], frozenset()) for position in left}
        position = max(
            left,
            key=lambda position: worth[position] * _weight(groups[position], shown) / (full[position] or 1.0),
        )
        left.remove(position)
        shown |= {_what(occurrence.mark) for occurrence in groups[position]}
        yield position
    yield from left


def _weight(group: Iterable[Occurrence], shown: frozenset[str]) -> float:
    """Of the different marks together; of a run and what stands for it (露天焚烧秸秆, 焚烧秸秆) the best."""
    best: dict[str, float] = {}
    for occurrence in group:
        what = _what(occurrence.mark)
        share = SHOWN_BEFORE if what in shown else 1.0
        best[what] = max(best.get(what, 0.0), share * occurrence.mark.weight)
    return sum(best.values())


def _what(mark: Mark) -> str:
    return f"={mark.run}" if mark.run else mark.text


class _Body:
    """The paragraphs of a document; squeezed offsets are mapped to source offsets chunk by chunk, when
    needed.
    """

    def __init__(self, document: Document, dictionaries: Dictionaries) -> None:
        self.document = document
        self._dictionaries = dictionaries
        self.paragraphs = document.text.content.split("\n")
        self._title = squeezed(document.title)
        self._chunks: dict[int, list[int]] = {}
        self._maps: dict[tuple[int, int], list[int]] = {}

    def source(self, number: int, position: int) -> tuple[int, int]:
        """``[start, end)`` in paragraph ``number`` (1-based) of its squeezed character ``at``."""
        starts = self._chunk_starts(number)
        chunk = bisect_right(starts, position) - 1
        key = (number, chunk)
        if key not in self._maps:
            text = self.paragraphs[number - 1][chunk * _CHUNK : (chunk + 1) * _CHUNK]
            self._maps[key] = squeeze(text)[1]
        start = chunk * _CHUNK + self._maps[key][position - starts[chunk]]
        return start, start + 1

    def value(self, number: int) -> float:
        """What a fragment of this paragraph counts: less for what repeats the title, is a signature or
        a label.
        """
        text = self.paragraphs[number - 1]
        if len(text) < len(self.document.title) + 20 and squeezed(text) in self._title:
            return 0.5
        return 0.8 if len(text) < SHORT_PARAGRAPH else 1.0

    @cached_property
    def _rows(self) -> Mapping[int, tuple[Table, TableRow]]:
        return rows_by_paragraph(tables(self.paragraphs, self._dictionaries))

    def columns(self, number: int) -> tuple[str, ...]:
        """The names of the columns of the row that paragraph ``number`` (1-based) is; () where it has none."""
        table, row = self._rows.get(number - 1, (None, None))
        return tuple(name for name, _ in table.named(row)) if table and row else ()

    def line(self, number: int, position: int) -> int:
        """The source line of the character ``at`` of a paragraph."""
        before = sum(len(text) + 1 for text in self.paragraphs[: number - 1])
        return self.document.text.line_at(before + position)

    def _chunk_starts(self, number: int) -> list[int]:
        if number not in self._chunks:
            text = self.paragraphs[number - 1]
            sizes = (
                len(squeezed(text[position : position + _CHUNK]))
                for position in range(0, len(text) - _CHUNK, _CHUNK)
            )
            self._chunks[number] = list(accumulate(sizes, initial=0))
        return self._chunks[number]


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
    while begin < first and (paragraph[begin].isspace() or paragraph[begin] in _NO_BEGINNING):
        begin += 1
    while finish > last and paragraph[finish - 1].isspace():
        finish -= 1
    return begin, finish


def _beside(shown: Iterable[Range], bounds: Range, first: int) -> Range:
    """``bounds`` round the match at ``first`` without what is shown already: no sentence is read twice."""
    begin, finish = bounds
    for other_begin, other_finish in shown:
        if other_finish <= first:
            begin = max(begin, other_finish)
        else:
            finish = min(finish, other_begin)
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


def _snippet(body: _Body, number: int, bounds: tuple[int, int], highlights: list[tuple[int, int]]) -> Snippet:
    begin, finish = bounds
    paragraph = body.paragraphs[number - 1]
    text = paragraph[begin:finish]
    if "\t" in text or ("\t" in paragraph and body.columns(number)):
        text, highlights = with_columns(paragraph, bounds, body.columns(number), highlights)
    heading = heading_above(body.paragraphs, number, begin)
    return Snippet(text, tuple(highlights), body.line(number, begin), heading)


def _lead(body: _Body) -> Snippet:
    """The first sentences of the body, for a hit whose text shows no match (title, number, filters only)."""
    title = squeezed(body.document.title)
    number = next(
        (n for n, text in enumerate(body.paragraphs, 1) if len(text) > 30 and squeezed(text) not in title),
        next((n for n, text in enumerate(body.paragraphs, 1) if text.strip()), 0),
    )
    if not number:
        source = body.document.source
        return Snippet(body.document.title or body.document.id, (), source.first_line if source else 0, None)
    return _snippet(body, number, _bounds(body.paragraphs[number - 1], 0, 0), [])

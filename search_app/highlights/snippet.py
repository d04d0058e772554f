"""Fragments of a stored text that show why it was found.

What is marked is found in the stored squeezed text (``folded``: title and paragraphs, one a line), with
the same comparison that ``"…"`` guarantees; only the paragraphs that are shown are mapped back to their
source characters. So ten hits cost about a millisecond, however long their texts are.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from indexer.analysis import squeeze
from indexer.models import Document
from search_app.documents import heading_above
from search_app.highlights.body import Body
from search_app.highlights.bounds import TARGET_LENGTH, beside, sentences_round
from search_app.highlights.columns import with_columns
from search_app.highlights.head import opening
from search_app.highlights.marked_text import ordered
from search_app.highlights.occurrences import (
    Mark,
    Occurrence,
    Range,
    apart,
    counted_marks,
    occurrences,
    without_parts,
)
from search_app.response import Snippet

if TYPE_CHECKING:
    from dictionaries import Dictionaries

MAX_SNIPPETS = 3
WORTH_SHOWING = 0.3
"""Of the best fragment's worth, that a further one must have."""
SHOWN_BEFORE = 0.4
"""Of a mark's weight that is left in a further fragment, where an earlier one shows it."""


def snippets(
    document: Document, folded: str, marks: Sequence[Mark], dictionaries: Dictionaries
) -> tuple[Snippet, ...]:
    """At most three fragments, best first; exactly one, unmarked, where no mark stands in the text.

    What merely repeats title or number comes only where nothing else is marked, the text's opening then behind it.
    ``folded`` is what the index keeps of the document: its squeezed title and paragraphs, one a line.
    Highlights are half-open ranges of the fragment's ``text``, longest first, none overlapping. Never empty. A row of
    a table stands under the names of its columns; ``dictionaries`` tell what these are.
    """
    body = Body(document, dictionaries)
    counted = frozenset(counted_marks(folded, marks))
    found: dict[int, list[Occurrence]] = {}
    for occurrence in without_parts(occurrences(folded, marks), 1):
        if occurrence.paragraph <= len(body.paragraphs):
            found.setdefault(occurrence.paragraph, []).append(occurrence)
    telling = {number: group for number, group in found.items() if not body.repeats_head(number)}
    if telling or not found:
        return tuple(islice(_fragments(body, telling, counted), MAX_SNIPPETS)) or (_lead(body),)
    return (replace(next(_fragments(body, found, counted)), repeats_head=True), _lead(body))


def _fragments(
    body: Body, found: Mapping[int, Sequence[Occurrence]], counted: frozenset[Mark]
) -> Iterator[Snippet]:
    """Best first; no sentence comes twice."""
    shown: list[tuple[int, int, int]] = []
    for group in _passages(found, body.value):
        number = group[0].paragraph
        first, last = body.span(group[0])[0], body.span(group[-1])[1]
        before = [(begin, finish) for other, begin, finish in shown if other == number]
        if any(begin < last and first < finish for begin, finish in before):
            continue
        bounds = beside(before, sentences_round(body.paragraphs[number - 1], first, last), first)
        shown.append((number, *bounds))
        yield _marked(body, number, bounds, found[number], counted)


def _marked(
    body: Body, number: int, bounds: Range, found: Sequence[Occurrence], counted: frozenset[Mark]
) -> Snippet:
    """The fragment within ``bounds`` of a paragraph with what stands there whole of it."""
    begin, finish = bounds
    near = (each for each in found if each.start < finish)  # squeezed is shorter
    spans = [(*body.span(each), each.mark) for each in near]
    inside = [
        ((start - begin, end - begin), mark) for start, end, mark in spans if begin <= start and end <= finish
    ]
    shown = ordered([span for span, mark in inside if mark in counted], finish - begin)
    snippet = _snippet(body, number, bounds, apart([span for span, _ in inside]))
    return replace(snippet, places=len(shown))


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


def _passages(
    found: Mapping[int, Sequence[Occurrence]], value: Callable[[int], float]
) -> list[list[Occurrence]]:
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
    weights = [_weights(group) for group in groups]
    worth = [
        sum(weighed.values()) * value(group[0].paragraph)
        for weighed, group in zip(weights, groups, strict=True)
    ]
    best = max(worth, default=0.0)
    left = [position for position in range(len(groups)) if worth[position] >= best * WORTH_SHOWING]
    return [groups[position] for position in _in_turn(left, weights, worth)]


def _in_turn(left: list[int], weights: Sequence[Mapping[str, float]], worth: list[float]) -> Iterator[int]:
    """The groups, best first; what an earlier one has shown counts less, so that every word gets its turn."""
    shown: set[str] = set()
    left = sorted(left, key=lambda position: (-worth[position], position))
    for _ in range(min(MAX_SNIPPETS, len(left))):
        position = max(
            left, key=lambda at: worth[at] * _left(weights[at], shown) / (_left(weights[at], ()) or 1.0)
        )
        left.remove(position)
        shown.update(weights[position])
        yield position
    yield from left


def _weights(group: Iterable[Occurrence]) -> dict[str, float]:
    """Of the different marks; of a run and what stands for it (露天焚烧秸秆, 焚烧秸秆) the best."""
    best: dict[str, float] = {}
    for occurrence in group:
        what = _what(occurrence.mark)
        best[what] = max(best.get(what, 0.0), occurrence.mark.weight)
    return best


def _left(weights: Mapping[str, float], shown: Collection[str]) -> float:
    """A group's weight where some marks are shown already."""
    return sum(weight * (SHOWN_BEFORE if what in shown else 1.0) for what, weight in weights.items())


def _what(mark: Mark) -> str:
    return f"={mark.run}" if mark.run else mark.text


def _snippet(body: Body, number: int, bounds: tuple[int, int], highlights: list[tuple[int, int]]) -> Snippet:
    begin, finish = bounds
    paragraph = body.paragraphs[number - 1]
    text = paragraph[begin:finish]
    if "\t" in text or ("\t" in paragraph and body.columns(number)):
        text, highlights = with_columns(paragraph, bounds, body.columns(number), highlights)
    heading = heading_above(body.paragraphs, number, begin)
    line = body.line(number, begin)
    return Snippet(text, tuple(highlights), line, heading, body.document.page_at(line))


def _lead(body: Body) -> Snippet:
    """The text's opening, for a hit whose text shows no match (title, number, filters only)."""
    number = opening(body.document, body.paragraphs)
    if not number:
        source = body.document.source
        return Snippet(body.document.title or body.document.id, (), source.first_line if source else 0, None)
    return _snippet(body, number, sentences_round(body.paragraphs[number - 1], 0, 0), [])

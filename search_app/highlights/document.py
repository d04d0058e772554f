"""Where a query stands in one document: every place, while snippets show only the best ones."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from indexer.analysis import squeeze
from indexer.models import Document
from search_app.highlights.marked_text import ordered
from search_app.highlights.occurrences import MOST_COUNTED, Mark, Range, occurrences


@dataclass(frozen=True, slots=True)
class DocumentHighlights:
    """Half-open ranges of a document's title and of its text's content, ascending and disjoint.

    ``text`` is where what was typed stands whole, which is counted and stepped through; ``parts`` is where only
    a part of it stands. Where it stands whole nowhere, its parts are all there is, and are ``text``.
    """

    title: Sequence[Range] = ()
    text: Sequence[Range] = ()
    parts: Sequence[Range] = ()


def document_highlights(document: Document, folded: str, marks: Sequence[Mark]) -> DocumentHighlights:
    """Every place where ``marks`` stand in ``document``, whose squeezed title and paragraphs are ``folded``,
    one a line.
    """
    if not marks:
        return DocumentHighlights()
    whole: dict[int, list[Range]] = defaultdict(list)
    parts: dict[int, list[Range]] = defaultdict(list)
    for found in occurrences(folded, marks, MOST_COUNTED):
        side = parts if found.mark.part_of else whole
        side[found.paragraph].append((found.start, found.end))
    title = _unsqueezed(document.title, whole.get(0) or parts.get(0, []))
    in_text, parts_in_text = _in_text(document.text.content, whole), _in_text(document.text.content, parts)
    return DocumentHighlights(
        ordered(title, len(document.title)),
        in_text or parts_in_text,
        _outside(parts_in_text, in_text) if in_text else (),
    )


def _in_text(content: str, by_paragraph: Mapping[int, list[Range]]) -> tuple[Range, ...]:
    """Ranges of squeezed paragraphs (1 is the first of ``content``) as ranges of ``content``."""
    ranges: list[Range] = []
    start = 0
    for number, paragraph in enumerate(content.split("\n"), 1):
        if number in by_paragraph:
            ranges += [(start + a, start + b) for a, b in _unsqueezed(paragraph, by_paragraph[number])]
        start += len(paragraph) + 1
    return ordered(ranges, len(content))


def _outside(ranges: Sequence[Range], others: Sequence[Range]) -> tuple[Range, ...]:
    """Those of ``ranges`` that no one of ``others`` overlaps; both ascending and disjoint."""
    ends = [end for _, end in others]

    def free(found: Range) -> bool:
        at = bisect_right(ends, found[0])
        return at == len(others) or others[at][0] >= found[1]

    return tuple(filter(free, ranges))


def _unsqueezed(paragraph: str, ranges: list[Range]) -> list[Range]:
    """Ranges of the squeezed ``paragraph`` as ranges of the paragraph itself."""
    offsets = squeeze(paragraph)[1]
    return [(offsets[start], offsets[end - 1] + 1) for start, end in ranges if end <= len(offsets)]

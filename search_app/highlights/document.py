"""Where a query stands in one document: every place, while snippets show only the best ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.analysis.folding import squeeze
from indexer.models import Document
from search_app.highlights.marked_text import ordered
from search_app.highlights.occurrences import Mark, Range, occurrences

MOST_OF_ONE_MARK = 2_000


@dataclass(frozen=True, slots=True)
class DocumentHighlights:
    """Half-open ranges of a document's title and of its text's content, ascending and disjoint."""

    title: Sequence[Range] = ()
    text: Sequence[Range] = ()


def document_highlights(document: Document, folded: str, marks: Sequence[Mark]) -> DocumentHighlights:
    """Every place where ``marks`` stand in ``document``, whose squeezed title and paragraphs are ``folded``,
    one a line.
    """
    if not marks:
        return DocumentHighlights()
    by_paragraph: dict[int, list[Range]] = defaultdict(list)
    for found in occurrences(folded, marks, MOST_OF_ONE_MARK):
        by_paragraph[found.paragraph].append((found.start, found.end))
    text: list[Range] = []
    start = 0
    for number, paragraph in enumerate(document.text.content.split("\n"), 1):
        if number in by_paragraph:
            text += [(start + a, start + b) for a, b in _unsqueezed(paragraph, by_paragraph[number])]
        start += len(paragraph) + 1
    title = _unsqueezed(document.title, by_paragraph.get(0, []))
    return DocumentHighlights(ordered(title, len(document.title)), ordered(text, len(document.text.content)))


def _unsqueezed(paragraph: str, ranges: list[Range]) -> list[Range]:
    """Ranges of the squeezed ``paragraph`` as ranges of the paragraph itself."""
    offsets = squeeze(paragraph)[1]
    return [(offsets[start], offsets[end - 1] + 1) for start, end in ranges if end <= len(offsets)]

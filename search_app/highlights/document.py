"""Where a query stands in one document: every place, while snippets show only the best ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.analysis.folding import squeeze
from indexer.errors import QueryError
from indexer.models import Document
from search_app.highlights.occurrences import occurrences
from search_app.query.parser import parse_query
from search_app.query.planner import plan
from search_app.searcher import Searcher

MOST_OF_ONE_MARK = 2_000

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class DocumentMarks:
    """Half-open ranges of a document's title and of its text's content, ascending; they may overlap."""

    title: Sequence[Range] = ()
    text: Sequence[Range] = ()


def document_marks(
    query: str, document: Document, folded: str, index: Searcher, *, exact: bool
) -> DocumentMarks:
    """The marks of ``query`` in ``document``, whose squeezed title and paragraphs are ``folded``, one a line.

    A malformed query marks nothing: the document is what was asked for.
    """
    if not query:
        return DocumentMarks()
    try:
        tree = parse_query(query, index.dictionaries)
    except QueryError:
        return DocumentMarks()
    marks = plan(tree, index, exact=exact).marks
    by_paragraph: dict[int, list[Range]] = defaultdict(list)
    for found in occurrences(folded, marks, MOST_OF_ONE_MARK):
        by_paragraph[found.paragraph].append((found.start, found.end))
    text: list[Range] = []
    start = 0
    for number, paragraph in enumerate(document.text.content.split("\n"), 1):
        if number in by_paragraph:
            text += [(start + a, start + b) for a, b in _unsqueezed(paragraph, by_paragraph[number])]
        start += len(paragraph) + 1
    return DocumentMarks(_unsqueezed(document.title, by_paragraph.get(0, [])), sorted(text))


def _unsqueezed(paragraph: str, ranges: list[Range]) -> list[Range]:
    """Ranges of the squeezed ``paragraph`` as ranges of the paragraph itself, ascending."""
    offsets = squeeze(paragraph)[1]
    return sorted((offsets[start], offsets[end - 1] + 1) for start, end in ranges if end <= len(offsets))

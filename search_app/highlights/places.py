"""Every place of a query in one document, each with the sentences round it, in the order of the text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from indexer.models import Document
from search_app.documents import heading_above
from search_app.highlights.bounds import sentences_round
from search_app.highlights.columns import with_columns
from search_app.highlights.document import DocumentHighlights
from search_app.highlights.head import first_behind_head
from search_app.response import Snippet


def all_places(document: Document, highlights: DocumentHighlights) -> tuple[Snippet, ...]:
    """Fragments that show each of ``highlights.text`` behind the printed head once, ascending."""
    content, marks = document.text.content, highlights.text
    paragraphs = content.split("\n")
    behind_head = first_behind_head(document, paragraphs)
    found: list[Snippet] = []
    start = 0
    for number, paragraph in enumerate(paragraphs, 1):
        end = start + len(paragraph)
        first, last = bisect_left(marks, (start, start)), bisect_left(marks, (end, end))
        inside = [(begin - start, finish - start) for begin, finish in marks[first:last]]
        for (begin, finish), shown in _fragments(paragraph, inside) if number >= behind_head else ():
            moved = [(first - begin, last - begin) for first, last in shown]
            text, ranges = with_columns(paragraph, (begin, finish), (), moved)
            line = document.text.line_at(start + begin)
            heading = heading_above(paragraphs, number, begin)
            found.append(Snippet(text, tuple(ranges), line, heading, document.page_at(line), len(ranges)))
        start = end + 1
    return tuple(found)


def _fragments(
    paragraph: str, marks: list[tuple[int, int]]
) -> Iterator[tuple[tuple[int, int], list[tuple[int, int]]]]:
    """Bounds and the marks within; a mark that the fragment before shows has none of its own."""
    reached = 0
    while marks:
        begin, finish = sentences_round(paragraph, *marks[0])
        begin = max(begin, reached)
        shown = [mark for mark in marks if mark[1] <= finish]
        yield (begin, finish), shown
        marks, reached = marks[len(shown) :], finish

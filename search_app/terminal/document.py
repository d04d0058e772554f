"""One document as lines for people: its fields under their Chinese names, then its text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from indexer.models import Document, Field
from search_app.documents import UNTITLED, described
from search_app.terminal.layout import Range, Screen, display_width, pad, wrap
from search_app.terminal.style import Style, paint, paint_marked

if TYPE_CHECKING:
    from search_app.highlights import DocumentHighlights

_NUMBERS = frozenset({"cites", "repeals"})


def render_document(document: Document, screen: Screen, highlights: DocumentHighlights | None = None) -> str:
    """Title, fields and text; ``highlights`` are where the query stands in title and text.

    The text is wrapped on a screen with rows only: whoever pipes it to grep or a file wants whole paragraphs.
    """
    title, content = document.title or UNTITLED, document.text.content
    title_ranges, text_ranges = (highlights.title, highlights.text) if highlights else ((), ())
    lines = [paint_marked(title, line, title_ranges, screen, "title") for line in wrap(title, screen.columns)]
    lines += ["", *_field_lines(document, screen), "", *_text_lines(content, text_ranges, screen)]
    return "\n".join(lines).rstrip("\n") + "\n"


def _field_lines(document: Document, screen: Screen) -> Iterator[str]:
    rows = [(field, value) for field, values in described(document) for value in _in_lines(field, values)]
    gutter = max(display_width(field.label) for field, _ in rows) + 2
    for field, value in rows:
        style: Style = "fault" if field.name == "warnings" else "plain"
        for row, (start, end) in enumerate(wrap(value, screen.columns - gutter)):
            head = paint(pad(field.label, gutter), "quiet", screen) if row == 0 else " " * gutter
            yield head + paint(value[start:end], style, screen)


def _in_lines(field: Field, values: tuple[str, ...]) -> tuple[str, ...]:
    """Numbers stand beside each other, sentences and titles below."""
    return ("　".join(values),) if field.name in _NUMBERS else values


def _text_lines(content: str, highlights: Sequence[Range], screen: Screen) -> Iterator[str]:
    """Paragraph by paragraph; ``highlights`` are ascending ranges of ``content``, each inside one paragraph."""
    start = 0
    for paragraph in content.split("\n"):
        end = start + len(paragraph)
        first = bisect_left(highlights, (start, start))
        last = bisect_left(highlights, (end, end), first)
        marks = [(begin - start, finish - start) for begin, finish in highlights[first:last]]
        lines = wrap(paragraph, screen.columns, marks) if screen.rows else ((0, len(paragraph)),)
        yield "\n".join(paint_marked(paragraph, line, marks, screen) for line in lines)
        start = end + 1

"""One document as lines for people: its fields under their Chinese names, then its text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from indexer.models import Document, Field
from indexer.titles import in_title_marks
from search_app.documents import UNTITLED, described
from search_app.relations.standing import KIND_LABELS, event_line, status_line
from search_app.terminal.layout import Range, Screen, display_width, pad, wrap
from search_app.terminal.style import Style, paint, paint_marked
from search_app.terminal.text_table import table_lines

if TYPE_CHECKING:
    from search_app.highlights import DocumentHighlights
    from search_app.relations import Standing

_NUMBERS = frozenset({"cites", "repeals"})


def render_document(
    document: Document,
    screen: Screen,
    highlights: DocumentHighlights | None = None,
    standing: Standing | None = None,
) -> str:
    """Title, fields and text; ``highlights`` are where the query stands in title and text.

    The text is wrapped on a screen with rows only: whoever pipes it to grep or a file wants whole paragraphs.
    """
    title, content = document.title or UNTITLED, document.text.content
    title_ranges, text_ranges = (highlights.title, highlights.text) if highlights else ((), ())
    lines = [paint_marked(title, line, title_ranges, screen, "title") for line in wrap(title, screen.columns)]
    lines += ["", *_field_lines(document, screen, standing), "", *_text_lines(content, text_ranges, screen)]
    return "\n".join(lines).rstrip("\n") + "\n"


def _standing_fields(standing: Standing) -> Iterator[tuple[str, str]]:
    """What is in force, with its proofs, and who says what of the document."""
    yield "时效", status_line(standing.validity)
    yield from (("依据", f"{event_line(event)}：“{event.sentence}”") for event in standing.validity.events)
    yield from (("注意", sentence) for sentence in standing.validity.notes)
    for relation in standing.relations:
        if relation.direction == "in":
            other = relation.number or in_title_marks(relation.title or "")
            yield KIND_LABELS[relation.kind][1], f"{other}（第{relation.line}行）"


def _field_lines(document: Document, screen: Screen, standing: Standing | None) -> Iterator[str]:
    stated = ((field, value) for field, values in described(document) for value in _in_lines(field, values))
    rows = [(field.label, value, field.name == "warnings") for field, value in stated]
    rows += (
        [(label, value, label == "注意") for label, value in _standing_fields(standing)] if standing else []
    )
    gutter = max(display_width(label) for label, _, _ in rows) + 2
    for label, value, doubtful in rows:
        style: Style = "fault" if doubtful else "plain"
        for row, (start, end) in enumerate(wrap(value, screen.columns - gutter)):
            head = paint(pad(label, gutter), "quiet", screen) if row == 0 else " " * gutter
            yield head + paint(value[start:end], style, screen)


def _in_lines(field: Field, values: tuple[str, ...]) -> tuple[str, ...]:
    """Numbers stand beside each other, sentences and titles below."""
    return ("　".join(values),) if field.name in _NUMBERS else values


def _text_lines(content: str, highlights: Sequence[Range], screen: Screen) -> Iterator[str]:
    """Paragraph by paragraph, the rows of a table together; ``highlights`` are ascending ranges of ``content``."""
    for is_table, group in groupby(_paragraphs(content), key=lambda part: "\t" in content[slice(*part)]):
        parts = list(group)
        marks = _within(highlights, parts[0][0], parts[-1][1])
        if is_table:
            yield from table_lines(content, [list(_cells(content, part)) for part in parts], marks, screen)
        else:
            yield from (_paragraph(content, part, marks, screen) for part in parts)


def _paragraphs(content: str) -> Iterator[Range]:
    start = 0
    for paragraph in content.split("\n"):
        yield start, start + len(paragraph)
        start += len(paragraph) + 1


def _cells(content: str, part: Range) -> Iterator[Range]:
    start, end = part
    for cell in content[start:end].split("\t"):
        yield start, start + len(cell)
        start += len(cell) + 1


def _within(highlights: Sequence[Range], start: int, end: int) -> Sequence[Range]:
    first = bisect_left(highlights, (start, start))
    return highlights[first : bisect_left(highlights, (end, end), first)]


def _paragraph(content: str, part: Range, highlights: Sequence[Range], screen: Screen) -> str:
    start, end = part
    paragraph = content[start:end]
    marks = [(begin - start, finish - start) for begin, finish in _within(highlights, start, end)]
    lines = wrap(paragraph, screen.columns, marks) if screen.rows else ((0, len(paragraph)),)
    return "\n".join(paint_marked(paragraph, line, marks, screen) for line in lines)

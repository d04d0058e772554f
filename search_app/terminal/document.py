"""One document as lines for people: its fields under their Chinese names, then its text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from indexer.models import Document
from search_app.documents import UNTITLED, citation
from search_app.terminal.layout import Range, Screen, display_width, pad, wrap
from search_app.terminal.style import Style, paint, paint_marked

if TYPE_CHECKING:
    from search_app.highlights import DocumentHighlights


def render_document(document: Document, screen: Screen, highlights: DocumentHighlights | None = None) -> str:
    """Title, fields and text; ``highlights`` are where the query stands in title and text.

    The text is wrapped on a screen with rows only: whoever pipes it to grep or a file wants whole paragraphs.
    """
    title, content = document.title or UNTITLED, document.text.content
    title_ranges, text_ranges = (highlights.title, highlights.text) if highlights else ((), ())
    lines = [paint_marked(title, line, title_ranges, screen, "title") for line in wrap(title, screen.columns)]
    lines += ["", *_field_lines(document, screen), "", *_text_lines(content, text_ranges, screen)]
    return "\n".join(lines).rstrip("\n") + "\n"


def fields_for_people(document: Document) -> Iterator[tuple[str, str]]:
    """The fields that are known, under the names that clerks use, in the order of a document's head."""
    place = "".join(filter(None, (document.province, document.city, document.district)))
    pairs: list[tuple[str, str | None]] = [
        ("编号", document.id),
        ("发文字号", document.number),
        ("发文机关", document.issuer),
        ("文种", document.type),
        ("体裁", document.instrument),
        ("所发文件", document.instrument_title),
        ("成文日期", document.written_on),
        ("印发日期", document.printed_on),
        ("施行日期", document.effective_on),
        ("有效期至", document.expires_on),
        ("地区", place or None),
        ("年份", str(document.year) if document.year is not None else None),
        ("公报", citation(document)),
        ("出版日期", document.gazette.published_on if document.gazette else None),
        ("栏目", document.section),
        ("主送机关", document.addressee),
        ("抄送机关", document.copied_to),
        ("公开属性", document.disclosure),
        ("登记号", document.registration_number),
        ("引用", "　".join(document.cites)),
        ("废止", "　".join(document.repeals)),
        *(("附件", attachment) for attachment in document.attachments),
        ("出处", _source(document)),
        *(("注意", warning) for warning in document.warnings),
    ]
    return ((name, value) for name, value in pairs if value)


def _source(document: Document) -> str | None:
    if document.source is None:
        return None
    return f"{document.source.file}:{document.source.first_line}-{document.source.last_line}"


def _field_lines(document: Document, screen: Screen) -> Iterator[str]:
    rows = list(fields_for_people(document))
    gutter = max(display_width(name) for name, _ in rows) + 2
    for name, value in rows:
        style: Style = "fault" if name == "注意" else "plain"
        for row, (start, end) in enumerate(wrap(value, screen.columns - gutter)):
            head = paint(pad(name, gutter), "quiet", screen) if row == 0 else " " * gutter
            yield head + paint(value[start:end], style, screen)


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

"""The cleaned text beside the lines that it was made from, paragraph by paragraph."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from indexer.models import Document
from search_app.web.links import PageLink, document_url

ROWS_PER_PART = 1_000


@dataclass(frozen=True, slots=True)
class SourceRow:
    """Lines ``first_line`` to ``last_line`` of the source, and the paragraph made from them; either may be
    empty.

    ``anchor`` is the row's HTML id, on the first row of each line only.
    """

    first_line: int
    last_line: int
    original: str
    cleaned: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class SourcePage:
    rows: tuple[SourceRow, ...]
    has_original: bool
    parts: tuple[PageLink, ...]


def source_page(document: Document, lines: tuple[str, ...] | None, *, part: int | None = None) -> SourcePage:
    """The rows of one 1-based ``part``; ``lines`` are all lines of the file, None if unknown."""
    rows = _rows(document, lines)
    count = max(1, -(-len(rows) // ROWS_PER_PART))
    current = min(max(part or 1, 1), count)
    return SourcePage(
        rows=rows[(current - 1) * ROWS_PER_PART : current * ROWS_PER_PART],
        has_original=lines is not None,
        parts=tuple(
            PageLink(number, _url(document, number), number == current) for number in range(1, count + 1)
        )
        if count > 1
        else (),
    )


def _url(document: Document, part: int) -> str:
    return document_url(document.id) + "?" + urlencode({"view": "source", "part": part})


def _rows(document: Document, lines: tuple[str, ...] | None) -> tuple[SourceRow, ...]:
    """A row per paragraph; shared or dropped lines stand once and in order."""
    rows: list[SourceRow] = []
    shown = document.source.first_line - 1 if document.source else 0
    offset = 0
    for paragraph in document.text.content.split("\n"):
        first, last = _lines_of(document, offset, offset + len(paragraph))
        offset += len(paragraph) + 1
        if lines is not None and first > shown + 1:
            rows += _dropped(lines, shown + 1, first - 1)
        original = _joined(lines, max(first, shown + 1), last)
        rows.append(SourceRow(first, last, original, paragraph.replace("\t", "　│　")))
        shown = max(shown, last)
    if lines is not None and document.source is not None:
        rows += _dropped(lines, shown + 1, min(document.source.last_line, len(lines)))
    return tuple(_with_anchors(rows))


def _with_anchors(rows: list[SourceRow]) -> Iterator[SourceRow]:
    seen: set[int] = set()
    for row in rows:
        yield row if row.first_line in seen else replace(row, anchor=f"L{row.first_line}")
        seen.add(row.first_line)


def _lines_of(document: Document, start: int, end: int) -> tuple[int, int]:
    """First and last source line of ``content[start:end]``."""
    runs = document.text.runs
    first = document.text.line_at(start)
    after = bisect_left(runs, end, key=lambda run: run[0])
    last = max(
        (line for _, line in runs[bisect_left(runs, start, key=lambda run: run[0]) : after]), default=first
    )
    return first, max(first, last)


def _dropped(lines: tuple[str, ...], first: int, last: int) -> list[SourceRow]:
    """Lines that no paragraph came from (page numbers, running heads), but for blank ones."""
    return [
        SourceRow(number, number, lines[number - 1], "")
        for number in range(first, min(last, len(lines)) + 1)
        if lines[number - 1].strip()
    ]


def _joined(lines: tuple[str, ...] | None, first: int, last: int) -> str:
    if lines is None:
        return ""
    return "\n".join(line for line in lines[first - 1 : last] if line.strip())

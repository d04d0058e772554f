"""Document → what its page shows: blocks with marks and line anchors, outline, citations. No HTML here.

A very long text is shown in parts of about PART_LENGTH characters, cut between paragraphs; anchors and
marks keep their names over all parts.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from urllib.parse import urlencode

from indexer.models import Document, Kind
from indexer.tables import Table
from search_app.documents import (
    UNTITLED,
    Block,
    citation,
    contents,
    described,
    gbt7714,
    headers_of,
    issue_label,
    outline_of,
    reference,
)
from search_app.highlights import DocumentHighlights, Link, MarkedText, Piece, Range, mark
from search_app.web.result_page import PART_LENGTH, PageLink, document_url

_LONGEST_OUTLINE = 300
_LONGEST_HEAD = 8
"""Blocks within which the printed title ends: banner, number, the lines of the title."""
_MOST_TABLES = 20
"""Tables that the menu of downloads names."""
_ELSEWHERE = frozenset({"id", "number", "issuer", "type", "instrument", "cites", "repeals", "warnings"})
"""Fields that the page shows in a place of their own: under the title, with the related documents, at the end."""


@dataclass(frozen=True, slots=True)
class RowView:
    """A table row: cells in pieces; ``span`` > 1 for a heading inside the table that fills a row alone."""

    cells: tuple[tuple[Piece, ...], ...]
    header: bool = False
    span: int = 1


@dataclass(frozen=True, slots=True)
class BlockView:
    """A block with its text in pieces, or, for a table, its rows."""

    block: Block
    pieces: tuple[Piece, ...] = ()
    rows: tuple[RowView, ...] = ()


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A heading; ``articles`` counts those that stand under it and are not listed themselves."""

    label: str
    level: int
    url: str
    articles: int = 0


@dataclass(frozen=True, slots=True)
class Attachment:
    """``url`` is where it begins in the text, None where it is only named."""

    title: str
    url: str | None


@dataclass(frozen=True, slots=True)
class MarkSteps:
    """The marks shown on this page, ``first`` to ``last`` of ``count``; ``first`` > ``last`` where none are.

    ``start_url`` is the first mark of all; ``before_url`` and ``after_url`` lead to those on other parts.
    """

    count: int
    first: int
    last: int
    start_url: str
    before_url: str | None
    after_url: str | None


@dataclass(frozen=True, slots=True)
class Fact:
    """A field that is known, under its label; the page writes some of them (``name``) in its own way."""

    name: str
    label: str
    kind: Kind
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DocumentPage:
    document: Document
    title: tuple[Piece, ...]
    blocks: tuple[BlockView, ...]
    hidden_lines: tuple[int, ...]
    """Source lines of the printed head that this page's own head replaces; links to them lead to its text."""

    outline: tuple[OutlineEntry, ...]
    attachments: tuple[Attachment, ...]
    marks: MarkSteps
    parts: tuple[PageLink, ...]
    reference: str | None
    citation: str | None
    gbt7714: str | None
    issue: str
    downloads: tuple[tuple[str, str], ...]
    facts: tuple[Fact, ...]


def document_page(
    document: Document,
    highlights: DocumentHighlights,
    *,
    query: str = "",
    part: int | None = None,
    line: int | None = None,
    links: Sequence[Link] = (),
    tables: Sequence[Table] = (),
) -> DocumentPage:
    """The page of ``document``; ``part`` is 1-based, None is the one with the source ``line``, else with the
    first mark. ``links`` are the other documents that the text names, ``tables`` those that it holds.
    """
    content = document.text.content
    structure = outline_of(document)
    head = _printed_head(document, structure)
    begins = head[-1].end if head else 0
    text_marks = tuple(each for each in highlights.text if each[0] >= begins)
    blocks = structure[len(head) :]
    parts = _parts(blocks)
    parts_of_marks = [_part_of(parts, start) for start, _ in text_marks] or [0]
    lines = _line_anchors([run for run in document.text.runs if run[0] >= begins], blocks)
    if part is not None:
        number = min(max(part, 1), len(parts)) - 1
    else:
        begin = next((offset for offset, each in lines if each == line), None)
        number = parts_of_marks[0] if begin is None else _part_of(parts, begin)
    headers = headers_of(document, tables)
    marked = MarkedText(content, text_marks, lines, highlights.parts, links)

    def url(index: int, fragment: str = "") -> str:
        return _part_url(document.id, query, index, len(parts), fragment)

    entries = tuple(
        (
            block,
            OutlineEntry(block.label, block.level, ("" if at == number else url(at)) + f"#{block.anchor}"),
        )
        for at, blocks_of_part in enumerate(parts)
        for block in contents(blocks_of_part)
    )
    return DocumentPage(
        document=document,
        title=mark(document.title, highlights.title) or mark(UNTITLED, ()),
        blocks=tuple(_block_view(block, marked, headers) for block in parts[number]),
        hidden_lines=tuple(dict.fromkeys(line for offset, line in document.text.runs if offset < begins))
        if number == 0
        else (),
        outline=tuple(_by_chapter(entries)[:_LONGEST_OUTLINE]),
        attachments=tuple(
            _attachment(title, [entry for _, entry in entries]) for title in document.attachments
        ),
        marks=_mark_steps(parts_of_marks, len(text_marks), number, url),
        parts=tuple(PageLink(at + 1, url(at), at == number) for at in range(len(parts)))
        if len(parts) > 1
        else (),
        reference=reference(document),
        citation=citation(document),
        gbt7714=gbt7714(document),
        issue=issue_label(document.gazette) if document.gazette else "",
        facts=tuple(
            Fact(field.name, field.label, field.kind, values)
            for field, values in described(document)
            if field.name not in _ELSEWHERE
        ),
        downloads=_downloads(document, len(tables)),
    )


def _printed_head(document: Document, blocks: Sequence[Block]) -> Sequence[Block]:
    """The blocks of the text that repeat the page's head: banner, number and title, before anything else."""
    titles = [at for at, block in enumerate(blocks[:_LONGEST_HEAD]) if block.kind == "title"]
    if not titles or not document.title:
        return ()
    end = titles[-1] + 1
    while end < len(blocks) and blocks[end].kind == "number":
        end += 1
    return blocks[:end]


def _by_chapter(entries: Sequence[tuple[Block, OutlineEntry]]) -> list[OutlineEntry]:
    """The headings, each with how many articles follow it; a text of articles alone lists them."""
    if not any(block.kind == "heading" for block, _ in entries):
        return [entry for _, entry in entries]
    listed: list[OutlineEntry] = []
    for block, entry in entries:
        if block.kind == "article" and listed:
            listed[-1] = replace(listed[-1], articles=listed[-1].articles + 1)
        else:
            listed.append(entry)
    return listed


def _downloads(document: Document, tables: int) -> tuple[tuple[str, str], ...]:
    """Label and address of each form in which the document can be taken away."""
    base = document_url(document.id)
    return (
        ("Word 文档（.docx）", f"{base}/document.docx"),
        ("纯文本（.txt）", f"{base}/document.txt"),
        *((f"第 {at} 张表（.csv）", f"{base}/table-{at}.csv") for at in range(1, tables + 1)[:_MOST_TABLES]),
    )


def _mark_steps(parts: list[int], count: int, shown: int, url: Callable[[int], str]) -> MarkSteps:
    """``parts`` are those that the marks stand in, ascending; ``shown`` is the one of this page."""
    first, last = bisect_left(parts, shown) + 1, bisect_right(parts, shown) if count else 0

    def leading_to(mark: int) -> str:
        part = parts[mark - 1]
        return ("" if part == shown else url(part)) + f"#mark-{mark}"

    return MarkSteps(
        count=count,
        first=first,
        last=last,
        start_url=leading_to(1),
        before_url=leading_to(first - 1) if first > 1 else None,
        after_url=leading_to(last + 1) if last < count else None,
    )


def _attachment(title: str, entries: Sequence[OutlineEntry]) -> Attachment:
    squeezed = "".join(title.split())
    found = (entry.url for entry in entries if "".join(entry.label.split()).endswith(squeezed))
    return Attachment(title, next(found, None) if squeezed else None)


def _parts(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], ...]:
    """The blocks in runs of about PART_LENGTH characters; at least one run, possibly empty."""
    parts: list[list[Block]] = [[]]
    for block in chain.from_iterable(map(_bounded, blocks)):
        if parts[-1] and block.end - parts[-1][0].start > PART_LENGTH:
            parts.append([])
        parts[-1].append(block)
    return tuple(map(tuple, parts))


def _bounded(block: Block) -> Iterator[Block]:
    """The block, or, where it is longer than a part (a file without line breaks), slices of it."""
    if block.end - block.start <= PART_LENGTH:
        yield block
    elif block.kind == "table":
        rows: list[tuple[Range, ...]] = []
        for row in block.rows:
            if rows and row[-1][1] - rows[0][0][0] > PART_LENGTH:
                yield Block("table", rows[0][0][0], rows[-1][-1][1], rows=tuple(rows))
                rows = []
            rows.append(row)
        yield Block("table", rows[0][0][0], rows[-1][-1][1], rows=tuple(rows))
    else:
        for start in range(block.start, block.end, PART_LENGTH):
            yield Block("paragraph", start, min(start + PART_LENGTH, block.end))


def _part_of(parts: tuple[tuple[Block, ...], ...], offset: int) -> int:
    return next((at for at, blocks in enumerate(parts) if blocks and offset < blocks[-1].end), 0)


def _part_url(identity: str, query: str, index: int, count: int, fragment: str) -> str:
    pairs = [("q", query)] if query else []
    pairs += [("part", str(index + 1))] if count > 1 else []
    return (
        document_url(identity)
        + (f"?{urlencode(pairs)}" if pairs else "")
        + (f"#{fragment}" if fragment else "")
    )


def _line_anchors(runs: Sequence[tuple[int, int]], blocks: Sequence[Block]) -> tuple[tuple[int, int], ...]:
    """Each source line where it first begins, or, where that is not shown (an empty cell, the mark of a
    heading), where the next thing shown begins: an HTML id may stand once only.
    """
    first: dict[int, int] = {}
    for offset, line in runs:
        first.setdefault(line, offset)
    shown = [each for block in blocks for each in _shown_ranges(block)]
    ends = [end for _, end in shown]
    anchors: dict[int, int] = {}
    displaced: dict[int, int] = {}
    for line, offset in first.items():
        at = bisect_right(ends, offset)
        if at < len(shown):
            begin = shown[at][0]
            (anchors if begin <= offset else displaced).setdefault(max(begin, offset), line)
    return tuple(sorted((displaced | anchors).items()))


def _shown_ranges(block: Block) -> Iterator[Range]:
    if block.kind != "table":
        yield block.start, block.end
    else:
        yield from (cell for row in block.rows for cell in row if cell[0] < cell[1])


def _row_views(block: Block, marked: MarkedText, headers: frozenset[int]) -> Iterator[RowView]:
    """Rows of equal length; ``headers`` are the offsets of those that name the columns."""
    width = max(len(row) for row in block.rows)
    for row in block.rows:
        texts = [marked.content[start:end].strip() for start, end in row]
        filled = [cell for cell, text in zip(row, texts, strict=True) if text]
        if width > 2 and len(filled) == 1 and texts[0]:
            yield RowView((marked.pieces(*filled[0]),), span=width)
            continue
        missing = ((),) * (width - len(row))
        cells = (*(marked.pieces(*cell) for cell in row), *missing)
        yield RowView(cells, header=row[0][0] in headers)


def _block_view(block: Block, marked: MarkedText, headers: frozenset[int]) -> BlockView:
    if block.kind == "table":
        return BlockView(block, rows=tuple(_row_views(block, marked, headers)))
    return BlockView(block, pieces=marked.pieces(block.start, block.end))

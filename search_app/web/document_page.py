"""Document → what its page shows: blocks with marks and line anchors, outline, citations. No HTML here.

A very long text is shown in parts of about PART_LENGTH characters, cut between paragraphs; anchors and
marks keep their names over all parts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

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
from search_app.highlights import DocumentHighlights, Link, MarkedText, Piece, mark
from search_app.web.document_parts import MarkSteps, mark_steps, part_of, part_url, parts_of
from search_app.web.links import PageLink, document_url
from search_app.web.text_view import BlockView, block_view, line_anchors, page_anchors

_LONGEST_OUTLINE = 300
_LONGEST_HEAD = 8
"""Blocks within which the printed title ends: banner, number, the lines of the title."""
_MOST_TABLES = 20
"""Tables that the menu of downloads names."""
_ELSEWHERE = frozenset({"id", "number", "issuer", "type", "instrument", "cites", "repeals", "warnings"})
"""Fields that the page shows in a place of their own: under the title, with the related documents, at the end."""


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
    page_starts: Mapping[int, int]
    """Source line → the printed page that begins there, where its line is shown."""

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
    parts = parts_of(blocks)
    parts_of_marks = [part_of(parts, start) for start, _ in text_marks] or [0]
    lines = line_anchors([run for run in document.text.runs if run[0] >= begins], blocks)
    if part is not None:
        number = min(max(part, 1), len(parts)) - 1
    else:
        begin = next((offset for offset, each in lines if each == line), None)
        number = parts_of_marks[0] if begin is None else part_of(parts, begin)
    headers = headers_of(document, tables)
    marked = MarkedText(content, text_marks, lines, highlights.parts, links)

    def url(index: int, fragment: str = "") -> str:
        return part_url(document.id, query, index, len(parts), fragment)

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
        blocks=tuple(block_view(block, marked, headers) for block in parts[number]),
        page_starts=page_anchors(document.page_starts, [line for _, line in lines]),
        hidden_lines=tuple(dict.fromkeys(line for offset, line in document.text.runs if offset < begins))
        if number == 0
        else (),
        outline=tuple(_by_chapter(entries)[:_LONGEST_OUTLINE]),
        attachments=tuple(
            _attachment(title, [entry for _, entry in entries]) for title in document.attachments
        ),
        marks=mark_steps(parts_of_marks, len(text_marks), number, url),
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


def _attachment(title: str, entries: Sequence[OutlineEntry]) -> Attachment:
    squeezed = "".join(title.split())
    found = (entry.url for entry in entries if "".join(entry.label.split()).endswith(squeezed))
    return Attachment(title, next(found, None) if squeezed else None)

"""The structure of a document's cleaned text: chapters, headings, articles, attachments, tables and
paragraphs.

The text itself carries no marks that can be trusted (heading levels of OCR lie), so structure is read from
the numbering that official documents use (GB/T 9704-2012, 7.3.3: 一、 then （一） then 1. then （1）;
立法技术规范: 编 章 节 条). Offsets are half-open and point into ``Text.content``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Literal

from indexer.identifiers import chinese_number, parse_date
from indexer.layout import NUMERALS, Numbering, Unit, numbering
from indexer.models import Document

Kind = Literal[
    "title",
    "number",
    "addressee",
    "instrument",
    "heading",
    "article",
    "attachment",
    "paragraph",
    "signature",
    "table",
]
"""``instrument`` is the title over what the document puts into force or attaches."""

Range = tuple[int, int]

_HEADING_MARK = re.compile(r"\s{0,3}(?P<level>#{1,6})\s+(?=\S)")
"""Markdown, in records taken as they are; it is not shown, and counts where no numbering tells more."""
_AFTER_ARTICLE = re.compile(r"[\s　【（(：:]|$")
_LEVELS = {
    Unit.BOOK: 1,
    Unit.PART: 1,
    Unit.CHAPTER: 1,
    Unit.SECTION: 2,
    Unit.FIRST: 1,
    Unit.SECOND: 2,
}
"""Arabic numbers are no headings: too often they only count the rows of a list."""
_ATTACHMENT = re.compile(rf"附\s?[件表录]\s?(?:[{NUMERALS}\d]{{1,3}})?\s?[：:]?$")
_SENTENCE_END = re.compile("[。；;！？]")

_HEAD = 1_000
"""Characters from the beginning within which title, number and addressee stand."""
_LONGEST_HEADING = 50
_LONGEST_LABEL = 40


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, or a whole table, ``content[start:end]``.

    ``label`` and ``level`` (1 outermost) are set for what belongs in the outline, ``anchor`` is then its
    HTML id. ``rows`` holds a table's cells as ranges, row by row.
    """

    kind: Kind
    start: int
    end: int
    level: int = 0
    label: str = ""
    anchor: str = ""
    rows: tuple[tuple[Range, ...], ...] = ()


def outline_of(document: Document) -> tuple[Block, ...]:
    """Every paragraph of the document's text, once and in order; the rows of a table together."""
    content = document.text.content
    blocks: list[Block] = []
    for block in _paragraphs(content):
        if block.kind == "table" and blocks and blocks[-1].kind == "table":
            before = blocks.pop()
            blocks.append(Block("table", before.start, block.end, rows=before.rows + block.rows))
        else:
            blocks.append(block)
    structured = list(_without_items(_with_structure(document, block) for block in blocks))
    return _with_anchors(_with_attachment_titles(content, structured))


def contents(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks that an outline lists."""
    return tuple(block for block in blocks if block.anchor)


def _paragraphs(content: str) -> Iterator[Block]:
    start = 0
    for line in content.split("\n"):
        end = start + len(line)
        if "\t" in line:
            yield Block("table", start, end, rows=(_cells(line, start),))
        elif mark := _HEADING_MARK.match(line):
            yield Block("heading", start + mark.end(), end, min(len(mark["level"]), 3))
        elif line.strip():
            yield Block("paragraph", start, end)
        start = end + 1


def _without_items(blocks: Iterable[Block]) -> Iterator[Block]:
    """Under an article, （一） counts items (项) and is no heading; a chapter or attachment begins anew."""
    under_article = False
    for block in blocks:
        under_article = block.kind == "article" or (under_article and block.level != 1)
        is_item = under_article and block.level == 2 and block.label[:1] in "（("
        yield Block("paragraph", block.start, block.end) if is_item else block


def _with_attachment_titles(content: str, blocks: list[Block]) -> Iterator[Block]:
    """An attachment's label is completed by the title on the line after it, which is then listed no more."""
    completed = False
    for block, following in zip_longest(blocks, blocks[1:]):
        if completed and block.kind == "instrument":
            block = replace(block, label="")
        title = content[following.start : following.end] if following else ""
        is_title = bool(following) and following.kind != "table" and len(title) <= _LONGEST_HEADING
        completed = block.kind == "attachment" and is_title and not _SENTENCE_END.search(title)
        if completed:
            block = replace(block, label=f"{block.label}　{title.strip()}")
        yield block


def _cells(line: str, start: int) -> tuple[Range, ...]:
    cells: list[Range] = []
    for cell in line.split("\t"):
        cells.append((start, start + len(cell)))
        start += len(cell) + 1
    return tuple(cells)


def _with_structure(document: Document, block: Block) -> Block:
    """The block with its kind, level and label."""
    if block.kind == "table":
        return block
    paragraph = document.text.content[block.start : block.end].strip()
    if part := _stated_part(document, paragraph, first=block.start < _HEAD):
        titled = part == "instrument"
        return Block(part, block.start, block.end, int(titled), paragraph if titled else "")
    if _ATTACHMENT.match(paragraph):
        return Block("attachment", block.start, block.end, 1, paragraph.rstrip("：:"))
    if article := _article(paragraph):
        return Block("article", block.start, block.end, 3, paragraph[: article.end])
    kind, level = _numbering(paragraph)
    if level:
        return Block(kind, block.start, block.end, level, _label(paragraph))
    return replace(block, label=paragraph) if block.level else block


def _stated_part(document: Document, paragraph: str, *, first: bool) -> Kind | None:
    """What a document's fields name: title, number, addressee at its head; titles of what follows; signature, date."""
    squeezed = "".join(paragraph.split())
    if first and squeezed == "".join(document.title.split()):
        return "title"
    if first and squeezed == document.number:
        return "number"
    if first and document.addressee and squeezed.rstrip("：:") == "".join(document.addressee.split()):
        return "addressee"
    if squeezed in {
        "".join(title.split()) for title in (document.instrument_title, *document.attachments) if title
    }:
        return "instrument"
    signed = squeezed.removeprefix(document.issuer or "")
    if len(paragraph) <= _LONGEST_HEADING and (squeezed == document.issuer or parse_date(signed)):
        return "signature"
    return None


def _article(paragraph: str) -> Numbering | None:
    """第十二条 and a blank; 第十二条规定的情形 is a sentence."""
    found = numbering(paragraph)
    if found is None or found.unit is not Unit.ARTICLE or not _AFTER_ARTICLE.match(paragraph, found.end):
        return None
    return found


def _numbering(paragraph: str) -> tuple[Kind, int]:
    """Level 1 or 2 of a numbered heading, and whether the whole paragraph is one; 0 where there is none."""
    found = numbering(paragraph)
    level = _LEVELS.get(found.unit, 0) if found else 0
    alone = len(paragraph) <= _LONGEST_HEADING and not _SENTENCE_END.search(paragraph)
    if alone and level:
        return "heading", level
    if found and found.unit is Unit.SECOND and _label(paragraph):
        return "paragraph", level
    return "paragraph", 0


def _label(paragraph: str) -> str:
    """The heading that a paragraph begins with: all of it, or its first sentence where that is short."""
    end = _SENTENCE_END.search(paragraph)
    label = paragraph[: end.start()] if end else paragraph
    return label if len(label) <= (_LONGEST_LABEL if end else _LONGEST_HEADING) else ""


def _with_anchors(blocks: Iterator[Block]) -> tuple[Block, ...]:
    """``article-12`` for 第十二条, ``section-3`` for the third heading; what recurs gets ``~2``, ``~3`` …"""
    seen: Counter[str] = Counter()
    anchored: list[Block] = []
    for block in blocks:
        if not block.label:
            anchored.append(block)
            continue
        name = _article_anchor(block.label) if block.kind == "article" else "section"
        seen[name] += 1
        anchor = f"section-{seen[name]}" if name == "section" else name
        if name != "section" and seen[name] > 1:
            anchor = f"{name}~{seen[name]}"
        anchored.append(
            Block(block.kind, block.start, block.end, block.level, block.label, anchor, block.rows)
        )
    return tuple(anchored)


def _article_anchor(label: str) -> str:
    """第十二条 → ``article-12``, 第十二条之一 → ``article-12-1``."""
    article = _article(label)
    number = chinese_number(article.ordinal) if article else None
    if article is None or number is None:
        return "section"
    sub = chinese_number(article.sub) if article.sub else None
    return f"article-{number}" if sub is None else f"article-{number}-{sub}"

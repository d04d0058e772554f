"""Word documents (.docx) → raw lines: paragraphs and tables in their order, headings as ``#``, notes in
place.

ECMA-376. What was deleted under tracked changes is left out, what was inserted stays. A note stands as a
line of its own after the paragraph that refers to it, so that it belongs to the same document of an issue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from indexer.errors import ExtractError
from indexer.files.docx_numbering import Numbering
from indexer.files.docx_styles import Styles, outline_level
from indexer.files.extracted import Extracted
from indexer.files.package import Package, local_name
from indexer.files.text import clean
from indexer.files.wordml import attribute, child, value

MAX_DEPTH = 60
"""Nesting of elements that is followed; tables in tables in text boxes of real documents reach about 25."""

_MAIN = "word/document.xml"
_NOT_TEXT = frozenset(
    {"del", "moveFrom", "instrText", "delText", "delInstrText", "rPr", "pPr", "rt", "sectPr"}
)
_BREAKS = {"br": "\n", "cr": "\n", "tab": " ", "ptab": " ", "noBreakHyphen": "-"}
_PAGE_NUMBER = re.compile(r"[\s\d—–―－\-·.第页共/／]*")
_CLOSED = re.compile(r"[、，.．)）]$")
"""An automatic number that ends so stands right before its text; 第一条 is followed by a blank."""

_PROSE_CELL = 400
"""Characters from which a lone cell is no row but a frame around paragraphs."""


def extract_docx(data: bytes) -> Extracted:
    """The text of a Word document; lines are numbered as extracted. Raises ExtractError where it is
    damaged."""
    package = Package(data)
    if _MAIN not in package:
        raise ExtractError("文件已损坏，或不是 Word 文档：缺少 word/document.xml")
    reader = _Reader(package)
    body = child(package.xml(_MAIN), "body")
    lines = list(_margin_lines(package, reader, "header"))
    if body is not None:
        lines += reader.blocks(body, 0)
    lines += _margin_lines(package, reader, "footer")
    warnings = () if any(lines) else ("文档里没有文字",)
    return Extracted(kind="docx", lines=tuple(lines), warnings=warnings)


def _margin_lines(package: Package, reader: _Reader, kind: str) -> Iterator[str]:
    """The lines of all page headers or footers, each once; mere page numbers are left out."""
    seen = set()
    for name in package.names():
        if re.fullmatch(rf"word/{kind}\d*\.xml", name):
            for line in reader.blocks(package.xml(name), 0):
                bare = line.lstrip("# ")
                if bare not in seen and not _PAGE_NUMBER.fullmatch(bare):
                    seen.add(bare)
                    yield bare


class _Reader:
    """Reads blocks of one document, with its styles, lists and notes at hand."""

    def __init__(self, package: Package) -> None:
        styles = package.optional_xml("word/styles.xml")
        self._styles = Styles(styles)
        self._numbering = Numbering(package.optional_xml("word/numbering.xml"))
        self._notes = {
            kind: _notes(package.optional_xml(f"word/{kind}s.xml")) for kind in ("footnote", "endnote")
        }
        # A note is taken out when it is referred to: notes that refer to themselves or each other end.
        self._note_count = 0

    def blocks(self, container: Element, depth: int) -> Iterator[str]:
        """The lines of the paragraphs and tables in ``container``."""
        if depth > MAX_DEPTH:
            return
        for element in container:
            name = local_name(element)
            if name == "p":
                yield from self._paragraph(element, depth)
            elif name == "tbl":
                yield from self._table(element, depth)
            elif name == "AlternateContent":
                yield from self.blocks(_alternative(element), depth + 1)
            elif name not in _NOT_TEXT:
                yield from self.blocks(element, depth + 1)

    def _paragraph(self, paragraph: Element, depth: int) -> Iterator[str]:
        parts: list[str] = []
        boxes: list[Element] = []
        notes: list[Element] = []
        self._collect(paragraph, parts, boxes, notes, depth)
        properties = child(paragraph, "pPr")
        text = clean("".join(parts).replace("\r", "\n"))
        if text.strip():
            text = self._number(properties) + text.strip(" ")
        level = self._heading_level(properties)
        for line in text.split("\n"):
            line = line.strip()
            yield f"{'#' * level} {line}" if level and line else line
        for note in notes:
            self._note_count += 1
            text = " ".join(line for line in self.blocks(note, depth + 1) if line)
            yield f"注{self._note_count}：{text}"
        for box in boxes:
            yield from self.blocks(box, depth + 1)

    def _collect(
        self, element: Element, parts: list[str], boxes: list[Element], notes: list[Element], depth: int
    ) -> None:
        """The text of a paragraph, the boxes anchored in it and the notes it refers to, in their order."""
        if depth > MAX_DEPTH:
            return
        for inner in element:
            name = local_name(inner)
            if name == "t":
                parts.append(inner.text or "")
            elif name in _BREAKS:
                parts.append(_BREAKS[name])
            elif name == "txbxContent":
                boxes.append(inner)
            elif name in ("footnoteReference", "endnoteReference"):
                note = self._notes[name.removesuffix("Reference")].pop(attribute(inner, "id"), None)
                if note is not None:
                    notes.append(note)
            elif name == "AlternateContent":
                self._collect(_alternative(inner), parts, boxes, notes, depth + 1)
            elif name not in _NOT_TEXT:
                self._collect(inner, parts, boxes, notes, depth + 1)

    def _table(self, table: Element, depth: int) -> Iterator[str]:
        rows = [list(_within(row, "tc", 0)) for row in _within(table, "tr", 0)]
        if max(map(len, rows), default=0) < 2:
            for row in rows:
                for cell in row:
                    yield from self.blocks(cell, depth + 1)
            return
        for row in rows:
            # Every cell is read once only: reading it twice would double with each table within a table.
            if len(row) == 1 and sum(map(len, row[0].itertext())) > _PROSE_CELL:
                yield from self.blocks(row[0], depth + 1)
                continue
            texts = [self._cell_text(cell, depth) for cell in row]
            if any(texts):
                yield "\t".join(_spread(row, texts)).rstrip("\t")

    def _cell_text(self, cell: Element, depth: int) -> str:
        merge = child(cell, "tcPr", "vMerge")
        if merge is not None and value(merge) != "restart":
            return ""
        lines = (line.lstrip("# ").replace("\t", " ") for line in self.blocks(cell, depth + 1))
        return " ".join(line for line in lines if line)

    def _number(self, properties: Element | None) -> str:
        own = child(properties, "numPr")
        numbered = own if own is not None else self._styles.of(properties).numbering
        number_id = value(child(numbered, "numId"))
        if not number_id or number_id == "0":
            return ""
        level = value(child(numbered, "ilvl")) or "0"
        number = self._numbering.next(number_id, int(level) if level in set("012345678") else 0)
        return f"{number} " if number and not _CLOSED.search(number) else number

    def _heading_level(self, properties: Element | None) -> int:
        """1 to 6 for a heading, by outline level or by the name of its style; 0 for other paragraphs."""
        outline = child(properties, "outlineLvl")
        return outline_level(outline) if outline is not None else self._styles.of(properties).heading_level


def _notes(root: Element | None) -> dict[str, Element]:
    """Notes by id; the separators that Word keeps among them are left out."""
    notes = root if root is not None else ()
    return {attribute(note, "id"): note for note in notes if attribute(note, "type") in ("", "normal")}


def _alternative(element: Element) -> Element:
    """What of an AlternateContent is shown: its first choice, and only where there is none its fallback."""
    choice = child(element, "Choice")
    if choice is not None:
        return choice
    fallback = child(element, "Fallback")
    return fallback if fallback is not None else Element("none")


def _within(element: Element, name: str, depth: int) -> Iterator[Element]:
    """Rows of a table or cells of a row, through content controls and insertions but not into other
    tables."""
    if depth > MAX_DEPTH:
        return
    for inner in element:
        inner_name = local_name(inner)
        if inner_name == name:
            if child(inner, "trPr", "del") is None:
                yield inner
        elif inner_name in ("sdt", "sdtContent", "customXml", "ins"):
            yield from _within(inner, name, depth + 1)


def _spread(row: list[Element], texts: list[str]) -> Iterator[str]:
    for cell, text in zip(row, texts, strict=True):
        yield text
        span = value(child(cell, "tcPr", "gridSpan"))
        yield from [""] * (
            min(int(span), 200) - 1 if span.isascii() and span.isdigit() and len(span) < 6 else 0
        )

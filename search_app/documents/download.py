"""One document to take away: plain text, a Word file, a table as CSV."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from indexer.errors import NotFoundError
from indexer.models import Document
from search_app.documents.citing import UNTITLED, citation, reference
from search_app.documents.outline import Block, outline_of
from search_app.documents.rows import tables_of
from search_app.export import BYTE_ORDER_MARK
from search_app.tables import guarded

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

    from dictionaries import Dictionaries


def as_text(document: Document) -> str:
    """Title (once), paragraphs (tables as tab-separated rows) and, last, how the document is cited."""
    cited = [line for line in (reference(document), citation(document)) if line]
    printed = any(block.kind == "title" for block in outline_of(document))
    head = [] if printed else [document.title or UNTITLED, ""]
    return "\n".join([*head, document.text.content, "", *cited]) + "\n"


def as_docx(document: Document) -> bytes:
    """A Word file: the title as heading, headings by their level, tables as tables, the citation last."""
    from docx import Document as WordFile  # loaded for a download only
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    file = WordFile()
    file.add_heading(_printable(document.title or UNTITLED), level=0)
    content = document.text.content
    for block in outline_of(document):
        if block.kind == "table":
            _add_table(file, block, content)
        elif block.kind in ("heading", "attachment", "instrument"):
            file.add_heading(_printable(content[block.start : block.end]), level=max(block.level, 1))
        elif block.kind != "title":
            paragraph = file.add_paragraph(_printable(content[block.start : block.end]))
            if block.kind == "signature":
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for line in (reference(document), citation(document)):
        if line:
            file.add_paragraph(_printable(line))
    written = io.BytesIO()
    file.save(written)
    return written.getvalue()


def table_as_csv(document: Document, number: int, dictionaries: Dictionaries) -> str:
    """The document's table ``number`` (from 1): its header, if it has one, once, then its rows.

    With a byte order mark, so that spreadsheets read it. Raises NotFoundError where there are fewer tables.
    """
    found = tables_of(document, dictionaries)
    if not 1 <= number <= len(found):
        have = f"有 {len(found)} 张表，没有第 {number} 张" if found else "里没有表"
        raise NotFoundError(f"这篇公文{have}")
    table = found[number - 1]
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    for cells in ([table.header] if table.header else []) + [row.cells for row in table.rows]:
        writer.writerow([guarded(cell) for cell in cells])
    return BYTE_ORDER_MARK + written.getvalue()


def _add_table(file: WordDocument, block: Block, content: str) -> None:
    width = max(len(row) for row in block.rows)
    table = file.add_table(rows=0, cols=width, style="Table Grid")
    for row in block.rows:
        for place, (start, end) in zip(table.add_row().cells, row, strict=False):
            place.text = _printable(content[start:end].strip())


def _printable(text: str) -> str:
    """Without control characters and lone surrogates, which XML cannot hold."""
    return "".join(char for char in text if char.isprintable() or char in "\t ")

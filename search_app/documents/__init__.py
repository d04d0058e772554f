"""One document for its reader: how it is cited, its outline, what it has to do with others, its source's own lines.

Citations and headings are wanted by every search; the rest is loaded when it is first asked for: the outline's
patterns and the readers of file formats would cost a search on the command line a tenth of its time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.doors import lazy
from search_app.documents.citing import UNTITLED, citation, gbt7714, issue_label, reference
from search_app.documents.headings import heading_above

if TYPE_CHECKING:
    from search_app.documents.description import described
    from search_app.documents.download import as_docx, as_text, table_as_csv
    from search_app.documents.facsimile import Sheet, picture, sheet_job, sheets_of
    from search_app.documents.original import original_lines
    from search_app.documents.outline import Block, contents, outline_of
    from search_app.documents.relations import Citation, Relations, relations_of
    from search_app.documents.rows import headers_of, tables_of
    from search_app.documents.whole import whole_as_json

__all__ = [
    "UNTITLED",
    "Block",
    "Citation",
    "Relations",
    "Sheet",
    "as_docx",
    "as_text",
    "citation",
    "contents",
    "described",
    "gbt7714",
    "headers_of",
    "heading_above",
    "issue_label",
    "original_lines",
    "outline_of",
    "picture",
    "reference",
    "relations_of",
    "sheet_job",
    "sheets_of",
    "table_as_csv",
    "tables_of",
    "whole_as_json",
]

__getattr__ = lazy(
    __name__,
    {
        "description": ("described",),
        "download": ("as_docx", "as_text", "table_as_csv"),
        "facsimile": ("Sheet", "picture", "sheet_job", "sheets_of"),
        "original": ("original_lines",),
        "outline": ("Block", "contents", "outline_of"),
        "relations": ("Citation", "Relations", "relations_of"),
        "rows": ("headers_of", "tables_of"),
        "whole": ("whole_as_json",),
    },
)

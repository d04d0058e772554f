"""What people read: search results, documents and tables laid out by display width, plain or in colour.

What lays out single documents, tables and relations is loaded when it is first asked for: a search needs results alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.doors import lazy
from search_app.terminal.layout import Screen, display_width, harmless, pad, shorten, wrap

if TYPE_CHECKING:
    from search_app.terminal.document import render_document
    from search_app.terminal.evidence import render_evidence
    from search_app.terminal.relations import render_chain, render_comparison
    from search_app.terminal.results import render_places, render_results, summary
    from search_app.terminal.table import render_table

__all__ = [
    "Screen",
    "display_width",
    "harmless",
    "pad",
    "render_chain",
    "render_comparison",
    "render_document",
    "render_evidence",
    "render_places",
    "render_results",
    "render_table",
    "shorten",
    "summary",
    "wrap",
]

__getattr__ = lazy(
    __name__,
    {
        "document": ("render_document",),
        "evidence": ("render_evidence",),
        "relations": ("render_chain", "render_comparison"),
        "results": ("render_places", "render_results", "summary"),
        "table": ("render_table",),
    },
)

"""What people read: search results, documents and tables laid out by display width, plain or in colour."""

from __future__ import annotations

from search_app.terminal.document import render_document
from search_app.terminal.evidence import render_evidence
from search_app.terminal.layout import Screen, display_width, harmless, pad, shorten, wrap
from search_app.terminal.relations import render_chain, render_comparison
from search_app.terminal.results import render_results, summary
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
    "render_results",
    "render_table",
    "shorten",
    "summary",
    "wrap",
]

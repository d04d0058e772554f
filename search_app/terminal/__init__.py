"""What people read: search results, documents and tables laid out by display width, plain or in colour.

What lays out single documents, tables and relations is loaded when it is first asked for: a search needs results alone.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

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

_LATER = {
    "render_chain": "relations",
    "render_comparison": "relations",
    "render_document": "document",
    "render_evidence": "evidence",
    "render_places": "results",
    "render_results": "results",
    "render_table": "table",
    "summary": "results",
}
"""Name → module of this room that is loaded when the name is first asked for."""


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)

"""Where a query stands in a document: fragments, every place of it, and text cut at its highlights.

What is to be marked (``Mark``) comes from the query; where it stands is found once, here, on the stored squeezed
text; page, terminal and JSON paint the ranges that they are given.
"""

from __future__ import annotations

from search_app.highlights.bounds import cut
from search_app.highlights.document import DocumentHighlights, document_highlights
from search_app.highlights.head import places_of
from search_app.highlights.marked_text import Link, MarkedText, Piece, mark, ordered
from search_app.highlights.occurrences import Mark, Range
from search_app.highlights.places import all_places
from search_app.highlights.snippet import snippets, title_highlights

__all__ = [
    "DocumentHighlights",
    "Link",
    "Mark",
    "MarkedText",
    "Piece",
    "Range",
    "all_places",
    "cut",
    "document_highlights",
    "mark",
    "ordered",
    "places_of",
    "snippets",
    "title_highlights",
]

"""One document as programs are given it: its fields and text, how it stands, its outline, and how it is cited."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from indexer.models import Document, document_as_json
from search_app.documents.citing import citation, gbt7714, reference
from search_app.documents.outline import contents, outline_of
from search_app.documents.relations import relations_of
from search_app.searcher import Searcher


def whole_as_json(document: Document, index: Searcher, *, with_evidence: bool = False) -> dict[str, Any]:
    """The contract's object with all that the document's page shows.

    Beside ``validity`` and ``relations``: ``cited_by`` and ``similar`` (``id number title``), ``outline`` (headings
    and articles with their half-open range of ``text``) and ``citations`` by form, null where one cannot be had.
    """
    from search_app.relations import standing_as_json, standing_of

    related = relations_of(document, index)
    return {
        **document_as_json(document, with_text=True, with_evidence=with_evidence),
        **standing_as_json(standing_of(document.id, index.relations, index.on)),
        "cited_by": _named(related.cited_by),
        "similar": _named(related.similar),
        "outline": [
            {
                "label": each.label,
                "level": each.level,
                "anchor": each.anchor,
                "start": each.start,
                "end": each.end,
            }
            for each in contents(outline_of(document))
        ],
        "citations": {
            "reference": reference(document),
            "gazette": citation(document),
            "gbt7714": gbt7714(document),
        },
    }


def _named(documents: Iterable[Document]) -> list[dict[str, Any]]:
    return [{"id": each.id, "number": each.number, "title": each.title} for each in documents]

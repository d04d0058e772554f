"""What is in force, how a policy was handed down, how two documents differ: for terminal, page and JSON alike.

Imported when they are asked for: rapidfuzz is no part of a search.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.doors import lazy

if TYPE_CHECKING:
    from search_app.relations.comparing import Partner, compare, comparison_as_json, partners
    from search_app.relations.comparison import Comparison, Pair, Piece, Unit
    from search_app.relations.standing import (
        EVENT_LABELS,
        KIND_LABELS,
        STATUS_LABELS,
        Standing,
        badge,
        courses_in,
        event_line,
        proof,
        standing_as_json,
        standing_of,
        standings_in,
        status_line,
        with_status_counts,
    )
    from search_app.relations.transmission import chain, chain_as_json, chain_rows

__all__ = [
    "EVENT_LABELS",
    "KIND_LABELS",
    "STATUS_LABELS",
    "Comparison",
    "Pair",
    "Partner",
    "Piece",
    "Standing",
    "Unit",
    "badge",
    "chain",
    "chain_as_json",
    "chain_rows",
    "compare",
    "comparison_as_json",
    "courses_in",
    "event_line",
    "partners",
    "proof",
    "standing_as_json",
    "standing_of",
    "standings_in",
    "status_line",
    "with_status_counts",
]

__getattr__ = lazy(
    __name__,
    {
        "comparing": ("Partner", "compare", "comparison_as_json", "partners"),
        "comparison": ("Comparison", "Pair", "Piece", "Unit"),
        "standing": (
            "EVENT_LABELS",
            "KIND_LABELS",
            "STATUS_LABELS",
            "Standing",
            "badge",
            "courses_in",
            "event_line",
            "proof",
            "standing_as_json",
            "standing_of",
            "standings_in",
            "status_line",
            "with_status_counts",
        ),
        "transmission": ("chain", "chain_as_json", "chain_rows"),
    },
)

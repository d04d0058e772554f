"""What documents say of each other and of their own force, resolved over the whole collection.

``read_statements`` reads one document alone, ``relate`` a collection; ``Store`` opens what that wrote, and the
functions of ``answers`` read relations, validity and chains from it. docs/validity.md says the rules in Chinese.

Imported when they are asked for: a search reads relations and need not load what writes them (measured: 25 ms).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.doors import lazy

if TYPE_CHECKING:
    from indexer.relations.answers import (
        Chain,
        ChainNode,
        Named,
        Relation,
        Validity,
        chain_of,
        named,
        relations_of,
        timeline_of,
        validity,
        validity_of,
    )
    from indexer.relations.reading import read_statements
    from indexer.relations.resolution import Related, relate, related_alone
    from indexer.relations.signatures import status_on
    from indexer.relations.statements import KINDS, Kind, Likeness, Mention, Statements, from_line
    from indexer.relations.store import FILE, Store, opened_store
    from indexer.relations.timeline import STATUSES, Event, EventKind, Reference, Status
    from indexer.relations.wordings import faulty_wordings

__all__ = [
    "FILE",
    "KINDS",
    "STATUSES",
    "Chain",
    "ChainNode",
    "Event",
    "EventKind",
    "Kind",
    "Likeness",
    "Mention",
    "Named",
    "Reference",
    "Related",
    "Relation",
    "Statements",
    "Status",
    "Store",
    "Validity",
    "chain_of",
    "faulty_wordings",
    "from_line",
    "named",
    "opened_store",
    "read_statements",
    "relate",
    "related_alone",
    "relations_of",
    "status_on",
    "timeline_of",
    "validity",
    "validity_of",
]

__getattr__ = lazy(
    __name__,
    {
        "answers": (
            "Chain",
            "ChainNode",
            "Named",
            "Relation",
            "Validity",
            "chain_of",
            "named",
            "relations_of",
            "timeline_of",
            "validity",
            "validity_of",
        ),
        "reading": ("read_statements",),
        "resolution": ("Related", "relate", "related_alone"),
        "signatures": ("status_on",),
        "statements": ("KINDS", "Kind", "Likeness", "Mention", "Statements", "from_line"),
        "store": ("FILE", "Store", "opened_store"),
        "timeline": ("STATUSES", "Event", "EventKind", "Reference", "Status"),
        "wordings": ("faulty_wordings",),
    },
)

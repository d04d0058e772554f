"""What documents say of each other and of their own force, resolved over the whole collection.

``read_statements`` reads one document alone, ``relate`` a collection; ``Store`` opens what that wrote, and the
functions of ``answers`` read relations, validity and chains from it. docs/validity.md says the rules in Chinese.

Imported when they are asked for: a search reads relations and need not load what writes them (measured: 25 ms).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

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
    from indexer.relations.resolution import Related, relate
    from indexer.relations.signatures import status_on
    from indexer.relations.statements import KINDS, Kind, Likeness, Mention, Statements, from_line
    from indexer.relations.store import FILE, Store
    from indexer.relations.timeline import STATUSES, Event, EventKind, Reference, Status
    from indexer.relations.wordings import faulty_wordings

_HOMES = {
    "Chain": "answers",
    "ChainNode": "answers",
    "Event": "timeline",
    "EventKind": "timeline",
    "FILE": "store",
    "KINDS": "statements",
    "Kind": "statements",
    "Likeness": "statements",
    "Mention": "statements",
    "Named": "answers",
    "Reference": "timeline",
    "Related": "resolution",
    "Relation": "answers",
    "STATUSES": "timeline",
    "Statements": "statements",
    "Status": "timeline",
    "Store": "store",
    "Validity": "answers",
    "chain_of": "answers",
    "faulty_wordings": "wordings",
    "from_line": "statements",
    "named": "answers",
    "read_statements": "reading",
    "relate": "resolution",
    "relations_of": "answers",
    "status_on": "signatures",
    "timeline_of": "answers",
    "validity": "answers",
    "validity_of": "answers",
}

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
    "read_statements",
    "relate",
    "relations_of",
    "status_on",
    "timeline_of",
    "validity",
    "validity_of",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"indexer.relations.{_HOMES[name]}"), name)

"""The index folder: generations side by side, which one serves, whether its bytes are sound, who may build.

Readers ask for ``current`` or ``with_current``, which may raise NoIndexError; ``indexer.building`` makes what stands
here and knows the modules behind this door. What ``gsearch status`` and ``check`` need is loaded when asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from indexer.generations.generation import (
    CACHE_FOLDER,
    ENGINE_FOLDER,
    VOCABULARY_FOLDER,
    Generation,
    Serving,
    current,
    dictionaries_of,
    drop_orphans,
    install,
    is_whole,
    owner,
    place,
    rollback,
    serving,
    with_current,
)
from indexer.generations.issue_reports import IssueReport, State
from indexer.generations.manifest import Manifest

if TYPE_CHECKING:
    from indexer.generations.status import IndexFault, Status, check_index, index_status

__all__ = [
    "CACHE_FOLDER",
    "ENGINE_FOLDER",
    "VOCABULARY_FOLDER",
    "Generation",
    "IndexFault",
    "IssueReport",
    "Manifest",
    "Serving",
    "State",
    "Status",
    "check_index",
    "current",
    "dictionaries_of",
    "drop_orphans",
    "index_status",
    "install",
    "is_whole",
    "owner",
    "place",
    "rollback",
    "serving",
    "with_current",
]

_OF_STATUS = frozenset({"IndexFault", "Status", "check_index", "index_status"})


def __getattr__(name: str) -> Any:
    if name not in _OF_STATUS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from indexer.generations import status

    return getattr(status, name)

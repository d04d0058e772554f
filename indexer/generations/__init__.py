"""The index folder: generations side by side, which one serves, whether its bytes are sound, who may build.

Readers ask for ``current`` or ``with_current``, which may raise NoIndexError; ``indexer.building`` makes what stands
here and knows the modules behind this door. What only builds, ``status`` and ``check`` need is loaded when asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.doors import lazy
from indexer.generations.generation import (
    CACHE_FOLDER,
    ENGINE_FOLDER,
    VOCABULARY_FOLDER,
    Generation,
    current,
    dictionaries_of,
    place,
    with_current,
)
from indexer.generations.issue_reports import IssueReport, State
from indexer.generations.manifest import Manifest

if TYPE_CHECKING:
    from indexer.generations.status import IndexFault, Status, check_index, index_status
    from indexer.generations.succession import (
        Serving,
        drop_orphans,
        install,
        is_whole,
        owner,
        rollback,
        serving,
    )

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

__getattr__ = lazy(
    __name__,
    {
        "status": ("IndexFault", "Status", "check_index", "index_status"),
        "succession": ("Serving", "drop_orphans", "install", "is_whole", "owner", "rollback", "serving"),
    },
)

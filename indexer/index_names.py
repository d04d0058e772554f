"""Names in an index folder, at the bottom: who walks sources has to know an index when it meets one."""

from __future__ import annotations

from collections.abc import Collection

CURRENT_FILE = "CURRENT"
GENERATIONS_FOLDER = "generations"
LOCK_FILE = "lock"


def looks_like_index(names: Collection[str]) -> bool:
    """Whether a folder that holds ``names`` is an index, whole or begun: what is in it is nobody's source."""
    return GENERATIONS_FOLDER in names and (CURRENT_FILE in names or LOCK_FILE in names)

"""The index folder: generations side by side, which one serves, whether its bytes are sound, who may build."""

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

__all__ = [
    "CACHE_FOLDER",
    "ENGINE_FOLDER",
    "VOCABULARY_FOLDER",
    "Generation",
    "Serving",
    "current",
    "dictionaries_of",
    "drop_orphans",
    "install",
    "is_whole",
    "owner",
    "place",
    "rollback",
    "serving",
    "with_current",
]

"""Lines of a file → its cover, contents list and documents."""

from indexer.issues.candidate import Candidate
from indexer.issues.contents import Contents
from indexer.issues.likeness import alike, same_title
from indexer.issues.split import Layout, Part, split
from indexer.issues.told import NOTHING_TOLD, Told

__all__ = [
    "NOTHING_TOLD",
    "Candidate",
    "Contents",
    "Layout",
    "Part",
    "Told",
    "alike",
    "same_title",
    "split",
]

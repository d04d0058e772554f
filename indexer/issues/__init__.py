"""Lines of a file → its cover, contents list and documents."""

from indexer.issues.candidate import Candidate
from indexer.issues.contents import Contents
from indexer.issues.likeness import same_title
from indexer.issues.split import Layout, Part, split

__all__ = [
    "Candidate",
    "Contents",
    "Layout",
    "Part",
    "same_title",
    "split",
]

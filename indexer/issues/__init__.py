"""Lines of a file → its cover, contents list and documents."""

from indexer.issues.contents import Contents
from indexer.issues.head import Head
from indexer.issues.likeness import same_title
from indexer.issues.marks import Marks, is_addressee, marks_of, squeeze
from indexer.issues.split import Layout, Part, split

__all__ = [
    "Contents",
    "Head",
    "Layout",
    "Marks",
    "Part",
    "is_addressee",
    "marks_of",
    "same_title",
    "split",
    "squeeze",
]

"""Whoosh behind the Backend protocol: its files, its codec; matching and scoring are ours.

Whoosh's matchers cost 2-4 µs a posting in Python; reading whole posting blocks and adding scores a term at
a time costs a twentieth of that. So one segment is written through Whoosh's codec (any Whoosh can open it),
and its posting blocks and columns are read directly. Nothing is copied on opening, no positions are stored.

The segment's files are pickles: an index is trusted input, built by this program in a folder of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from indexer.backends.base import AnalysedDocument
from indexer.backends.whoosh.reader import WhooshReader
from indexer.errors import NoIndexError


class WhooshBackend:
    """Writes and opens folders of Whoosh files; see ``indexer.backends.base.Backend``."""

    def write(self, folder: Path, documents: Iterable[AnalysedDocument]) -> int:
        """Writes all ``documents`` as one segment; the same documents give the same bytes."""
        from indexer.backends.whoosh.writer import WhooshWriter

        return WhooshWriter(folder).write(documents)

    def open(self, folder: Path) -> WhooshReader:
        """Raises NoIndexError where the folder holds no index this engine can read."""
        reader = WhooshReader(folder)
        try:
            reader.open()
        except NoIndexError:
            reader.close()
            raise
        return reader

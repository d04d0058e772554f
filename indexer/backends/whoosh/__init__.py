"""Whoosh behind the Backend protocol: its files, its codec; matching and scoring are ours.

Whoosh's matchers cost 2-4 µs a posting in Python; reading whole posting blocks and adding scores a term at
a time costs a twentieth of that. So one segment is written through Whoosh's codec (any Whoosh can open it),
and its posting blocks and columns are read directly. Nothing is copied on opening, no positions are stored.

The segment's files are pickles: an index is trusted input, built by this program in a folder of its own.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from indexer.backends.contract import AnalysedDocument, Place, Written
from indexer.backends.whoosh.reader import WhooshReader
from indexer.errors import NoIndexError

__all__ = ["WhooshBackend", "make_backend"]


def make_backend(options: Mapping[str, str]) -> WhooshBackend:
    """The engine of this row; it has no options."""
    return WhooshBackend()


class WhooshBackend:
    """Writes and opens folders of Whoosh files; see ``indexer.backends.Backend``."""

    def write(self, folder: Path, owner: str, documents: Iterable[AnalysedDocument]) -> Written:
        """Writes all ``documents`` as one segment; the same documents give the same bytes."""
        from indexer.backends.whoosh.writer import WhooshWriter

        return Written(WhooshWriter(folder).write(documents), Place(folder))

    def seal(self, place: Place) -> None:
        """Brings every file of the folder to the disk. Raises OSError."""
        for path in sorted(place.folder.iterdir()):
            with path.open("rb") as file:
                os.fsync(file.fileno())

    def verify(self, place: Place) -> tuple[str, ...]:
        """Whether the index opens; its files' checksums are in the generation's manifest."""
        try:
            self.open(place).close()
        except NoIndexError as error:
            return (str(error),)
        return ()

    def serve(self, owner: str, place: Place) -> None:
        """Nothing: the index folder says which generation answers."""

    def drop(self, place: Place) -> None:
        """Nothing: the folder is its generation's."""

    def names(self, owner: str) -> frozenset[str]:
        """None: what dead builds leave lies in their folders."""
        return frozenset()

    def open(self, place: Place) -> WhooshReader:
        """Raises NoIndexError where the folder holds no index this engine can read."""
        reader = WhooshReader(place.folder)
        try:
            reader.open()
        except NoIndexError:
            reader.close()
            raise
        return reader

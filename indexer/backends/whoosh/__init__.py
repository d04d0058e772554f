"""The local engine: an index in files of its own on this machine, answered by ``postings``.

Whoosh's matchers cost 2-4 µs a posting in Python, and its files are pickles. So matching and scoring are ours
(``postings``), and so are the files (``storage``): plain, checksummed, shared by all requests of a process. ``codec``
shows them to Whoosh, so that its searchers and tools can be used on an index.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from indexer.backends.contract import AnalysedDocument, Carried, Place, Written
from indexer.backends.postings.arithmetic import Arithmetic, arithmetic
from indexer.backends.storage import FILES, ROOT_FILE, Segment
from indexer.backends.storage.records import DamagedRecordError
from indexer.backends.whoosh.reader import SegmentReader, damage_named
from indexer.errors import NoIndexError

__all__ = ["WhooshBackend", "make_backend"]

Stamp = tuple[int, int, int, int]


def make_backend(options: Mapping[str, str]) -> WhooshBackend:
    """The engine of this row; it has no options."""
    return WhooshBackend()


class WhooshBackend:
    """See ``indexer.backends.Backend``; an index is a folder of files. ``choose`` as in Segment."""

    def __init__(self, choose: Callable[[int], Arithmetic] = arithmetic) -> None:
        self._choose = choose

    def write(self, folder: Path, owner: str, documents: Iterable[AnalysedDocument]) -> Written:
        """The same documents give the same bytes. Raises OSError."""
        from indexer.backends.storage.writer import write_segment

        return Written(write_segment(folder, documents), Place(folder))

    def rewrite(
        self, folder: Path, before: Place, documents: Iterable[AnalysedDocument | Carried]
    ) -> Written:
        """See ``indexer.backends.CarryingBackend``: lists are renumbered, texts copied, each record checked."""
        from indexer.backends.storage.carrying import Held
        from indexer.backends.storage.writer import write_segment

        with damage_named(before.folder):
            held = Held(before.folder)
        try:
            return Written(write_segment(folder, documents, held), Place(folder))
        except DamagedRecordError as error:
            raise NoIndexError(
                f"索引文件损坏：{before.folder}（{error}）；请运行 gsearch build 重建索引"
            ) from error

    def seal(self, place: Place) -> None:
        """Brings every file of the folder to the disk. Raises OSError."""
        for path in sorted(place.folder.iterdir()):
            with path.open("rb") as file:
                os.fsync(file.fileno())

    def open(self, place: Place) -> SegmentReader:
        """What was read is held for the next reader, while no file was written to."""
        with damage_named(place.folder):
            stamps = tuple(_stamp(place.folder / name) for name in (ROOT_FILE, *FILES))
            return SegmentReader(place.folder, _segment(place.folder, stamps, self._choose))

    def verify(self, place: Place) -> tuple[str, ...]:
        """Reads every record of the index."""
        try:
            with damage_named(place.folder):
                Segment(place.folder, self._choose).verify()
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


@lru_cache(maxsize=2)
def _segment(folder: Path, stamps: tuple[Stamp, ...], choose: Callable[[int], Arithmetic]) -> Segment:
    return Segment(folder, choose)


def _stamp(path: Path) -> Stamp:
    status = path.stat()
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns

"""Which content a file had when it was last read, so that an unchanged file need not even be read."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

from indexer.sources import SourceFile

SEEN_FILE = "seen.json"

_SETTLED_NS = 2_000_000_000
"""A file changed this shortly before it was read may change again within the same tick of its clock."""

Stamp = tuple[int, int, int, int]
"""Size, modification and change time (ns), inode: what no edit leaves as it was."""


class Seen:
    """Digests by file and stamp, kept in one small file of the cache."""

    def __init__(self, cache: Path) -> None:
        self._file = cache / SEEN_FILE
        self._known = _load(self._file)
        self._new: dict[str, list[object]] = {}

    def digest(self, source: SourceFile) -> str:
        """The SHA-256 of a source, without reading it where its stamp is known. Raises ExtractError."""
        stamp = stamp_of(source)
        known = self._known.get(source.path)
        if stamp and known and tuple(known[:4]) == stamp:
            return str(known[4])
        return source.digest()

    def note(self, source: SourceFile, stamp: Stamp | None, sha256: str) -> None:
        """Remembers that a source whose ``stamp`` was taken before it was read had this content."""
        if stamp and time.time_ns() - max(stamp[1:3]) > _SETTLED_NS:
            self._new[source.path] = [*stamp, sha256]

    def save(self) -> None:
        """Keeps what was noted, and nothing older. Raises OSError."""
        temporary = self._file.with_suffix(".new")
        temporary.write_text(json.dumps(self._new), encoding="ascii")
        temporary.replace(self._file)


def stamp_of(source: SourceFile) -> Stamp | None:
    """The stamp of the file on disk that holds ``source``; None inside an archive in an archive."""
    if not isinstance(source.container, Path):
        return None
    try:
        status = os.stat(source.container)
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def _load(file: Path) -> dict[str, list[object]]:
    try:
        known = json.loads(file.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return {}
    if not isinstance(known, dict):
        return {}
    return {path: row for path, row in known.items() if isinstance(row, list) and len(row) == 5}

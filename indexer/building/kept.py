"""The cache folder: which entry is of which file, found again by the file's name and content."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from indexer.building.entries import DamagedEntryError, Entry, read
from indexer.recognising import reading_conditions

SUFFIX = ".entry"


class Kept:
    """The entries of a cache folder, by the name and content of the file they came from.

    ``conditions`` are what an analysis depends on beside the file: an entry made under others is not found.
    """

    def __init__(self, folder: Path, conditions: str) -> None:
        self._folder = folder
        self._conditions = conditions
        names = (path.name.removesuffix(SUFFIX).split("-") for path in folder.glob(f"*{SUFFIX}"))
        self._digests = {name[0]: name[1] for name in names if len(name) == 2}

    def find(self, file: str, sha256: str, corrections: str) -> Entry | None:
        """The entry of a file of this name and content, and with these corrections (``IssueReport``); None where there
        is none or it is damaged.
        """
        key = self._key(file, sha256, corrections)
        digest = self._digests.get(key)
        if digest is None:
            return None
        try:
            return read(self._path(key, digest), digest)
        except DamagedEntryError:
            return None

    def name(self, entry: Entry) -> str:
        """The name of the file that keeps ``entry`` in any cache."""
        return self._place(entry).name

    def replace(self, entries: Sequence[Entry]) -> None:
        """Takes in ``entries``, wherever they lie, and removes all others. Raises OSError."""
        self._folder.mkdir(mode=0o700, exist_ok=True)
        wanted = set()
        for entry in entries:
            target = self._place(entry)
            wanted.add(target)
            if entry.path != target:
                entry.path.replace(target)
        for path in self._folder.glob(f"*{SUFFIX}"):
            if path not in wanted:
                path.unlink()

    def _place(self, entry: Entry) -> Path:
        report = entry.report
        return self._path(self._key(report.file, report.sha256, report.corrections), entry.digest)

    def _key(self, file: str, sha256: str, corrections: str) -> str:
        conditions = f"{self._conditions}\0{reading_conditions(file)}"
        text = f"{conditions}\0{file}\0{sha256}\0{corrections}"
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]

    def _path(self, key: str, digest: str) -> Path:
        return self._folder / f"{key}-{digest}{SUFFIX}"

"""What a generation says of itself: its name, what it was made of, and the checksum of each of its files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

from indexer.backends import EngineSettings

MANIFEST_FILE = "manifest.json"
FORMAT = 3
"""Raised when the layout of a generation's folder changes."""


_PIECE = 1 << 18
"""Bytes read at a time; few enough to stay in the processor's cache."""


class FileState(NamedTuple):
    """What a file was when its generation was made: size in bytes, SHA-256, CRC-32, time of modification in ns.

    The CRC is for looking at every use (4 GB/s), the SHA-256 for telling contents apart.
    """

    size: int
    sha256: str
    crc32: int
    modified_ns: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """The summary that opening an index reads; everything about single source files is in ``issues.jsonl``.

    ``name`` is 12 hex digits over all that went in; ``built_at`` is ISO 8601 with offset; ``sources`` are the
    absolute paths given, ``dictionaries_folder`` that of the user's own dictionaries; ``source_bytes`` counts
    the files read; ``files`` maps a path relative to the generation's folder to what the file was;
    ``index_name`` is what a remote ``engine`` calls the index ("" for a local one).
    """

    name: str
    schema_version: int
    dictionary: str
    gsearch_version: str
    built_at: str
    seconds: float
    sources: tuple[str, ...]
    encoding: str | None
    files_read: int
    files_failed: int
    files_skipped: int
    documents: int
    source_bytes: int
    files: Mapping[str, FileState]
    dictionaries_folder: str | None = None
    engine: str = EngineSettings().name
    engine_options: Mapping[str, str] = field(default_factory=dict)
    index_name: str = ""
    format: int = FORMAT

    @property
    def engine_settings(self) -> EngineSettings:
        """The engine that the index is in."""
        return EngineSettings(self.engine, self.engine_options)


def write(manifest: Manifest, folder: Path) -> None:
    """Writes ``manifest.json`` with a checksum over its own content."""
    content = asdict(manifest)
    content["checksum"] = _checksum(content)
    text = json.dumps(content, indent=1, sort_keys=True)
    (folder / MANIFEST_FILE).write_text(text + "\n", encoding="ascii")


def read(folder: Path) -> Manifest:
    """Reads ``manifest.json``; one of another ``format`` has no ``files``, since they mean something else there.

    Raises OSError where it cannot be read and ValueError where it is no manifest or not as it was written.
    """
    content = json.loads((folder / MANIFEST_FILE).read_text(encoding="utf-8"))
    if not isinstance(content, dict):
        raise ValueError(f"{MANIFEST_FILE}: no object")
    try:
        checksum = content.pop("checksum")
        if content["format"] != FORMAT:
            content["files"] = {}
        elif checksum != _checksum(content):
            raise ValueError(f"{MANIFEST_FILE}: checksum")
        values = {each.name: content[each.name] for each in fields(Manifest) if each.name in content}
        values["files"] = {name: FileState(*row) for name, row in values["files"].items()}
        values["sources"] = tuple(values["sources"])
        return Manifest(**values)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{MANIFEST_FILE}: {error}") from error


def file_states(folder: Path) -> dict[str, FileState]:
    """What every file under ``folder`` but the manifest itself is, by relative path. Raises OSError."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): _state(path) for path in paths if path != folder / MANIFEST_FILE
    }


def _state(path: Path) -> FileState:
    status = path.stat()
    return FileState(status.st_size, digest_file(path), crc32_of(path), status.st_mtime_ns)


def crc32_of(path: Path) -> int:
    """The CRC-32 of a file's content. Raises OSError."""
    found = 0
    piece = memoryview(bytearray(_PIECE))
    with path.open("rb", buffering=0) as file:
        while size := file.readinto(piece):
            found = crc32(piece[:size], found)
    return found


def digest_file(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    import hashlib

    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _checksum(content: Mapping[str, Any]) -> str:
    return f"{crc32(json.dumps(content, sort_keys=True).encode('ascii')):08x}"

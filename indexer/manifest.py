"""What a generation says of itself: its name, what it was made of, and the checksum of each of its files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

MANIFEST_FILE = "manifest.json"
FORMAT = 1
"""Raised when the layout of a generation's folder changes."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The summary that opening an index reads; everything about single source files is in ``issues.jsonl``.

    ``name`` is 12 hex digits over all that went in; ``built_at`` is ISO 8601 with offset; ``sources`` are the
    absolute paths given; ``source_bytes`` counts the files read; ``files`` maps a path relative to the
    generation's folder to (size in bytes, SHA-256).
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
    files: Mapping[str, tuple[int, str]]
    format: int = FORMAT


def write(manifest: Manifest, folder: Path) -> None:
    """Writes ``manifest.json`` with a checksum over its own content."""
    content = asdict(manifest)
    content["checksum"] = _checksum(content)
    text = json.dumps(content, indent=1, sort_keys=True)
    (folder / MANIFEST_FILE).write_text(text + "\n", encoding="ascii")


def read(folder: Path) -> Manifest:
    """Reads ``manifest.json`` without verifying any checksum.

    Raises OSError where it cannot be read and ValueError where it is no manifest.
    """
    content = _content(folder)
    try:
        values = {field.name: content[field.name] for field in fields(Manifest)}
        values["files"] = {name: (int(size), str(digest)) for name, (size, digest) in values["files"].items()}
        values["sources"] = tuple(values["sources"])
        return Manifest(**values)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{MANIFEST_FILE}: {error}") from error


def is_intact(folder: Path) -> bool:
    """Whether ``manifest.json`` still has the checksum it was written with. Raises as ``read`` does."""
    content = _content(folder)
    return bool(content.pop("checksum", None) == _checksum(content))


def missing(manifest: Manifest, folder: Path) -> str | None:
    """What is visibly wrong with a generation's files (missing, of another size), without reading them."""
    for name, (size, _) in manifest.files.items():
        try:
            actual = (folder / name).stat().st_size
        except OSError:
            return f"{name} 缺失或打不开"
        if actual != size:
            return f"{name} 应为 {size} 字节，实为 {actual} 字节"
    return None


def digest_files(folder: Path) -> dict[str, tuple[int, str]]:
    """Size and SHA-256 of every file under ``folder`` but the manifest itself, by relative path."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_size, digest_file(path))
        for path in paths
        if path != folder / MANIFEST_FILE
    }


def digest_file(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    import hashlib

    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _content(folder: Path) -> dict[str, Any]:
    content = json.loads((folder / MANIFEST_FILE).read_text(encoding="utf-8"))
    if not isinstance(content, dict):
        raise ValueError(f"{MANIFEST_FILE}: no object")
    return content


def _checksum(content: Mapping[str, Any]) -> str:
    import hashlib

    text = json.dumps(content, sort_keys=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()

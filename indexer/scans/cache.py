"""Pages that have been read, kept in a folder: by the picture, the engine and its settings, so never read twice.

``pages/<2 hex>/<62 hex>.gz`` is a page under the hash of engine, settings and picture; ``files/<sha256>-<engine>.json``
says which of them are the pages of a file, so that a file that was read once needs neither rendering nor engine.
Others may put what they work out of pages beside them (``prints/``).
What has not been asked for longest goes when the folder is larger than its bound.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import astuple
from pathlib import Path
from typing import TYPE_CHECKING, Any

from indexer.scans.page import ReadPage, TextBox

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_BYTES = 1 << 30
"""Of all pages in the folder; a page takes some 5 kB, so 200,000 of them."""

_DAMAGE = (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError, IndexError)


class PageCache:
    """The pages in ``folder``, which is made when the first one is kept.

    Whatever is damaged there counts as absent. Several processes may read and write at a time.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def find(self, key: str) -> ReadPage | None:
        """The page kept under ``key``, which counts as used now."""
        try:
            return _from_values(json.loads(gzip.decompress(self.get(_place(key)))))
        except _DAMAGE:
            return None

    def keep(self, key: str, page: ReadPage) -> None:
        """Keeps a page. Raises OSError."""
        data = json.dumps(astuple(page), ensure_ascii=False, separators=(",", ":")).encode()
        self.put(_place(key), gzip.compress(data, 6, mtime=0))

    def get(self, place: str) -> bytes:
        """What was put at ``place``, a path within the folder; it counts as used now. Raises OSError."""
        path = self.folder / place
        data = path.read_bytes()
        with suppress(OSError):
            os.utime(path)
        return data

    def put(self, place: str, data: bytes) -> None:
        """Keeps ``data`` at ``place``. Raises OSError."""
        _write(self.folder / place, data)

    def note(self, file: str, engine: str, pages: Mapping[int, str]) -> None:
        """Notes under which keys the pages (from 0) of a file lie, by its SHA-256. Raises OSError."""
        known = {**self._noted(file, engine), **pages}
        text = json.dumps({str(index): known[index] for index in sorted(known)})
        _write(self._file(file, engine), text.encode())

    def pages_of(self, file: str, engine: str | None) -> dict[int, ReadPage]:
        """The pages of a file that have been read by ``engine``; without one, by whichever read most of them."""
        if engine is None:
            names = (path.stem.partition("-")[2] for path in self.folder.glob(f"files/{file}-*.json"))
            found = [self.pages_of(file, name) for name in sorted(names)]
            return max(found, key=len, default={})
        pages = {index: self.find(key) for index, key in self._noted(file, engine).items()}
        return {index: page for index, page in pages.items() if page is not None}

    def trim(self, bound: int = MAX_BYTES) -> None:
        """Removes what was used longest ago until the rest is within ``bound`` bytes. Raises OSError."""
        kept = [(path.stat(), path) for path in self.folder.glob("*/**/*") if path.is_file()]
        size = sum(status.st_size for status, _ in kept)
        for status, path in sorted(kept, key=lambda each: each[0].st_mtime_ns):
            if size <= bound:
                return
            path.unlink(missing_ok=True)
            size -= status.st_size

    def _noted(self, file: str, engine: str) -> dict[int, str]:
        try:
            noted = json.loads(self._file(file, engine).read_bytes())
            return {int(index): str(key) for index, key in noted.items()}
        except (*_DAMAGE, AttributeError):
            return {}

    def _file(self, file: str, engine: str) -> Path:
        return self.folder / "files" / f"{file}-{engine}.json"


def key_of(picture: Image, engine: str) -> str:
    """What a page is kept under: 64 hex digits over the picture's points, the engine and its settings."""
    digest = hashlib.sha256(f"{engine}\0{picture.mode}\0{picture.size}\0".encode())
    digest.update(picture.tobytes())
    return digest.hexdigest()


def _place(key: str) -> str:
    return f"pages/{key[:2]}/{key[2:]}.gz"


def _from_values(values: Any) -> ReadPage:
    width, height, engine, boxes, across, down = values
    return ReadPage(
        int(width),
        int(height),
        str(engine),
        tuple(TextBox(tuple(map(float, corners)), str(text), float(sure)) for corners, text, sure in boxes),  # type: ignore[arg-type]
        tuple((int(a), int(b), int(c)) for a, b, c in across),
        tuple((int(a), int(b), int(c)) for a, b, c in down),
    )


def _write(path: Path, data: bytes) -> None:
    """All of it or nothing, whoever else writes the same."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)

"""Vectors by the hash of their text, beside the index: what was embedded once is never embedded again.

A file of equal rows (key, scale, CRC-32, 8-bit numbers), only ever added to while a build runs, so that a build that
was broken off goes on where it was. A row that is not as it was written does not count.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

if TYPE_CHECKING:
    from typing import Any

    from numpy import int8
    from numpy.typing import NDArray

    from indexer.semantic.model import Model, Vector

KEY = 16
"""Bytes of a text's SHA-256 that tell it from others."""
BATCH = 256
"""Texts after which what was embedded is written down."""


class Packed(NamedTuple):
    """A vector in 8-bit numbers; times ``scale`` they are nearly what the model gave."""

    scale: float
    numbers: NDArray[int8]


class KeptVectors:
    """The vectors of one model in a cache folder; to be closed."""

    def __init__(self, folder: Path, model: Model) -> None:
        """Raises OSError."""
        import numpy

        self._model = model
        self._folder = folder
        self._path = folder / f"{model.fingerprint}.vectors"
        self._row = numpy.dtype(
            [("key", f"V{KEY}"), ("scale", "<f4"), ("check", "<u4"), ("numbers", "i1", (model.dimensions,))]
        )
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._rows = self._read()
        self._places = {bytes(key): place for place, key in enumerate(self._rows["key"])}
        self._used: set[bytes] = set()
        self._file = self._path.open("ab")
        self.embedded = 0
        """Texts that had to be embedded anew."""

    def vectors(self, texts: Sequence[str]) -> Iterator[Packed]:
        """The vector of each text; those that are not kept are embedded and kept. Raises ModelError, OSError."""
        keys = [_key(text) for text in texts]
        found = {key: packed for key in keys if (packed := self._kept(key)) is not None}
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in found}
        self._used.update(keys)
        for key, vector in zip(missing, self._model.embed(missing.values()), strict=True):
            found[key] = pack(vector)
            self._write(key, found[key])
        if missing:
            self._file.flush()
            self.embedded += len(missing)
        yield from (found[key] for key in keys)

    def close(self) -> None:
        self._file.close()

    def tidy(self) -> None:
        """Drops the vectors of other models, and of texts that nobody asked for where they are the greater part."""
        for path in self._folder.glob("*.vectors"):
            if path != self._path:
                path.unlink(missing_ok=True)
        rows = self._read()
        if len(rows) > 2 * len(self._used):
            kept = self._path.with_suffix(".new")
            kept.write_bytes(b"".join(row.tobytes() for row in rows if bytes(row["key"]) in self._used))
            kept.replace(self._path)

    def _read(self) -> Any:
        """All whole rows; a row cut short by an interruption is cut off."""
        import numpy

        size = self._path.stat().st_size if self._path.exists() else 0
        whole = size - size % self._row.itemsize
        if whole != size:
            with self._path.open("r+b") as file:
                file.truncate(whole)
        if not whole:
            return numpy.empty(0, self._row)
        return numpy.memmap(self._path, self._row, "r", shape=(whole // self._row.itemsize,))

    def _kept(self, key: bytes) -> Packed | None:
        place = self._places.get(key)
        if place is None:
            return None
        row = self._rows[place]
        packed = Packed(float(row["scale"]), row["numbers"].copy())
        return packed if int(row["check"]) == _check(key, packed) else None

    def _write(self, key: bytes, packed: Packed) -> None:
        import numpy

        row = numpy.zeros(1, self._row)
        row["key"], row["scale"], row["numbers"] = numpy.void(key), packed.scale, packed.numbers
        row["check"] = _check(key, packed)
        self._file.write(row.tobytes())


def pack(vector: Vector) -> Packed:
    """``vector`` in 8-bit numbers, the greatest of them 127."""
    import numpy

    greatest = float(numpy.abs(vector).max(initial=0.0))
    scale = float(numpy.float32(greatest / 127 or 1.0))
    return Packed(scale, numpy.rint(vector / scale).astype(numpy.int8))


Cut = tuple[str, tuple[str, ...]]
"""A document's id and its passages."""


def batches(documents: Iterable[Cut]) -> Iterator[list[Cut]]:
    """The documents in groups of about BATCH passages."""
    held: list[Cut] = []
    count = 0
    for document in documents:
        held.append(document)
        count += len(document[1])
        if count >= BATCH:
            yield held
            held, count = [], 0
    if held:
        yield held


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:KEY]


def _check(key: bytes, packed: Packed) -> int:
    import numpy

    return crc32(packed.numbers.tobytes(), crc32(numpy.float32(packed.scale).tobytes(), crc32(key)))

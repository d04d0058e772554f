"""The vectors of a generation: written once, mapped into memory, scanned whole for the documents nearest to a question.

::

    semantic/about.json   the model and the sizes
    semantic/ids          the documents' ids, one a line, in the order of the collection
    semantic/ends         for each the row after its last passage, 4 bytes
    semantic/scales       for each passage what its numbers are multiplied by, 4 bytes
    semantic/numbers      each passage's vector in 8-bit numbers

No index over the vectors is needed: half a million passages are scored in a tenth of a second, read as the cache of
the file system has them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from indexer import deadline
from indexer.errors import NoIndexError
from indexer.semantic.kept import Packed

if TYPE_CHECKING:
    from indexer.semantic.model import Model, Vector

FOLDER = "semantic"
_ABOUT, _IDS, _ENDS, _SCALES, _NUMBERS = "about.json", "ids", "ends", "scales", "numbers"
_BLOCK = 8192
"""Passages that are scored at a time, in 16 MB of floats."""


@dataclass(frozen=True, slots=True)
class About:
    """Which model made the vectors, where it lay, and how many there are."""

    model: str
    fingerprint: str
    dimensions: int
    documents: int
    passages: int


class Nearest(NamedTuple):
    """A document and the cosine of its best passage to the question."""

    id: str
    cosine: float


class VectorWriter:
    """Fills the folder of a new generation; ``finish`` makes it whole."""

    def __init__(self, folder: Path, model: Model, path: Path) -> None:
        """``path`` is where the model lies. Raises OSError."""
        folder.mkdir(parents=True)
        self._folder, self._model, self._path = folder, model, path
        self._ids: list[str] = []
        self._ends: list[int] = []
        self._scales: list[float] = []
        self._numbers = (folder / _NUMBERS).open("wb")

    def add(self, id: str, passages: Iterable[Packed]) -> None:  # noqa: A002 - the contract's word
        """A document with the vectors of its passages, in their order."""
        for packed in passages:
            self._scales.append(packed.scale)
            self._numbers.write(packed.numbers.tobytes())
        self._ids.append(id)
        self._ends.append(len(self._scales))

    def finish(self) -> None:
        """Writes everything down. Raises OSError."""
        import numpy

        self.close()
        (self._folder / _IDS).write_text("".join(f"{id}\n" for id in self._ids), encoding="utf-8")  # noqa: A001
        (self._folder / _ENDS).write_bytes(numpy.array(self._ends, "<u4").tobytes())
        (self._folder / _SCALES).write_bytes(numpy.array(self._scales, "<f4").tobytes())
        model = self._model
        made = About(str(self._path), model.fingerprint, model.dimensions, len(self._ids), len(self._scales))
        text = json.dumps(asdict(made), ensure_ascii=False, indent=1)
        (self._folder / _ABOUT).write_text(text + "\n", encoding="utf-8")

    def close(self) -> None:
        self._numbers.close()


def about(generation: Path) -> About | None:
    """What a generation's vectors are of; None where it has none. Raises NoIndexError where that is damaged."""
    path = generation / FOLDER / _ABOUT
    try:
        return About(**json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError) as error:
        raise _damaged(path, error) from error


@dataclass(frozen=True, slots=True)
class Vectors:
    """Those of one generation, for any number of threads."""

    about: About
    ids: tuple[str, ...]
    starts: Any
    scales: Any
    numbers: Any

    @staticmethod
    def open(generation: Path) -> Vectors | None:
        """Those in the folder of a generation, None where it has none. Raises NoIndexError where they are damaged."""
        return _open(generation) if (generation / FOLDER).is_dir() else None

    def nearest(self, question: Vector, most: int) -> tuple[Nearest, ...]:
        """The ``most`` documents nearest to ``question``, best first, equal ones by id; all have a passage.

        Raises SlowQueryError beyond the caller's ``deadline.limit``.
        """
        import numpy

        if not len(self.scales):
            return ()
        cosines = numpy.empty(len(self.scales), numpy.float32)
        for start in range(0, len(cosines), _BLOCK):
            deadline.check()
            block = slice(start, start + _BLOCK)
            cosines[block] = self.numbers[block].astype(numpy.float32) @ question
        cosines *= self.scales
        best = numpy.maximum.reduceat(cosines, self.starts)
        chosen = numpy.argpartition(-best, most)[:most] if most < len(best) else range(len(best))
        found = (Nearest(self.ids[place], float(best[place])) for place in chosen)
        return tuple(sorted(found, key=lambda each: (-each.cosine, each.id)))


@lru_cache(maxsize=2)
def _open(generation: Path) -> Vectors:
    import numpy

    folder = generation / FOLDER
    made = about(generation)
    if made is None:
        raise _damaged(folder, FileNotFoundError(f"{_ABOUT} 缺失"))
    try:
        ids = (folder / _IDS).read_text(encoding="utf-8").split("\n")[:-1]
        ends = numpy.fromfile(folder / _ENDS, "<u4")
        scales = numpy.fromfile(folder / _SCALES, "<f4")
        size = (made.passages, made.dimensions)
        numbers = numpy.memmap(folder / _NUMBERS, numpy.int8, "r", shape=size) if made.passages else None
    except (OSError, ValueError) as error:
        raise _damaged(folder, error) from error
    if (len(ids), len(ends), len(scales)) != (made.documents, made.documents, made.passages):
        raise _damaged(folder, ValueError("sizes"))
    starts = numpy.concatenate((numpy.zeros(1, ends.dtype), ends[:-1])) if len(ends) else ends
    full = starts < ends
    held = tuple(id for id, is_full in zip(ids, full, strict=True) if is_full)  # noqa: A001
    return Vectors(made, held, starts[full], scales, numbers)


def _damaged(path: Path, error: Exception) -> NoIndexError:
    return NoIndexError(f"索引损坏：{path} 读不了（{error}）；请运行 gsearch build 重建索引")

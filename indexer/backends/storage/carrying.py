"""Taking documents over from an index written before: their texts as they are, their postings renumbered.

What a full writing takes a millisecond a document for takes some 0.1 here; the bytes are the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.backends.contract import AnalysedDocument, Carried
from indexer.backends.postings import scoring
from indexer.backends.storage.layout import (
    COLUMNS_FILE,
    LISTS_FILE,
    RECORDS_FILE,
    ROOT_FILE,
    TERMS_FILE,
    TEXTS_FILE,
)
from indexer.backends.storage.merging import POSTINGS
from indexer.backends.storage.packing import Integers, Lists, Sealed, unpack
from indexer.backends.storage.records import DamagedRecordError, RecordFile, RecordWriter, read_root
from indexer.backends.storage.shifting import Shift, shift_of, shifted
from indexer.backends.storage.terms import Terms

_RUN = 256
"""Documents whose texts are copied at a time."""

_GONE = -1


@dataclass(frozen=True, slots=True)
class Part:
    """Documents that stood behind one another, and their old numbers."""

    numbers: range
    documents: list[Carried]


class Held:
    """An index that is read once more, from its beginning to its end; every record is checked.

    Raises DamagedRecordError, OSError; KeyError and the like where a record is sound but not of this format.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        root = read_root(folder / ROOT_FILE)
        self._places: Mapping[str, tuple[str, int, int]] = root["columns"]
        self._columns = RecordFile(folder / COLUMNS_FILE)
        self._texts = {"text": RecordFile(folder / TEXTS_FILE), "record": RecordFile(folder / RECORDS_FILE)}
        self._ends: dict[str, NDArray[Any]] = {name: self._column(f"{name}_end") for name in self._texts}
        self._numbers = self._ids()
        self._becomes = np.full(len(self._numbers), _GONE, np.int64)
        self._dates: list[int] = self._column("date").tolist()
        self._means: Mapping[str, float] = root["mean_lengths"]
        self._norms = {field: self._column(f"{field}_norm").tolist() for field in self._means}
        self._facets = {field: self._facet(field) for field in root["facets"]}

    def taken(self, documents: Iterable[tuple[int, AnalysedDocument | Carried]]) -> Iterator[Part]:
        """``documents`` with the numbers that they get, in parts."""
        first, part = 0, list[Carried]()
        for number, document in documents:
            assert isinstance(document, Carried)
            old = self._numbers.get(document.id)
            if old is None:
                raise DamagedRecordError(f"{COLUMNS_FILE}: {document.id}")
            self._becomes[old] = number
            if part and (old != first + len(part) or len(part) == _RUN):
                yield Part(range(first, first + len(part)), part)
                part = []
            if not part:
                first = old
            part.append(document)
        if part:
            yield Part(range(first, first + len(part)), part)

    def copy(self, name: str, numbers: range, writer: RecordWriter) -> list[int]:
        """Copies the documents' records of that file; returns where each ends."""
        ends = self._ends[name][numbers.start : numbers.stop].astype(np.int64)
        begin = int(self._ends[name][numbers.start - 1]) if numbers.start else 0
        sizes = np.diff(ends, prepend=begin)
        content = self._texts[name].read_sealed(begin, sizes.tolist())
        moved: list[int] = (ends - begin + writer.size).tolist()
        writer.add_sealed(content)
        return moved

    def dates(self, numbers: range) -> list[int]:
        return self._dates[numbers.start : numbers.stop]

    def values(self, number: int) -> tuple[dict[str, int], dict[str, str]]:
        """A document's length in each analysed field, and its facet values."""
        lengths = {
            field: scoring.length_of(norms[number], self._means[field])
            for field, norms in self._norms.items()
        }
        return lengths, {field: values[at[number]] for field, (at, values) in self._facets.items()}

    def lists(self) -> Iterator[Lists]:
        """All posting lists of what was taken over, under its new numbers."""
        is_ascending = bool((np.diff(self._becomes[self._becomes != _GONE]) > 0).all())
        for block in self._blocks():
            kept = _renumbered(unpack(block), self._becomes, is_ascending=is_ascending)
            if kept.keys:
                yield kept

    def shift(self) -> Shift | None:
        """Whether what was taken over is all that there was, moved at one place at most."""
        return None if (self._becomes == _GONE).any() else shift_of(self._becomes)

    def shifted(self, came: Lists, shift: Shift) -> Iterator[Sealed]:
        """As they are written: all lists of what was taken over, with those of the documents that ``came``."""
        return shifted(self._blocks(), came, shift)

    def _blocks(self) -> Iterator[Sealed]:
        return _Blocks(self._folder, self._column_bytes("terms")).blocks()

    def _ids(self) -> dict[str, int]:
        ids = self._column_bytes("ids")
        ends = self._column("id_end").tolist()
        starts = [0, *ends[:-1]]
        return {
            ids[start:end].decode("utf-8", "surrogatepass"): at
            for at, (start, end) in enumerate(zip(starts, ends, strict=True))
        }

    def _facet(self, field: str) -> tuple[list[int], list[str]]:
        values, _ = json.loads(self._column_bytes(f"{field}_values"))
        return self._column(f"{field}_facet").tolist(), values

    def _column(self, name: str) -> NDArray[Any]:
        kind = {"I": "<u4", "Q": "<u8", "d": "<f8"}[self._places[name][0]]
        return np.frombuffer(self._column_bytes(name), kind)

    def _column_bytes(self, name: str) -> bytes:
        _, offset, size = self._places[name]
        return self._columns.read(offset, size)


class _Blocks:
    """The dictionary of terms from its first block to its last, with the lists of each."""

    def __init__(self, folder: Path, index: bytes) -> None:
        self._lists = RecordFile(folder / LISTS_FILE)
        self._terms = Terms(RecordFile(folder / TERMS_FILE), index, lambda number, read: read())

    def blocks(self) -> Iterator[Sealed]:
        """Some blocks' lists at a time, about POSTINGS."""
        keys: list[bytes] = []
        frequencies: list[int] = []
        sizes: list[int] = []
        begin = held = 0
        for block in self._terms.blocks():
            if not keys:
                begin = block.entry(0).offset
            keys += block.keys()
            frequencies += block.frequencies
            sizes += block.list_sizes()
            held += sum(block.frequencies)
            if held >= POSTINGS:
                yield self._read(keys, frequencies, sizes, begin)
                keys, frequencies, sizes, held = [], [], [], 0
        if keys:
            yield self._read(keys, frequencies, sizes, begin)

    def _read(self, keys: list[bytes], frequencies: list[int], sizes: list[int], begin: int) -> Sealed:
        content = self._lists.read_unchecked(begin, sum(sizes))
        where = f"{self._lists.path.name} @{begin}"
        return Sealed(keys, np.array(frequencies, np.int64), np.array(sizes, np.int64), content, where)


def _renumbered(lists: Lists, becomes: Integers, *, is_ascending: bool) -> Lists:
    owner = np.repeat(np.arange(len(lists.keys)), lists.sizes)
    numbers, counts = becomes[lists.numbers], lists.counts
    stays = numbers != _GONE
    if not stays.all():
        owner, numbers, counts = owner[stays], numbers[stays], counts[stays]
    if not is_ascending:
        order = np.argsort((owner << 32) | numbers, kind="stable")
        owner, numbers, counts = owner[order], numbers[order], counts[order]
    sizes = np.bincount(owner, minlength=len(lists.keys))
    if not sizes.all():
        keys = [key for key, size in zip(lists.keys, sizes.tolist(), strict=True) if size]
        return Lists(keys, sizes[sizes > 0], numbers, counts)
    return Lists(lists.keys, sizes, numbers, counts)

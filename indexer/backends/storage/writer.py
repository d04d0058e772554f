"""Writing an index: texts as the documents come, then the posting lists, the columns, and the root."""

from __future__ import annotations

import json
import sys
import zlib
from array import array
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import accumulate, groupby
from pathlib import Path

from indexer.backends.contract import AnalysedDocument, Carried
from indexer.backends.postings.columns import Columns
from indexer.backends.postings.inversion import Inversion
from indexer.backends.storage.carrying import Held
from indexer.backends.storage.layout import (
    COLUMNS_FILE,
    FORMAT,
    LISTS_FILE,
    RECORDS_FILE,
    ROOT_FILE,
    TERMS_FILE,
    TEXTS_FILE,
)
from indexer.backends.storage.merging import in_one
from indexer.backends.storage.packing import Sealed, recorded
from indexer.backends.storage.records import RecordWriter, write_root
from indexer.backends.storage.terms import TermsWriter, fields_of

_FEW = 5_000
"""Documents whose posting lists are held in memory at once."""

Run = Iterable[tuple[int, AnalysedDocument | Carried]]
"""Documents with the numbers that they get."""


def write_segment(
    folder: Path, documents: Iterable[AnalysedDocument | Carried], held: Held | None = None
) -> int:
    """Writes all ``documents`` into ``folder``; returns how many. The same documents give the same bytes.

    Carried ones are taken from ``held``. Raises OSError, and NoIndexError where that is damaged.
    """
    return _Writer(folder, held).write(documents)


class _Writer:
    def __init__(self, folder: Path, held: Held | None) -> None:
        self._folder = folder
        self._held = held
        self._inversion = Inversion(folder)
        self._added = 0
        self._fields: set[str] = set()
        self._values = Columns()
        self._dates = array("I")
        self._ends = {"text": array("Q"), "record": array("Q")}
        self._places: dict[str, tuple[str, int, int]] = {}

    def write(self, documents: Iterable[AnalysedDocument | Carried]) -> int:
        with closing(self._new(TEXTS_FILE)) as texts, closing(self._new(RECORDS_FILE)) as records:
            for kind, run in groupby(enumerate(documents), key=lambda each: type(each[1])):
                add = self._carry if kind is Carried else self._add_all
                add(run, texts, records)
        self._columns = self._new(COLUMNS_FILE)
        try:
            self._write_postings()
            self._write_columns()
        finally:
            self._columns.close()
        root = {
            "format": FORMAT,
            "documents": len(self._values),
            "fields": sorted(self._fields.union(self._values.mean_lengths())),
            "mean_lengths": self._values.mean_lengths(),
            "facets": sorted(self._values.facet_values()),
            "columns": self._places,
        }
        write_root(self._folder / ROOT_FILE, root)
        return len(self._values)

    def _new(self, name: str) -> RecordWriter:
        return RecordWriter(self._folder / name)

    def _add_all(self, run: Run, texts: RecordWriter, records: RecordWriter) -> None:
        for number, document in run:
            assert isinstance(document, AnalysedDocument)
            self._added += 1
            self._add(number, document, texts, records)

    def _add(
        self, number: int, document: AnalysedDocument, texts: RecordWriter, records: RecordWriter
    ) -> None:
        texts.add(document.folded.encode("utf-8", "surrogatepass"))
        records.add(zlib.compress(document.record.encode("utf-8", "surrogatepass"), 6))
        self._ends["text"].append(texts.size)
        self._ends["record"].append(records.size)
        self._dates.append(int(document.sort_date.replace("-", "") or 0))
        for field, counts in document.tokens.items():
            self._inversion.add(number, field, counts)
        for field, values in {**document.keywords, "id": (document.id,)}.items():
            self._inversion.add(number, field, dict.fromkeys(values, 1))
        self._values.add(document)

    def _carry(
        self,
        run: Iterable[tuple[int, AnalysedDocument | Carried]],
        texts: RecordWriter,
        records: RecordWriter,
    ) -> None:
        """Takes over a run of documents."""
        assert self._held is not None
        for part in self._held.taken(run):
            for name, writer in (("text", texts), ("record", records)):
                self._ends[name].extend(self._held.copy(name, part.numbers, writer))
            self._dates.extend(self._held.dates(part.numbers))
            for number, carried in zip(part.numbers, part.documents, strict=True):
                self._values.add_carried(carried.id, *self._held.values(number), carried.labels)

    def _write_postings(self) -> None:
        with closing(self._new(TERMS_FILE)) as blocks, closing(self._new(LISTS_FILE)) as lists:
            terms = TermsWriter(blocks, lists)
            for found in self._lists():
                self._fields.update(fields_of(found.keys))
                terms.add(found.keys, found.sizes.tolist(), found.content, found.records.tolist())
            self._place("terms", "", terms.index())

    def _lists(self) -> Iterator[Sealed]:
        """All posting lists; where few documents came to an earlier index at one place, its own are only patched."""
        held, shift = self._held, self._held.shift() if self._held is not None else None
        if held is not None and shift is not None and self._added <= _FEW:
            yield from held.shifted(in_one(self._inversion.postings()), shift)
            return
        for found in self._inversion.postings(*((held.lists(),) if held is not None else ())):
            yield recorded(found)

    def _write_columns(self) -> None:
        for name, ends in self._ends.items():
            self._write_column(f"{name}_end", ends)
        self._write_column("date", self._dates)
        self._write_column("order", self._values.order())
        idents = [ident.encode("utf-8", "surrogatepass") for ident in self._values.ids]
        self._place("ids", "", b"".join(idents))
        self._write_column("id_end", array("Q", accumulate(map(len, idents))))
        for field, norms in self._values.norms():
            self._write_column(f"{field}_norm", array("d", norms))
        labels = self._values.facet_labels()
        for field, values in self._values.facet_values().items():
            self._place_json(f"{field}_values", (values, labels[field]))
        for field, ordinals in self._values.facets():
            self._write_column(f"{field}_facet", array("I", ordinals))

    def _write_column(self, name: str, values: array[int] | array[float]) -> None:
        content = values[:]
        if sys.byteorder == "big":
            content.byteswap()
        self._place(name, values.typecode, content.tobytes())

    def _place_json(self, name: str, content: object) -> None:
        self._place(name, "", json.dumps(content, ensure_ascii=True, sort_keys=True).encode("ascii"))

    def _place(self, name: str, typecode: str, content: bytes) -> None:
        offset = self._columns.size
        self._places[name] = (typecode, offset, self._columns.add(content))

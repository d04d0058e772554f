"""Writing one segment of Whoosh's: columns as the documents come, then the posting lists, then the summary."""

from __future__ import annotations

import json
import zlib
from array import array
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from indexer.backends.contract import AnalysedDocument
from indexer.backends.postings.columns import Columns
from indexer.backends.postings.inversion import Inversion
from indexer.backends.whoosh.engine import (
    BLOCK,
    FORMAT,
    META_FILE,
    NAME,
    SEGMENT,
    engine,
    schema,
    table_of_contents,
)

_COMPRESS_FROM = 48
"""Postings a block needs before compressing it pays."""
_INLINED = 4
"""Postings up to which a list stands in the file of terms: a block of its own takes 70 bytes more."""


class WhooshWriter:
    """Writes one index: per-document columns as the documents come, then the posting lists, then the
    summary.
    """

    def __init__(self, folder: Path) -> None:
        filestore, self._codec_module, self._columns = engine()
        self._folder = folder
        self._storage = filestore.FileStorage(str(folder))
        self._codec = self._codec_module.W3Codec(blocklimit=BLOCK)
        self._segment = self._codec_module.W3Segment(self._codec, NAME, segid=SEGMENT)
        self._inversion = Inversion(folder)
        self._values = Columns()

    def write(self, documents: Iterable[AnalysedDocument]) -> int:
        per_document = self._codec.per_document_writer(self._storage, self._segment)
        try:
            for number, document in enumerate(documents):
                self._add(per_document, number, document)
        except BaseException:
            per_document._cols._temp.close()  # which Whoosh would leave open
            raise
        count = len(self._values)
        self._segment.set_doc_count(count)
        self._add_columns(per_document)
        per_document.close()
        self._storage.temp_storage(f"{NAME}.tmp").destroy()
        self._write_postings()
        self._write_contents()
        return count

    def _add(self, per_document: Any, number: int, document: AnalysedDocument) -> None:
        per_document.start_doc(number)
        blobs = self._columns.VarBytesColumn(write_offsets_cutoff=0)
        record = zlib.compress(document.record.encode("utf-8", "surrogatepass"), 6)
        per_document.add_column_value("record", blobs, record)
        per_document.add_column_value("folded", blobs, document.folded.encode("utf-8", "surrogatepass"))
        per_document.add_column_value("ident", blobs, document.id.encode())
        date = int(document.sort_date.replace("-", "") or 0)
        per_document.add_column_value("date", self._columns.NumericColumn("I"), date)
        for field, counts in document.tokens.items():
            self._inversion.add(number, field, counts)
        keywords = dict(document.keywords) | {"id": (document.id,)}
        for field, values in keywords.items():
            self._inversion.add(number, field, dict.fromkeys(values, 1))
        self._values.add(document)
        per_document.finish_doc()

    def _add_columns(self, per_document: Any) -> None:
        for field, norms in self._values.norms():
            self._add_column(per_document, f"{field}_norm", "d", norms)
        self._add_column(per_document, "order", "I", self._values.order())
        for field, ordinals in self._values.facets():
            self._add_column(per_document, f"{field}_facet", "I", ordinals)

    def _add_column(self, per_document: Any, name: str, typecode: str, values: Iterable[float]) -> None:
        column = self._columns.NumericColumn(typecode)
        per_document._create_column(name, column)
        writer = per_document._get_column(name)
        for number, value in enumerate(values):
            writer.add(number, value)

    def _write_postings(self) -> None:
        writer = self._codec.field_writer(self._storage, self._segment)
        described = self._schema()
        current = None
        for field, token, numbers in self._inversion.postings():
            if field != current:
                writer.start_field(field, described[field])
                current = field
            self._write_list(writer, token, numbers[0::2], numbers[1::2])
        writer.close()

    def _write_list(self, writer: Any, token: bytes, numbers: array[int], counts: array[int]) -> None:
        """One posting list, block by block, through Whoosh's block writer but not posting by posting."""
        writer.start_term(token)
        block = writer._postwriter
        block._inlinelimit = _INLINED + 1
        block._terminfo.set_inline = block._terminfo.set_inlined  # Whoosh calls it by the first name
        for start in range(0, len(numbers), BLOCK):
            if start:
                block._write_block()
            part = counts[start : start + BLOCK]
            block._compression = 3 if len(part) >= _COMPRESS_FROM else 0
            block._ids = numbers[start : start + BLOCK]
            block._weights = array("f", part)
            block._maxweight = max(part)
            block._minlength, block._maxlength = 1, 1 << 30
        writer.finish_term()

    def _schema(self) -> Any:
        scored = self._values.scored_fields()
        return schema(sorted(scored | self._inversion.fields()), scored)

    def _write_contents(self) -> None:
        segments = [self._segment] if self._values else []
        table_of_contents(self._schema(), segments).write(self._storage, NAME)
        meta = {
            "format": FORMAT,
            "documents": len(self._values),
            "facets": self._values.facet_values(),
            "labels": self._values.facet_labels(),
        }
        text = json.dumps(meta, ensure_ascii=False, sort_keys=True)
        (self._folder / META_FILE).write_text(text + "\n", encoding="utf-8")

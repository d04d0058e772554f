"""Our files as a codec of Whoosh's: its searchers, queries and tools read an index as one of their own.

For comparison and for people who know Whoosh; no answer of gsearch comes this way. The one file that imports Whoosh.

    searcher = whoosh_searcher(folder)
    searcher.search(whoosh.query.Term("word", "双随机"))
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from whoosh.codec.base import Codec, PerDocumentReader, TermsReader
from whoosh.fields import KEYWORD, STORED, Schema
from whoosh.matching import ListMatcher
from whoosh.reading import SegmentReader, TermInfo, TermNotFound
from whoosh.searching import Searcher

from indexer.backends.postings import scoring
from indexer.backends.storage import Segment


def whoosh_searcher(folder: Path) -> Searcher:
    """A Whoosh searcher over the index in ``folder``; close it when done. Stored are ``id`` and ``record``.

    Raises FileNotFoundError, DamagedRecordError.
    """
    segment = Segment(folder)
    scored = segment.mean_lengths
    fields = {name: KEYWORD(scorable=name in scored) for name in segment.fields}
    schema = Schema(**fields, record=STORED)
    return Searcher(SegmentReader(None, schema, _Whole(), codec=PlainCodec(segment)))


class _Whole:
    """What Whoosh asks of a segment's description."""

    def segment_id(self) -> str:
        return "documents"

    def is_compound(self) -> bool:
        return False


class PlainCodec(Codec):  # type: ignore[misc]
    """Reads; what writes is ``storage.writer``."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment

    def terms_reader(self, storage: Any, segment: Any) -> PlainTerms:
        return PlainTerms(self._segment)

    def per_document_reader(self, storage: Any, segment: Any) -> PlainDocuments:
        return PlainDocuments(self._segment)


class PlainTerms(TermsReader):  # type: ignore[misc]
    """The dictionary of terms; tokens are UTF-8."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self._segment.frequency(term[0], term[1].decode()) > 0

    def indexed_field_names(self) -> tuple[str, ...]:
        return self._segment.fields

    def terms(self) -> Iterator[tuple[str, bytes]]:
        return self.terms_from(self._segment.fields[0], b"") if self._segment.fields else iter(())

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        for field in self._segment.fields:
            if field >= fieldname:
                first = prefix if field == fieldname else b""
                yield from ((field, t) for t in self._tokens(field) if t >= first)

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        numbers, counts = self._segment.postings(fieldname, text.decode())
        if not len(numbers):
            raise TermNotFound(f"{fieldname}:{text!r}")
        weights = [1] * len(numbers) if counts is None else list(counts)
        ends = int(numbers[0]), int(numbers[-1])
        return TermInfo(float(sum(weights)), len(numbers), 1, 1 << 30, float(max(weights)), *ends)

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> ListMatcher:
        info = self.term_info(fieldname, text)
        numbers, counts = self._segment.postings(fieldname, text.decode())
        weights = None if counts is None else [float(count) for count in counts]
        ids = [int(number) for number in numbers]
        given = {"format": format_, "scorer": scorer, "term": (fieldname, text), "terminfo": info}
        return ListMatcher(ids, weights, **given)

    def _tokens(self, field: str) -> Iterator[bytes]:
        return (token.encode() for token, _ in self._segment.terms(field))


class PlainDocuments(PerDocumentReader):  # type: ignore[misc]
    """Lengths and what is stored; nothing is ever deleted."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment

    def doc_count(self) -> int:
        return self._segment.document_count()

    def doc_count_all(self) -> int:
        return self._segment.document_count()

    def has_deletions(self) -> bool:
        return False

    def is_deleted(self, docnum: int) -> bool:
        return False

    def deleted_docs(self) -> frozenset[int]:
        return frozenset()

    def supports_columns(self) -> bool:
        return False

    def has_column(self, fieldname: str) -> bool:
        return False

    def stored_fields(self, docnum: int) -> Mapping[str, str]:
        return {"id": self._segment.ids_of([docnum])[0], "record": self._segment.records([docnum])[0]}

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        mean = self._segment.mean_lengths.get(fieldname)
        if mean is None:
            return default
        return scoring.length_of(float(self._segment.norms(fieldname)[docnum]), mean)

    def field_length(self, fieldname: str) -> int:
        return round(self._segment.mean_lengths.get(fieldname, 0.0) * self.doc_count())

    def min_field_length(self, fieldname: str) -> int:
        return 1

    def max_field_length(self, fieldname: str) -> int:
        return 1 << 30

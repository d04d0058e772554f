"""Asking one index on this machine's disk, and what damage to it raises."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from indexer.backends.contract import BackendHits, BackendRequest, StoredDocument
from indexer.backends.postings.answering import answer
from indexer.backends.postings.evaluation import matches
from indexer.backends.query import Query
from indexer.backends.storage import Segment
from indexer.errors import NoIndexError

_DAMAGE = (OSError, ValueError, KeyError, IndexError, TypeError, struct.error, zlib.error)
"""What a record that is not as it was written raises; the last five where it is sound but of no format of ours."""


class SegmentReader:
    """See ``indexer.backends.Reader``; a view of a segment that all requests share."""

    def __init__(self, folder: Path, segment: Segment) -> None:
        self._folder = folder
        self._segment = segment

    def search(self, request: BackendRequest) -> BackendHits:
        with damage_named(self._folder):
            return answer(request, self._segment)

    def counts(self, queries: Sequence[Query]) -> list[int]:
        with damage_named(self._folder):
            return [len(matches(query, self._segment)) for query in queries]

    def documents(self, ids: Sequence[str]) -> list[StoredDocument | None]:
        with damage_named(self._folder):
            numbers = self._numbers(ids)
            known = [number for number in numbers if number is not None]
            stored = zip(self._segment.records(known), self._segment.texts(known), strict=True)
            return [
                None if number is None else StoredDocument(ident, *next(stored))
                for ident, number in zip(ids, numbers, strict=True)
            ]

    def folded_texts(self, ids: Sequence[str]) -> list[str]:
        with damage_named(self._folder):
            numbers = self._numbers(ids)
            texts = iter(self._segment.texts([number for number in numbers if number is not None]))
            return ["" if number is None else next(texts) for number in numbers]

    def frequencies(self, tokens: Sequence[tuple[str, str]]) -> list[int]:
        with damage_named(self._folder):
            return [self._segment.frequency(field, token) for field, token in tokens]

    def terms(self, field: str, prefix: str = "") -> Iterator[tuple[str, int]]:
        with damage_named(self._folder):
            yield from self._segment.terms(field, prefix)

    def document_count(self) -> int:
        return self._segment.document_count()

    def close(self) -> None:
        """Nothing: the segment's files are closed with its last user."""

    def _numbers(self, ids: Sequence[str]) -> list[int | None]:
        return [self._segment.number_of(ident) for ident in ids]


@contextmanager
def damage_named(folder: Path) -> Iterator[None]:
    """Turns whatever a damaged or missing file raises into one sentence with the remedy."""
    try:
        yield
    except FileNotFoundError as error:
        name = Path(error.filename or "").name
        raise NoIndexError(f"索引不完整：{folder} 缺少文件 {name}；请运行 gsearch build 重建索引") from error
    except _DAMAGE as error:
        raise NoIndexError(f"索引文件损坏：{folder}（{error}）；请运行 gsearch build 重建索引") from error

"""Every document of an index with how it stands, in the order of ids: a few at a time, whatever their number."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from indexer.generations import Generation
from indexer.models import Document
from indexer.schema import document_from_record
from search_app.relations import Standing, standing_of
from search_app.searcher import Searcher

_AT_A_TIME = 50


def ids(generation: Generation) -> tuple[str, ...]:
    """The ids of all documents, ascending."""
    return _ids(_Folder(generation.folder, generation))


@dataclass(frozen=True, slots=True)
class Held:
    """A document, what is in force of it today and its relations."""

    document: Document
    standing: Standing


def page(generation: Generation, after: str, limit: int) -> tuple[tuple[Held, ...], str | None]:
    """The ``limit`` documents whose ids come after ``after``, and the last id where there are more behind it."""
    known = ids(generation)
    start = bisect_right(known, after)
    wanted = known[start : start + limit]
    with Searcher.open(generation) as index:
        found = tuple(documents(wanted, index))
    return found, wanted[-1] if start + limit < len(known) else None


def all_documents(generation: Generation) -> Iterator[Held]:
    """Every document, a few in memory at a time."""
    with Searcher.open(generation) as index:
        yield from documents(ids(generation), index)


def documents(wanted: Sequence[str], index: Searcher) -> Iterator[Held]:
    """The documents of these ids, in this order; what is not held is left out."""
    for start in range(0, len(wanted), _AT_A_TIME):
        for stored in index.documents(wanted[start : start + _AT_A_TIME]):
            if stored is not None:
                document = document_from_record(stored.record)
                yield Held(document, standing_of(document.id, index.relations, index.on))


@dataclass(frozen=True, slots=True)
class _Folder:
    """A generation by its folder, which is never written again."""

    folder: Path
    generation: Generation = field(compare=False)


@lru_cache(maxsize=2)
def _ids(key: _Folder) -> tuple[str, ...]:
    return tuple(sorted({ident for report in key.generation.issues() for ident in report.documents}))

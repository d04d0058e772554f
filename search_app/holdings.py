"""Every document of an index, or every one that a search finds, with how it stands, in the order of ids."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import islice
from pathlib import Path

from indexer import deadline
from indexer.backends import And, BackendRequest, Or, Query, Term
from indexer.generations import Generation
from indexer.models import Document
from indexer.schema import document_from_record, keyword
from search_app.query import answer
from search_app.relations import Standing, standing_of
from search_app.response import SearchRequest
from search_app.search import TIME_LIMIT
from search_app.searcher import Searcher

_AT_A_TIME = 50
_AT_ONCE = 500
"""Ids that one question to the index is about."""


def ids(generation: Generation) -> tuple[str, ...]:
    """The ids of all documents, ascending."""
    return _ids(_Folder(generation.folder, generation))


@dataclass(frozen=True, slots=True)
class Held:
    """A document, what is in force of it today and its relations."""

    document: Document
    standing: Standing


@dataclass(frozen=True, slots=True)
class Selection:
    """The documents that a search finds, or all: ``match`` None. ``total`` counts them; their order is that of ids."""

    generation: Generation
    match: Query | None
    total: int

    def ids(self, index: Searcher, after: str = "") -> Iterator[str]:
        """Their ids behind ``after``, ascending, found a few hundred at a time."""
        known = ids(self.generation)
        for start in range(bisect_right(known, after), len(known), _AT_ONCE):
            some = known[start : start + _AT_ONCE]
            yield from some if self.match is None else sorted(_matching(self.match, some, index))

    def documents(self) -> Iterator[Held]:
        """Every one, a few in memory at a time."""
        with Searcher.open(self.generation) as index:
            wanted = self.ids(index)
            while some := list(islice(wanted, _AT_A_TIME)):
                yield from documents(some, index)


def select(request: SearchRequest, generation: Generation) -> Selection:
    """What ``request`` finds, everything where it asks for nothing. Raises as ``search`` does."""
    if not request.query.strip() and not any(request.filters.values()):
        return Selection(generation, None, len(ids(generation)))
    with deadline.limit(TIME_LIMIT), Searcher.open(generation, request.as_of) as index:
        match = answer(replace(request, limit=0, offset=0, explain=False, facets=False), index).match
        return Selection(generation, match, index.count(match))


def page(selection: Selection, after: str, limit: int) -> tuple[tuple[Held, ...], str | None]:
    """The ``limit`` documents whose ids come after ``after``, and the last id where there are more behind it."""
    with Searcher.open(selection.generation) as index:
        wanted = list(islice(selection.ids(index, after), limit + 1))
        found = tuple(documents(wanted[:limit], index))
    return found, wanted[limit - 1] if len(wanted) > limit else None


def _matching(match: Query, some: Sequence[str], index: Searcher) -> Iterator[str]:
    """Those of ``some`` documents that ``match``."""
    these = Or(tuple(Term("id", keyword(each)) for each in some))
    request = BackendRequest(match=And((match, these)), limit=len(some))
    return (hit.id for hit in index.search(request).hits)


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

"""gsearch for programs: an index folder as an object, with what command line and page offer as methods."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from indexer.backends import Sort
from indexer.generations import Generation, current, with_current
from indexer.models import Document
from indexer.relations import Chain
from search_app.finding import find_document
from search_app.lookup import Lookup, lookup
from search_app.relations import Comparison, Standing, chain, compare, standing_of
from search_app.response import SearchRequest, SearchResponse
from search_app.search import search
from search_app.settings import from_environment
from search_app.statistics import Statistics, statistics
from search_app.suggestions import suggest


@dataclass(frozen=True, slots=True)
class Index:
    """The index in ``folder``. Every call is answered, whole, from the generation that serves just then, so an
    Index may be kept over builds and shared by threads.

    All methods raise NoIndexError where there is none, or none that this version can read.
    """

    folder: Path

    def search(
        self,
        query: str = "",
        *,
        filters: Mapping[str, tuple[str, ...]] | None = None,
        sort: Sort = "relevance",
        offset: int = 0,
        limit: int = 10,
        facets: bool = False,
        explain: bool = False,
        exact: bool = False,
        as_of: str | None = None,
        unfold: bool = False,
        meaning: bool = True,
    ) -> SearchResponse:
        """The hits ``offset`` to ``offset + limit`` for ``query``, in the language of command line and page.

        ``filters`` map a field to its values (``{"district": ("周村区",), "year": ("2018..2021",)}``): values of
        one mean OR, different fields AND. Documents that are nearly the
        same are one hit, unless ``unfold``. Raises QueryError, UsageError, SlowQueryError.
        """
        request = SearchRequest(
            query,
            filters or {},
            sort,
            offset,
            limit,
            facets,
            explain,
            exact,
            as_of=as_of,
            unfold=unfold,
            meaning=meaning,
        )
        return with_current(self.folder, lambda generation: search(request, generation))

    def document(self, id_or_number: str) -> Document:
        """The document with this id, or the only one that bears this 发文字号, with its text.

        Raises NotFoundError, and UsageError where several bear the number.
        """
        return with_current(self.folder, lambda generation: find_document(id_or_number, generation))

    def lookup(self, number: str) -> Lookup:
        """What bears and what cites a 发文字号 (or 登记号) in any spelling. Raises UsageError where it is none."""
        return with_current(self.folder, lambda generation: lookup(number, generation))

    def chain(self, id_or_number: str) -> Chain:
        """What the document is based on and what was based on it, level by level; also of a number only named.

        Raises NotFoundError, and UsageError where several bear the number.
        """
        return with_current(self.folder, lambda generation: chain(id_or_number, generation))

    def compare(self, a: str, b: str) -> Comparison:
        """Two documents (ids or numbers) aligned article by article, by content. Raises as ``document`` does."""
        return with_current(self.folder, lambda generation: compare(a, b, generation))

    def standing(self, id_or_number: str, as_of: str | None = None) -> Standing:
        """What is in force of a document on a day (ISO; today), with proofs, and its relations both ways.

        Raises as ``document`` does.
        """
        return with_current(self.folder, lambda generation: _standing(id_or_number, generation, as_of))

    def stats(
        self,
        query: str = "",
        *,
        by: tuple[str, ...] = ("year",),
        filters: Mapping[str, tuple[str, ...]] | None = None,
    ) -> Statistics:
        """How what ``search`` finds (everything without a query) spreads over one field, or two crossed.

        Raises UsageError for what cannot be counted by, and as ``search`` does.
        """
        request = SearchRequest(query, filters or {})
        return with_current(self.folder, lambda generation: statistics(request, by, generation))

    def suggest(self, prefix: str, limit: int = 10) -> tuple[str, ...]:
        """Up to ``limit`` numbers and terms of the index that begin with ``prefix``, the most frequent first."""
        return with_current(self.folder, lambda generation: suggest(prefix, generation, limit))


def _standing(id_or_number: str, generation: Generation, as_of: str | None) -> Standing:
    document = find_document(id_or_number, generation)
    with closing(generation.relations()) as store:
        return standing_of(document.id, store, as_of)


def open_index(folder: Path | str | None = None) -> Index:
    """The index in ``folder``; without one that of ``GSEARCH_INDEX`` or the user's data folder.

    Raises NoIndexError where there is none that this version can read.
    """
    index = Index(from_environment(folder).index)
    current(index.folder)
    return index

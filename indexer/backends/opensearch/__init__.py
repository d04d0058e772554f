"""OpenSearch behind the Backend protocol: one index a generation in the cluster, what can be known locally beside it.

``dsl`` says a query in the engine's language, ``mapping`` and ``norms`` how documents lie there so that scores are
ours, ``ledger`` what needs no asking, ``connection`` all that goes over the wire. See docs/opensearch.md.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from indexer.backends.contract import AnalysedDocument, Place, Written
from indexer.backends.opensearch.connection import Connection, connect
from indexer.backends.opensearch.ledger import Ledger
from indexer.backends.opensearch.options import Options, read_options
from indexer.backends.opensearch.reader import OpenSearchReader
from indexer.errors import NoIndexError

if TYPE_CHECKING:
    from pathlib import Path

    from indexer.backends.board import Loaders
    from indexer.backends.opensearch.board import OpenSearchBoard

__all__ = ["OpenSearchBackend", "make_backend", "make_board"]


def make_backend(options: Mapping[str, str]) -> OpenSearchBackend:
    """The engine of this row. Raises UsageError for options or surroundings that make no sense."""
    return OpenSearchBackend(read_options(options))


def make_board(options: Mapping[str, str], name: str) -> OpenSearchBoard:
    """A board of this name in the cluster, for machines that build together."""
    from indexer.backends.opensearch.board import PREFIX, OpenSearchBoard

    return OpenSearchBoard(f"{PREFIX}{name}", connect(read_options(options)))


class OpenSearchBackend:
    """Indexes named ``gsearch-OWNER-RANDOM`` in one cluster; see ``indexer.backends.Backend``."""

    def __init__(self, options: Options) -> None:
        self._options = options

    @property
    def _connection(self) -> Connection:
        return connect(self._options)

    def write(self, folder: Path, owner: str, documents: Iterable[AnalysedDocument]) -> Written:
        """Loads ``documents`` into a new index; what is known of it goes into ``folder``."""
        return self._write(folder, owner, documents, None)

    def write_shared(
        self, folder: Path, owner: str, documents: Iterable[AnalysedDocument], loaders: Loaders
    ) -> Written:
        """As ``write``; what is known of the index is counted here, the documents are sent by all machines."""
        return self._write(folder, owner, documents, loaders)

    def load(self, errand: str, portion: Path) -> None:
        """Sends a portion of another machine's documents. Raises NoIndexError, OSError."""
        from indexer.backends.opensearch.writer import load_portion

        load_portion(errand, portion, self._connection)

    def _write(
        self, folder: Path, owner: str, documents: Iterable[AnalysedDocument], loaders: Loaders | None
    ) -> Written:
        from indexer.backends.opensearch.writer import write_index

        name = f"{_alias(owner)}-{secrets.token_hex(6)}"
        count = write_index(folder, name, documents, self._connection, self._options, loaders)
        return Written(count, Place(folder, name))

    def seal(self, place: Place) -> None:
        """Nothing more: an index is flushed and closed for writing when it is loaded."""

    def serve(self, owner: str, place: Place) -> None:
        """Makes the owner's alias mean this index, for other programs that look at the cluster."""
        self._connection.point(_alias(owner), place.name)

    def open(self, place: Place) -> OpenSearchReader:
        """Opens by the ledger, without asking the cluster. Raises NoIndexError."""
        return OpenSearchReader(place.name, self._connection, Ledger(place.folder))

    def verify(self, place: Place) -> tuple[str, ...]:
        """Whether all shards answer, and hold exactly the documents that were loaded."""
        from indexer.backends.opensearch.spool import digest_of

        try:
            reader = self.open(place)
        except NoIndexError as error:
            return (str(error),)
        try:
            found = list(reader.ids())
            facts = reader.facts
        except NoIndexError as error:
            return (str(error),)
        finally:
            reader.close()
        if (len(found), digest_of(found)) == (facts.documents, facts.ids):
            return ()
        return (f"索引 {place.name} 里应有 {facts.documents} 篇公文，实有 {len(found)} 篇，或编号不符",)

    def drop(self, place: Place) -> None:
        """Removes the index from the cluster; it may be gone already."""
        if place.name:
            self._connection.drop(place.name)

    def names(self, owner: str) -> frozenset[str]:
        """All indexes of ``owner`` in the cluster."""
        return self._connection.names(f"{_alias(owner)}-*")


def _alias(owner: str) -> str:
    return f"gsearch-{owner}"

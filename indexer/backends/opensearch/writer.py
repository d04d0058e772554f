"""Writing an index: spool and count, create, load, finish; whatever goes wrong, nothing is left in the cluster.

Loading is an errand: what a machine that has only a portion of the documents must know of all of them.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from indexer.backends.board import Loaders
from indexer.backends.contract import AnalysedDocument
from indexer.backends.opensearch.connection import Connection
from indexer.backends.opensearch.dialect import Dialect
from indexer.backends.opensearch.dsl import FOLDED, ID, SORT_DATE
from indexer.backends.opensearch.ledger import Facts, LedgerWriter
from indexer.backends.opensearch.mapping import RECORD, TEXT, index_body
from indexer.backends.opensearch.norms import Norms
from indexer.backends.opensearch.options import Options
from indexer.backends.opensearch.spool import Spool, spooled
from indexer.backends.opensearch.tokens import SENTINEL, counted, repeated, stored_counts, stored_token
from indexer.errors import GsearchError, NoIndexError

_LONGEST_KEY = 400
"""Bytes that an engine's own key of a document may have, with room to spare (the limit is 512)."""


@dataclass(frozen=True, slots=True)
class Errand:
    """Documents to bring into ``index``, whose fields have these norms."""

    index: str
    norms: Mapping[str, Norms]

    def to_line(self) -> str:
        return json.dumps(asdict(self), separators=(",", ":"))

    @classmethod
    def from_line(cls, line: str) -> Errand:
        given = json.loads(line)
        return cls(given["index"], {field: Norms(**each) for field, each in given["norms"].items()})


def write_index(
    folder: Path,
    index: str,
    documents: Iterable[AnalysedDocument],
    connection: Connection,
    options: Options,
    loaders: Loaders | None = None,
) -> int:
    """Makes ``index`` of ``documents`` and its ledger in ``folder``; returns how many there are.

    ``loaders`` None: this machine loads them all.
    """
    dialect = connection.dialect()
    ledger = LedgerWriter(folder)
    spool = Spool(folder, ledger)
    try:
        spool.fill(documents)
        _load(spool, index, dialect, connection, options, loaders)
        factors = {field: dialect.factor(norms.scale) for field, norms in spool.norms().items()}
        ledger.close(spool.labels, factors, Facts(spool.documents, f"{spool.ids:032x}", dialect.named_scores))
    except BaseException:
        ledger.abandon()
        raise
    finally:
        spool.empty()
    return spool.documents


def load_portion(errand: str, portion: Path, connection: Connection) -> None:
    """Brings the documents of ``portion`` where ``errand`` says. Raises NoIndexError where that is gone, OSError."""
    given, dialect = Errand.from_line(errand), connection.dialect()
    if given.index not in connection.names(given.index):
        raise NoIndexError(f"OpenSearch 里没有索引 {given.index}；请重新运行 gsearch build --together")
    connection.load(given.index, (_source(each, given.norms, dialect) for each in spooled(portion)))


def _load(
    spool: Spool,
    index: str,
    dialect: Dialect,
    connection: Connection,
    options: Options,
    loaders: Loaders | None,
) -> None:
    errand = Errand(index, spool.norms())
    scales = {field: each.scale for field, each in errand.norms.items()}
    body = index_body(scales, sorted(spool.keywords - {ID}), dialect, options)
    try:
        connection.create(index, body)
        if loaders:
            loaders.load(errand.to_line(), spool.portions)
        else:
            for portion in spool.portions:
                load_portion(errand.to_line(), portion, connection)
        connection.finish(index)
    except BaseException:
        with suppress(GsearchError):
            connection.drop(index)
        raise


def document_key(identity: str) -> str:
    """The engine's key of a document: its id where that is short enough."""
    encoded = identity.encode("utf-8", "surrogatepass")
    if len(encoded) <= _LONGEST_KEY and encoded.isascii():
        return identity
    return hashlib.sha256(encoded).hexdigest()


def packed(text: str) -> str:
    return base64.b64encode(zlib.compress(text.encode("utf-8", "surrogatepass"))).decode("ascii")


def unpacked(data: str) -> str:
    return zlib.decompress(base64.b64decode(data)).decode("utf-8", "surrogatepass")


def _source(document: AnalysedDocument, norms: Mapping[str, Norms], dialect: Dialect) -> dict[str, Any]:
    """What is sent of one document."""
    keywords = {
        name: [stored_token(value) for value in values]
        for name, values in document.keywords.items()
        if name != ID
    }
    date = {SORT_DATE: int(document.sort_date.replace("-", ""))} if document.sort_date else {}
    return {
        "_id": document_key(document.id),
        ID: document.id,
        FOLDED: stored_token(document.folded, longest=None),
        RECORD: packed(document.record),
        TEXT: packed(document.folded),
        **date,
        **keywords,
        **dict(_analysed(document, norms, dialect)),
    }


def _analysed(
    document: AnalysedDocument, norms: Mapping[str, Norms], dialect: Dialect
) -> Iterator[tuple[str, str]]:
    for name, each in norms.items():
        counts = stored_counts(document.tokens.get(name, {}))
        if dialect.exact:
            yield name, counted([*each.carried(counts).items(), (SENTINEL, 1)])
        else:
            yield name, repeated((counts or {SENTINEL: 1}).items())

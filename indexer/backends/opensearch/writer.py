"""Writing an index: spool and count, create, load, finish; whatever goes wrong, nothing is left in the cluster."""

from __future__ import annotations

import base64
import hashlib
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from indexer.backends.contract import AnalysedDocument
from indexer.backends.opensearch.connection import Connection
from indexer.backends.opensearch.dialect import Dialect
from indexer.backends.opensearch.dsl import FOLDED, ID, SORT_DATE
from indexer.backends.opensearch.ledger import Facts, LedgerWriter
from indexer.backends.opensearch.mapping import RECORD, TEXT, index_body
from indexer.backends.opensearch.norms import Norms
from indexer.backends.opensearch.options import Options
from indexer.backends.opensearch.spool import FILE, Spool
from indexer.backends.opensearch.tokens import SENTINEL, counted, repeated, stored_counts, stored_token
from indexer.errors import GsearchError

_LONGEST_KEY = 400
"""Bytes that an engine's own key of a document may have, with room to spare (the limit is 512)."""


def write_index(
    folder: Path, index: str, documents: Iterable[AnalysedDocument], connection: Connection, options: Options
) -> int:
    """Makes ``index`` of ``documents`` and its ledger in ``folder``; returns how many there are."""
    dialect = connection.dialect()
    ledger = LedgerWriter(folder)
    spool = Spool(folder / FILE, ledger)
    try:
        spool.fill(documents)
        _load(spool, index, dialect, connection, options)
        factors = {field: dialect.factor(norms.scale) for field, norms in spool.norms().items()}
        ledger.close(spool.labels, factors, Facts(spool.documents, f"{spool.ids:032x}", dialect.named_scores))
    except BaseException:
        ledger.abandon()
        raise
    finally:
        spool.path.unlink(missing_ok=True)
    return spool.documents


def _load(spool: Spool, index: str, dialect: Dialect, connection: Connection, options: Options) -> None:
    norms = spool.norms()
    scales = {field: each.scale for field, each in norms.items()}
    body = index_body(scales, sorted(spool.keywords - {ID}), dialect, options)
    try:
        connection.create(index, body)
        connection.load(index, (_source(document, norms, dialect) for document in spool))
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

"""Answering from one index: what the ledger knows is not asked, what is asked goes in one request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from indexer.backends.contract import BackendHit, BackendHits, BackendRequest, StoredDocument
from indexer.backends.opensearch.connection import FETCHED, Connection
from indexer.backends.opensearch.dsl import ID, counting_body, request_body, share_bodies
from indexer.backends.opensearch.known import count_known
from indexer.backends.opensearch.ledger import Facts, Ledger
from indexer.backends.opensearch.mapping import RECORD, TEXT
from indexer.backends.opensearch.writer import document_key, unpacked
from indexer.backends.postings.scoring import rounded
from indexer.backends.query import Prefix, Query

COUNTED = 500
"""Queries whose documents one request counts, at most."""


class OpenSearchReader:
    """Reads ``index`` by ``connection`` and ``ledger``, which is this reader's own; see ``Reader``."""

    def __init__(self, index: str, connection: Connection, ledger: Ledger) -> None:
        self._index = index
        self._connection = connection
        self._ledger = ledger

    @property
    def facts(self) -> Facts:
        """What was loaded."""
        return self._ledger.facts

    def search(self, request: BackendRequest) -> BackendHits:
        if count_known(request.match, self._ledger) == 0:
            return BackendHits(0, (), dict.fromkeys(request.facets, ()))
        labels = {field: self._ledger.labels(field) for field in request.facets}
        sizes = {field: len(known) for field, known in labels.items()}
        named = request.explain and self.facts.named_scores
        body = request_body(request, self._ledger.factors, sizes, self._tokens, named=named)
        parameters = {"include_named_queries_score": "true"} if named else {}
        found = self._connection.search(self._index, body, **parameters)
        hits = tuple(BackendHit(_id(each), rounded(each["_score"] or 0.0)) for each in found["hits"]["hits"])
        if request.explain:
            hits = self._explained(request, hits, found["hits"]["hits"])
        counted = found.get("aggregations", {})
        facets = {field: _facet(counted.get(field, {}), known) for field, known in labels.items()}
        return BackendHits(found["hits"]["total"]["value"], hits, facets)

    def counts(self, queries: Sequence[Query]) -> list[int]:
        known = {query: count_known(query, self._ledger) for query in queries}
        asked = [query for query, count in known.items() if count is None]
        counted = dict(zip(asked, self._counted(asked), strict=True))
        return [counted[query] if query in counted else known[query] or 0 for query in queries]

    def documents(self, ids: Sequence[str]) -> list[StoredDocument | None]:
        texts = self._stored(ids, f"{RECORD},{TEXT}")
        return [
            StoredDocument(identity, unpacked(source[RECORD]), unpacked(source[TEXT])) if source else None
            for identity, source in zip(ids, texts, strict=True)
        ]

    def folded_texts(self, ids: Sequence[str]) -> list[str]:
        return [unpacked(source[TEXT]) if source else "" for source in self._stored(ids, TEXT)]

    def frequencies(self, tokens: Sequence[tuple[str, str]]) -> list[int]:
        return self._ledger.frequencies(tokens)

    def terms(self, field: str, prefix: str = "") -> Iterable[tuple[str, int]]:
        return self._ledger.terms(field, prefix)

    def document_count(self) -> int:
        return self._ledger.facts.documents

    def ids(self) -> Iterator[str]:
        """The ids of all documents that the cluster holds, ascending, a page a request."""
        body: dict[str, Any] = {
            "query": {"match_all": {}},
            "size": 10_000,
            "sort": [{ID: "asc"}],
            "stored_fields": "_none_",
            "docvalue_fields": [ID],
            "track_total_hits": False,
        }
        while page := self._connection.search(self._index, body)["hits"]["hits"]:
            yield from map(_id, page)
            body["search_after"] = page[-1]["sort"]

    def close(self) -> None:
        self._ledger.close()

    def _explained(
        self, request: BackendRequest, hits: tuple[BackendHit, ...], found: Sequence[Any]
    ) -> tuple[BackendHit, ...]:
        if self.facts.named_scores:
            return tuple(
                replace(hit, parts=_parts(request, each.get("matched_queries") or {}))
                for hit, each in zip(hits, found, strict=True)
            )
        bodies = share_bodies(request, [hit.id for hit in hits], self._ledger.factors, self._tokens)
        answers = self._connection.searches(self._index, list(bodies.values())) if hits and bodies else []
        shares: dict[str, list[tuple[str, float]]] = {}
        for name, answer in zip(bodies, answers, strict=False):
            for each in answer["hits"]["hits"]:
                shares.setdefault(_id(each), []).append((name, rounded(each["_score"])))
        return tuple(replace(hit, parts=tuple(shares.get(hit.id, ()))) for hit in hits)

    def _tokens(self, query: Prefix) -> list[str]:
        return [token for token, _ in self._ledger.terms(query.field, query.prefix, query.limit)]

    def _counted(self, queries: Sequence[Query]) -> Iterator[int]:
        for at in range(0, len(queries), COUNTED):
            body = counting_body(queries[at : at + COUNTED], self._tokens)
            buckets = self._connection.search(self._index, body)["aggregations"]["counts"]["buckets"]
            yield from (bucket["doc_count"] for bucket in buckets)

    def _stored(self, ids: Sequence[str], fields: str) -> list[Any]:
        keys = [document_key(identity) for identity in ids]
        found: list[Any] = []
        for at in range(0, len(keys), FETCHED):
            found += self._connection.stored(self._index, keys[at : at + FETCHED], fields)
        return found


def _id(hit: Any) -> str:
    return str(hit["fields"][ID][0])


def _parts(request: BackendRequest, scores: dict[str, float]) -> tuple[tuple[str, float], ...]:
    """A hit's score by field and by boost, in the order of the request; ``scores`` are by clause."""
    parts: dict[str, float] = {}
    for at, term in enumerate(request.terms):
        if f"t{at}" in scores:
            parts[term.field] = parts.get(term.field, 0.0) + scores[f"t{at}"]
    for at, boost in enumerate(request.boosts):
        if f"b{at}" in scores:
            parts[boost.label] = parts.get(boost.label, 0.0) + boost.amount
    return tuple((name, rounded(amount)) for name, amount in parts.items())


def _facet(found: dict[str, Any], labels: dict[str, str]) -> tuple[tuple[str, int], ...]:
    """Values as people read them with their counts, most frequent first, equal ones by value."""
    counts = ((labels[bucket["key"]], bucket["doc_count"]) for bucket in found.get("buckets", ()))
    return tuple(sorted(counts, key=lambda pair: (-pair[1], pair[0])))

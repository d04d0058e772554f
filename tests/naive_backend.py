"""The Backend protocol in the plainest way, for comparison: every question looks at every document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from math import log
from pathlib import Path

from indexer.backends.base import (
    AnalysedDocument,
    And,
    AtLeast,
    BackendHit,
    BackendHits,
    BackendRequest,
    Everything,
    Not,
    Nothing,
    Or,
    Prefix,
    Query,
    StoredDocument,
    Substring,
    Term,
)


class NaiveBackend:
    """Keeps what was written in memory, by folder."""

    def __init__(self) -> None:
        self._written: dict[Path, tuple[AnalysedDocument, ...]] = {}

    def write(self, folder: Path, documents: Iterable[AnalysedDocument]) -> int:
        self._written[folder] = tuple(documents)
        return len(self._written[folder])

    def open(self, folder: Path) -> NaiveReader:
        return NaiveReader(self._written[folder])


class NaiveReader:
    def __init__(self, documents: tuple[AnalysedDocument, ...]) -> None:
        self._documents = documents

    def search(self, request: BackendRequest) -> BackendHits:
        found = [document for document in self._documents if self._matches(request.match, document)]
        scored = [(round(sum(dict(self._parts(request, one)).values()), 6), one) for one in found]
        ordered = sorted(scored, key=lambda pair: self._key(request, *pair))
        page = ordered[request.offset : request.offset + request.limit]
        hits = tuple(
            BackendHit(one.id, score, tuple(self._parts(request, one)) if request.explain else ())
            for score, one in page
        )
        return BackendHits(len(found), hits, {field: _facet(field, found) for field in request.facets})

    def count(self, query: Query) -> int:
        return sum(self._matches(query, document) for document in self._documents)

    def document(self, id: str) -> StoredDocument | None:  # noqa: A002
        for one in self._documents:
            if one.id == id:
                return StoredDocument(one.id, one.record, one.folded)
        return None

    def folded(self, id: str) -> str:  # noqa: A002
        stored = self.document(id)
        return stored.folded if stored else ""

    def terms(self, field: str, prefix: str = "") -> Iterator[tuple[str, int]]:
        counted = Counter(token for one in self._documents for token in _tokens(one, field))
        yield from sorted((token, count) for token, count in counted.items() if token.startswith(prefix))

    def document_count(self) -> int:
        return len(self._documents)

    def close(self) -> None:
        pass

    def _matches(self, query: Query, one: AnalysedDocument) -> bool:
        match query:
            case Term(field, token):
                return token in _tokens(one, field)
            case Substring(folded):
                return folded in one.folded
            case Prefix(field, prefix, limit):
                tried = [token for token, _ in self.terms(field, prefix)][:limit]
                return any(token in _tokens(one, field) for token in tried)
            case And(clauses):
                return all(self._matches(clause, one) for clause in clauses)
            case Or(clauses):
                return any(self._matches(clause, one) for clause in clauses)
            case Not(clause):
                return not self._matches(clause, one)
            case AtLeast(clauses, minimum):
                return sum(w for clause, w in clauses if self._matches(clause, one)) >= minimum - 1e-9
            case Everything():
                return True
            case Nothing():
                return False

    def _parts(self, request: BackendRequest, one: AnalysedDocument) -> Iterator[tuple[str, float]]:
        parts: dict[str, float] = {}
        for term in request.terms:
            count = one.tokens.get(term.field, {}).get(term.token, 0)
            if count:
                gained = term.weight * self._bm25(term.field, term.token, count, one)
                parts[term.field] = parts.get(term.field, 0.0) + gained
        for boost in request.boosts:
            if self._matches(boost.query, one):
                parts[boost.label] = parts.get(boost.label, 0.0) + boost.amount
        return iter([(name, round(amount, 6)) for name, amount in parts.items()])

    def _bm25(self, field: str, token: str, count: int, one: AnalysedDocument) -> float:
        """Robertson's formula with k1 1.2 and b .75, written out."""
        lengths = [sum(other.tokens.get(field, {}).values()) for other in self._documents]
        length = sum(one.tokens[field].values())
        holding = sum(token in other.tokens.get(field, {}) for other in self._documents)
        rare = log(1 + (len(lengths) - holding + 0.5) / (holding + 0.5))
        return rare * count * 2.2 / (count + 1.2 * (0.25 + 0.75 * length / (sum(lengths) / len(lengths))))

    def _key(self, request: BackendRequest, score: float, one: AnalysedDocument) -> tuple[float, str]:
        if request.sort == "relevance":
            return -score, one.id
        date = int(one.sort_date.replace("-", "") or 0)
        sign = -1 if request.sort == "newest" else 1
        return (sign * date if date else 99999999), one.id


def _tokens(one: AnalysedDocument, field: str) -> Iterable[str]:
    if field == "id":
        return (one.id,)
    return one.tokens.get(field, ()) or one.keywords.get(field, ())


def _facet(field: str, found: list[AnalysedDocument]) -> tuple[tuple[str, int], ...]:
    counted = Counter(one.labels[field] for one in found if field in one.labels)
    return tuple(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))

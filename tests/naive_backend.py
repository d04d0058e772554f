"""The Backend protocol in the plainest way, for comparison: every question looks at every document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from math import log
from pathlib import Path

from indexer.backends import (
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
    Place,
    Prefix,
    Query,
    StoredDocument,
    Substring,
    Term,
    Written,
)
from indexer.errors import NoIndexError


class NaiveBackend:
    """Keeps what was written in memory, by name: a remote engine in small, which writes nothing into the folder."""

    def __init__(self) -> None:
        self._written: dict[str, tuple[AnalysedDocument, ...]] = {}

    def write(self, folder: Path, owner: str, documents: Iterable[AnalysedDocument]) -> Written:
        name = f"{owner}-{len(self._written)}"
        self._written[name] = tuple(documents)
        return Written(len(self._written[name]), Place(folder, name))

    def seal(self, place: Place) -> None:
        pass

    def serve(self, owner: str, place: Place) -> None:
        pass

    def open(self, place: Place) -> NaiveReader:
        if place.name not in self._written:
            raise NoIndexError(f"没有 {place.name}；请运行：gsearch build")
        return NaiveReader(self._written[place.name])

    def verify(self, place: Place) -> tuple[str, ...]:
        return () if place.name in self._written else (f"没有 {place.name}",)

    def drop(self, place: Place) -> None:
        self._written.pop(place.name, None)

    def names(self, owner: str) -> frozenset[str]:
        return frozenset(name for name in self._written if name.startswith(f"{owner}-"))


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

    def counts(self, queries: Sequence[Query]) -> list[int]:
        return [sum(self._matches(query, one) for one in self._documents) for query in queries]

    def documents(self, ids: Sequence[str]) -> list[StoredDocument | None]:
        stored = {one.id: StoredDocument(one.id, one.record, one.folded) for one in self._documents}
        return [stored.get(each) for each in ids]

    def folded_texts(self, ids: Sequence[str]) -> list[str]:
        return [stored.folded if stored else "" for stored in self.documents(ids)]

    def frequencies(self, tokens: Sequence[tuple[str, str]]) -> list[int]:
        return [sum(token in _tokens(one, field) for one in self._documents) for field, token in tokens]

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

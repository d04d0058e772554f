"""gsearch's engine alone, on words only: what the others do too, without query language and ranking."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from benchmarks.contenders import YEAR
from benchmarks.questions import Kind
from indexer.analysis import squeezed
from indexer.backends import And, BackendRequest, Or, Query, ScoredTerm, Substring, Term
from indexer.generations import current
from indexer.schema import SEARCH, document_from_record
from search_app.highlights import Mark, snippets


class GsearchEngine:
    def build(self, records: Path, tokens: Path, folder: Path) -> None:
        raise NotImplementedError("the whole gsearch has built this index")

    def open(self, folder: Path) -> None:
        generation = current(folder)
        self.reader, self.dictionaries = generation.reader(), generation.dictionaries

    def close(self) -> None:
        self.reader.close()

    def ask(self, kind: Kind, words: Sequence[str]) -> int:
        terms: tuple[Query, ...] = tuple(Term(SEARCH, word) for word in words)
        match: Query = Or(terms) if kind == "or" else And(terms)
        if kind == "phrase":
            match = Substring(squeezed(words[0]))
        elif kind == "filter":
            match = And((*terms, Term("year", str(YEAR))))
        request = BackendRequest(
            match,
            terms=tuple(ScoredTerm(SEARCH, word) for word in words),
            sort="newest" if kind == "sort" else "relevance",
            facets=("district", "year", "type") if kind == "facets" else (),
        )
        result = self.reader.search(request)
        for stored in self.reader.documents([hit.id for hit in result.hits]):
            assert stored is not None
            if kind == "snippets":
                document = document_from_record(stored.record)
                marks = [Mark(squeezed(word), 1.0) for word in words]
                snippets(document, stored.folded, marks, self.dictionaries)
        return result.total


def make() -> GsearchEngine:
    return GsearchEngine()

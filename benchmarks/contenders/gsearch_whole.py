"""gsearch as a user meets it: query language, ranking over all representations, highlighted snippets."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from benchmarks.contenders import YEAR
from benchmarks.questions import Kind
from indexer.build import build
from indexer.generations import Generation, current
from search_app.response import SearchRequest
from search_app.search import search


class GsearchWhole:
    def build(self, records: Path, tokens: Path, folder: Path) -> None:
        report = build([records], folder)
        if report.failed:
            raise RuntimeError(report.failed)

    def open(self, folder: Path) -> None:
        self.generation: Generation = current(folder)
        self.generation.reader().close()

    def ask(self, kind: Kind, words: Sequence[str]) -> int:
        query = {"phrase": f'"{words[0]}"', "or": " OR ".join(words)}.get(kind, " ".join(words))
        request = SearchRequest(
            query,
            filters={"year": (str(YEAR),)} if kind == "filter" else {},
            sort="newest" if kind == "sort" else "relevance",
            facets=kind == "facets",
        )
        return search(request, self.generation).total


def make() -> GsearchWhole:
    return GsearchWhole()

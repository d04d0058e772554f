"""A collection for the tests of searching: documents by hand, indexed, opened like a generation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from dictionaries import Dictionaries, load
from indexer.analysis import Analyzer, Vocabulary
from indexer.backends import Place, Reader
from indexer.backends.whoosh import WhooshBackend
from indexer.building.relating import related
from indexer.generations import Generation
from indexer.models import Document, Text
from indexer.relations import FILE, Store, read_statements, relate
from indexer.schema import analyse_document
from indexer.semantic import Vectors
from search_app.response import SearchRequest, SearchResponse
from search_app.search import search


@dataclass(frozen=True)
class Collection:
    """Looks like a Generation to whoever searches it."""

    folder: Path
    dictionaries: Dictionaries
    cutter: Analyzer
    name: str = "0123456789ab"
    notice: str | None = None

    def reader(self) -> Reader:
        return WhooshBackend().open(Place(self.folder / "engine"))

    def analyzer(self) -> Analyzer:
        return self.cutter

    def relations(self) -> Store:
        return Store(self.folder / FILE)

    def vectors(self) -> Vectors | None:
        return Vectors.open(self.folder)

    @property
    def generation(self) -> Generation:
        return self  # type: ignore[return-value]

    def search(self, query: str, **given: object) -> SearchResponse:
        return search(SearchRequest(query, **given), self.generation)  # type: ignore[arg-type]

    def found(self, query: str, **given: object) -> list[str]:
        """The ids found, in order, up to a thousand."""
        return [hit.document.id for hit in self.search(query, limit=1000, **given).hits]


def collection(folder: Path, documents: Iterable[Document]) -> Collection:
    """Indexes ``documents`` under ``folder`` with the dictionaries that ship with the program."""
    for name in ("vocabulary", "engine"):
        (folder / name).mkdir(parents=True)
    dictionaries = load()
    Vocabulary.write(folder / "vocabulary", dictionaries)
    cutter = Analyzer(Vocabulary.open(folder / "vocabulary"), dictionaries)
    documents = list(documents)
    known = relate(lambda: (read_statements(d, dictionaries) for d in documents), folder / FILE, dictionaries)
    analysed = related((analyse_document(d, cutter) for d in documents), known)
    WhooshBackend().write(folder / "engine", "tests", analysed)
    return Collection(folder, dictionaries, cutter)


def document(identity: str, title: str, text: str, **given: object) -> Document:
    """A document whose lines are numbered from 1, one paragraph a line."""
    runs, at = [], 0
    for line, paragraph in enumerate(text.split("\n"), 1):
        runs.append((at, line))
        at += len(paragraph) + 1
    return Document(identity, title, text=Text(text, tuple(runs)), **given)  # type: ignore[arg-type]

"""The step of a build that sees all documents: relations into the generation, courses and groups into the engine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from dictionaries import Dictionaries
from indexer import relations
from indexer.backends import AnalysedDocument, Carried
from indexer.building.ingest import Ingest
from indexer.relations import Related
from indexer.schema import GROUP, VALIDITY


def relate(ingest: Ingest, folder: Path, dictionaries: Dictionaries) -> Related:
    """Resolves what all documents of ``ingest`` state, into a file of ``folder``. Raises OSError."""
    return relations.relate(ingest.statements, folder / relations.FILE, dictionaries)


def related(
    documents: Iterable[AnalysedDocument | Carried], known: Related
) -> Iterator[AnalysedDocument | Carried]:
    """``documents`` with what all of them together tell of each; those that are carried have it."""
    for document in documents:
        yield document if isinstance(document, Carried) else _related(document, known)


def learnt(ident: str, known: Related) -> dict[str, str]:
    """The course of a document (field ``validity``) and the ``group`` of those that are nearly the same."""
    course = {VALIDITY: known.course(ident)}
    return course | ({GROUP: known.likenesses[ident].group} if ident in known.likenesses else {})


def _related(document: AnalysedDocument, known: Related) -> AnalysedDocument:
    fields = learnt(document.id, known)
    keywords = {name: (value,) for name, value in fields.items()}
    return replace(document, keywords={**document.keywords, **keywords}, labels={**document.labels, **fields})

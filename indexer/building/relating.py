"""The step of a build that sees all documents: relations into the generation, courses and groups into the engine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from dictionaries import Dictionaries
from indexer import relations
from indexer.backends import AnalysedDocument
from indexer.building.ingest import Ingest
from indexer.relations import Related


def relate(ingest: Ingest, folder: Path, dictionaries: Dictionaries) -> Related:
    """Resolves what all documents of ``ingest`` state, into a file of ``folder``. Raises OSError."""
    return relations.relate(ingest.statements, folder / relations.FILE, dictionaries)


def related(documents: Iterable[AnalysedDocument], known: Related) -> Iterator[AnalysedDocument]:
    """``documents`` with their course (field ``validity``) and the group of those that are nearly the same."""
    for document in documents:
        course, group = known.course(document.id), known.groups.get(document.id)
        keywords = {**document.keywords, "validity": (course,)} | ({"group": (group,)} if group else {})
        labels = {**document.labels, "validity": course}
        yield replace(document, keywords=keywords, labels=labels)

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
from indexer.schema import GROUP, VALIDITY


def relate(ingest: Ingest, folder: Path, dictionaries: Dictionaries) -> Related:
    """Resolves what all documents of ``ingest`` state, into a file of ``folder``. Raises OSError."""
    return relations.relate(ingest.statements, folder / relations.FILE, dictionaries)


def related(documents: Iterable[AnalysedDocument], known: Related) -> Iterator[AnalysedDocument]:
    """``documents`` with their course (field ``validity``) and the ``group`` of those that are nearly the same."""
    for document in documents:
        learnt = {VALIDITY: known.course(document.id)}
        if document.id in known.likenesses:
            learnt[GROUP] = known.likenesses[document.id].group
        keywords = {name: (value,) for name, value in learnt.items()}
        yield replace(
            document, keywords={**document.keywords, **keywords}, labels={**document.labels, **learnt}
        )

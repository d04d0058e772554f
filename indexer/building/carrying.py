"""What an update need not write again: documents that stand in the serving index just as they would in the new one.

A file of the cache tells what each of that index's documents was made of: the entry and the place in it, what was
settled of it among all files, its course and its group. Where all of that is the same, the engine takes it over.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import TextIO

from indexer.backends import AnalysedDocument, Carried, CarryingBackend, Place, open_backend
from indexer.building.ingest import Ingest
from indexer.building.order import Order
from indexer.building.relating import learnt, related
from indexer.generations import ENGINE_FOLDER, Serving, manifest
from indexer.generations import place as place_of
from indexer.identity import Settled
from indexer.relations import Related

FILE = "written.txt"
"""A line that says of which index, then a line for each document: what it is made of, a blank, its labels in JSON."""

_ROOT = f"{ENGINE_FOLDER}/engine.json"


class Carrying:
    """The documents of a build, those that can be taken over as such; ``before`` is where they stand, if any do."""

    def __init__(self, cache: Path, site: Path, order: Order, serving: Serving | None) -> None:
        self.before: Place | None = None
        self._cache = cache
        self._written = site / FILE
        self._known: Mapping[str, str] = {}
        if serving is not None and _can_carry(order, serving):
            self._known = _known(cache / FILE, serving.manifest)
        if self._known and serving is not None:
            self.before = place_of(serving.folder, serving.manifest)

    def documents(self, ingest: Ingest, relations: Related) -> Iterator[AnalysedDocument | Carried]:
        """All documents in their order, those of which anything changed anew. Raises DamagedEntryError."""
        with self._written.open("w", encoding="ascii") as file:
            asked: dict[str, str] = {}

            def stands(digest: str, at: int, ident: str, settled: Settled | None) -> Carried | None:
                parts = (digest, at, settled, learnt(ident, relations))
                making = blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
                labels = self._known.get(making)
                if labels is None:
                    asked[ident] = making
                    return None
                file.write(f"{making} {labels}")
                return Carried(ident, json.loads(labels))

            for each in related(ingest.documents(stands), relations):
                if isinstance(each, AnalysedDocument) and each.id in asked:
                    _note(file, asked.pop(each.id), each)
                yield each

    def keep(self, made: manifest.Manifest) -> None:
        """Keeps what the documents of the generation that was ``made`` are made of. Raises OSError."""
        root = made.files.get(_ROOT)
        if root is None:
            return
        temporary = self._written.with_suffix(".new")
        with temporary.open("w", encoding="ascii") as file, self._written.open(encoding="ascii") as written:
            file.write(f"{root.sha256}\n")
            file.writelines(written)
        temporary.replace(self._cache / FILE)


def _note(file: TextIO, making: str, document: AnalysedDocument) -> None:
    file.write(f"{making} {json.dumps(dict(document.labels), separators=(',', ':'), sort_keys=True)}\n")


def _can_carry(order: Order, serving: Serving) -> bool:
    same_engine = serving.manifest.engine_settings == order.engine
    return order.reuse and same_engine and isinstance(open_backend(order.engine), CarryingBackend)


def _known(path: Path, content: manifest.Manifest) -> Mapping[str, str]:
    """Labels by what the documents are made of; none where the file is of another index, or damaged."""
    root = content.files.get(_ROOT)
    try:
        with path.open(encoding="ascii") as file:
            if root is None or next(file, "").strip() != root.sha256:
                return {}
            rows = (line.partition(" ") for line in file)
            return {making: labels for making, _, labels in rows}
    except (OSError, ValueError):
        return {}

"""The new generation's folder, and the engine's index in it: written, then asked back."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from indexer import generations
from indexer.analysis import Vocabulary
from indexer.backends import (
    AnalysedDocument,
    Carried,
    CarryingBackend,
    Place,
    SharingBackend,
    open_backend,
)
from indexer.building.committing import take_over_vocabulary
from indexer.building.entries import DamagedEntryError
from indexer.building.order import Order, Progress
from indexer.building.verify import Samples, verify
from indexer.errors import NoIndexError
from indexer.generations import ENGINE_FOLDER, VOCABULARY_FOLDER, Serving


def new_folder(site: Path, serving: Serving | None, order: Order) -> Path:
    """The new generation's folder with its vocabulary, taken over where it is the same and sound. Raises OSError."""
    folder = site / "generation"
    (folder / ENGINE_FOLDER).mkdir(parents=True)
    vocabulary = folder / VOCABULARY_FOLDER
    vocabulary.mkdir()
    if not (serving and take_over_vocabulary(serving, vocabulary, order.dictionaries)):
        Vocabulary.write(vocabulary, order.dictionaries)
    return folder


def write_and_verify(
    documents: Iterable[AnalysedDocument | Carried], before: Place | None, folder: Path, order: Order
) -> Place:
    """Writes ``documents`` into the engine and asks for some of them; returns where the index is.

    The carried ones, if any, stand at ``before``. Raises VerificationError, EngineError, OSError, and
    DamagedEntryError where what was to be taken over is damaged.
    """
    samples, backend = Samples(), open_backend(order.engine)
    watched = samples.watch(documents)
    if before is not None and isinstance(backend, CarryingBackend):
        try:
            place = backend.rewrite(folder / ENGINE_FOLDER, before, watched).place
        except NoIndexError as error:
            raise DamagedEntryError(str(error)) from error
    else:
        new = (each for each in watched if isinstance(each, AnalysedDocument))
        given = (folder / ENGINE_FOLDER, generations.owner(order.index_dir), new)
        if order.loaders is not None and isinstance(backend, SharingBackend):
            place = backend.write_shared(*given, order.loaders).place
        else:
            place = backend.write(*given).place
    order.progress(Progress("verify", 1, 1))
    verify(backend, place, samples)
    return place

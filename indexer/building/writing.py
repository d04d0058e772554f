"""The new generation's folder, and the engine's index in it: written, then asked back."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from indexer import generations
from indexer.analysis import Vocabulary
from indexer.backends import AnalysedDocument, Place, open_backend
from indexer.building.committing import take_over_vocabulary
from indexer.building.order import Order, Progress
from indexer.building.verify import Samples, verify
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


def write_and_verify(documents: Iterable[AnalysedDocument], folder: Path, order: Order) -> Place:
    """Writes ``documents`` into the engine and asks for some of them; returns where the index is.

    Raises VerificationError, EngineError, OSError.
    """
    samples, backend = Samples(), open_backend(order.engine)
    owner = generations.owner(order.index_dir)
    place = backend.write(folder / ENGINE_FOLDER, owner, samples.watch(documents)).place
    order.progress(Progress("verify", 1, 1))
    verify(backend, place, samples)
    return place

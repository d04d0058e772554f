"""The step of a build with a model: every document's passages as vectors, into the generation's folder."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

from indexer.building.ingest import Ingest
from indexer.building.order import Order, Progress
from indexer.generations import CACHE_FOLDER
from indexer.semantic import FOLDER, KeptVectors, VectorWriter, batches, passages


def embed(ingest: Ingest, folder: Path, order: Order) -> None:
    """Embeds what no build has embedded before; does nothing where no model was chosen. Raises ModelError, OSError.

    What is embedded is kept batch by batch: a build that is broken off here goes on here.
    """
    if order.model is None or order.choice.path is None:
        return
    total = sum(len(report.documents) for report in ingest.reports)
    done = 0
    writer = VectorWriter(folder / FOLDER, order.model, order.choice.path)
    with closing(writer), closing(KeptVectors(order.index_dir / CACHE_FOLDER / FOLDER, order.model)) as kept:
        cut = ((document.id, _passages(document.record)) for document in ingest.analysed())
        for batch in batches(cut):
            order.progress(Progress("embed", done, total))
            vectors = kept.vectors([text for _, texts in batch for text in texts])
            for ident, texts in batch:
                writer.add(ident, [next(vectors) for _ in texts])
            done += len(batch)
        writer.finish()
        kept.tidy()


def _passages(record: str) -> tuple[str, ...]:
    stored = json.loads(record)
    return passages(stored["title"] or "", stored["text"])

"""What relations cost a build: every document's statements read, and all of them brought together.

Measured apart from a build, over the same documents, a portion in memory at a time.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from benchmarks.memory import memory_watch, resident_bytes
from dictionaries import Dictionaries, load
from indexer.analysis import squeezed
from indexer.files import extract
from indexer.models import Document
from indexer.parse import parse_extracted
from indexer.relations import from_line, read_statements, relate

_PORTION = 200
"""Documents that that are in memory at a time."""


def cost(records: Path, workshop: Path) -> dict[str, float]:
    """Computing seconds of both steps, and the most memory that bringing together took beyond what stood before."""
    dictionaries, kept = load(), workshop / "statements.jsonl"
    reading = 0.0
    with kept.open("w", encoding="utf-8") as file:
        for document in _documents(records, dictionaries):
            text = squeezed(document.text.content)  # a build has it from analysing
            before = time.process_time()
            line = read_statements(document, dictionaries, text).to_line()
            reading += time.process_time() - before
            file.write(line + "\n")
    before, stood = time.process_time(), resident_bytes(os.getpid())
    with memory_watch() as watch:
        relate(lambda: map(from_line, _lines(kept)), workshop / "relations.sqlite", dictionaries)
    return {
        "reading_seconds": reading,
        "relating_seconds": time.process_time() - before,
        "peak_bytes": max(0, watch.peak - stood),
    }


def _documents(records: Path, dictionaries: Dictionaries) -> Iterator[Document]:
    lines = iter(_lines(records))
    while portion := list(islice(lines, _PORTION)):
        extracted = extract(records.name, "".join(portion).encode())
        yield from parse_extracted(records.name, extracted, dictionaries).documents


def _lines(path: Path) -> Iterable[str]:
    with path.open(encoding="utf-8") as file:
        yield from file

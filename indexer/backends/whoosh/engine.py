"""The one file that imports Whoosh, and what writer and reader agree on."""

from __future__ import annotations

import sys
from collections.abc import Container, Iterable, Iterator
from contextlib import contextmanager
from threading import Lock
from types import ModuleType
from typing import Any

from indexer.imports import quietly

NAME = "gsearch"
SEGMENT = "documents"
META_FILE = "engine.json"
FORMAT = 2
BLOCK = 1 << 14
"""Postings of one block."""

_IMPORTING = Lock()
"""Held while a module stands in for another: two threads would see each other's."""


def engine() -> tuple[ModuleType, ModuleType, ModuleType]:
    """Whoosh's storage, codec and columns, imported when first needed."""
    with _IMPORTING, _without("urllib.request"), quietly():
        from whoosh import columns
        from whoosh.codec import whoosh3
        from whoosh.filedb import filestore
    return filestore, whoosh3, columns


def schema(names: Iterable[str], scored: Container[str]) -> Any:
    """Whoosh's own description of the fields ``names``, so that its tools can open the index."""
    with _IMPORTING, quietly():
        from whoosh import fields

    keyword = fields.KEYWORD(commas=True)
    return fields.Schema(**{n: fields.KEYWORD(scorable=True) if n in scored else keyword for n in names})


def table_of_contents(schema: Any, segments: list[Any]) -> Any:
    with _IMPORTING, quietly():
        from whoosh.index import TOC

    return TOC(schema, segments, 1)


@contextmanager
def _without(name: str) -> Iterator[None]:
    """Keeps Whoosh from importing ``name``, which it names but never uses here, and which costs 20 ms."""
    if name in sys.modules:
        yield
        return
    stand_in = ModuleType(name)
    stand_in.__dict__.update(urlretrieve=None)
    sys.modules[name] = stand_in
    try:
        yield
    finally:
        del sys.modules[name]

"""From bytes to index: the Python door. ``parse``, ``build`` and ``update``, and the values they take and give.

>>> import indexer
>>> callable(indexer.parse), callable(indexer.build), callable(indexer.update)
(True, True, True)

``walk`` finds the sources to ``parse``; ``build`` and ``update`` take paths. Dates are ISO strings, lines 1-based, an
absent value is None. Whatever is refused is a ``GsearchError`` whose message, in Chinese, names the remedy. Each name
is imported when it is first asked for: a search starts without what building needs.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from indexer.build import BuildReport, Progress, build, update
    from indexer.errors import GsearchError
    from indexer.models import Document, Issue
    from indexer.parse import parse
    from indexer.sources import Skipped, SourceFile, walk

__all__ = [
    "BuildReport",
    "Document",
    "GsearchError",
    "Issue",
    "Progress",
    "Skipped",
    "SourceFile",
    "build",
    "parse",
    "update",
    "walk",
]

_HOMES = {
    "BuildReport": "build",
    "Document": "models",
    "GsearchError": "errors",
    "Issue": "models",
    "Progress": "build",
    "Skipped": "sources",
    "SourceFile": "sources",
    "build": "build",
    "parse": "parse",
    "update": "build",
    "walk": "sources",
}


class _Door(ModuleType):
    """Keeps the functions in sight: importing a submodule would put ``indexer.build`` in the place of ``build``."""

    def __setattr__(self, name: str, value: Any) -> None:
        if not (name in _HOMES and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Door


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'indexer' has no attribute '{name}'")
    value = getattr(import_module(f"indexer.{_HOMES[name]}"), name)
    globals()[name] = value
    return value

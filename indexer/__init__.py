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
from types import ModuleType
from typing import TYPE_CHECKING, Any

from indexer.doors import lazy

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

_NAMES = {
    "build": ("BuildReport", "Progress", "build", "update"),
    "errors": ("GsearchError",),
    "models": ("Document", "Issue"),
    "parse": ("parse",),
    "sources": ("Skipped", "SourceFile", "walk"),
}


class _Door(ModuleType):
    """Keeps the functions in sight: importing a submodule would put ``indexer.build`` in the place of ``build``."""

    def __setattr__(self, name: str, value: Any) -> None:
        if not (name in __all__ and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Door


__getattr__ = lazy(__name__, _NAMES)

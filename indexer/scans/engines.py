"""The programs that read text from pictures, one row each, the better one first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from indexer.scans import rapid, tesseract
from indexer.scans.page import TextBox

if TYPE_CHECKING:
    from PIL.Image import Image

Recogniser = Callable[["Image"], tuple[TextBox, ...]]
"""Reads one picture in RGB. Raises MemoryError where it is too large, ExtractError where the engine gives up."""

SETTINGS = "1"
"""Goes up with every change of resolution, of an engine's settings or of what is kept of a page."""


@dataclass(frozen=True, slots=True)
class Engine:
    """One engine. ``version`` is None where it cannot be used here; ``load`` takes seconds and much memory."""

    name: str
    version: Callable[[], str | None]
    load: Callable[[], Recogniser]
    memory: int
    """Bytes that a process takes with it, at most, on a page of A4 at 200 dpi."""

    @property
    def identity(self) -> str:
        """What a page that it read is kept under: ``rapidocr-3.10.0-1``."""
        return f"{self.name}-{self.version() or 0}-{SETTINGS}"


ENGINES = (
    Engine("rapidocr", rapid.version, rapid.load, memory=1 << 30),
    Engine("tesseract", tesseract.version, tesseract.load, memory=400 << 20),
)


@lru_cache(maxsize=1)
def installed() -> Engine | None:
    """The best engine that this machine has; None where scans cannot be read."""
    return next((engine for engine in ENGINES if engine.version()), None)

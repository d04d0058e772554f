"""Which model an index is to be built with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """``path`` is a folder or jar with an embedding model; None: an index without vectors."""

    path: Path | None = None

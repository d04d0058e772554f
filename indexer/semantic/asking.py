"""A question as a vector of the very model that an index was built with."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from indexer.errors import ModelError
from indexer.semantic.model import open_model

if TYPE_CHECKING:
    from indexer.semantic.model import Vector
    from indexer.semantic.vectors import About


@lru_cache(maxsize=64)
def embedded_by(about: About, question: str) -> Vector:
    """The vector of ``question``; the last few are kept, for whoever pages on.

    Raises ModelError where the model is gone, is another by now, or cannot be run here.
    """
    model = open_model(Path(about.model))
    if model.fingerprint != about.fingerprint:
        raise ModelError(f"{about.model} 已不是建索引时的模型；请运行：gsearch update --model 模型")
    return next(model.embed([question]))

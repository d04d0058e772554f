"""Texts as vectors of an embedding model, an option: what is embedded, by which model, what is nearest to a question.

``files`` and ``model`` (a folder or jar with an ONNX model), ``wordpiece`` (its words), ``cutting`` (which passages of
a document are embedded), ``kept`` (vectors by the hash of their text, for the next build), ``vectors`` (those of a
generation), ``publishing`` (a model that is fetched when somebody asks for it). Each is loaded when it is asked for:
an index without vectors costs a look for their folder.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.doors import lazy
from indexer.semantic.choice import ModelChoice

if TYPE_CHECKING:
    from indexer.semantic.asking import embedded_by
    from indexer.semantic.cutting import passages
    from indexer.semantic.kept import KeptVectors, Packed, batches
    from indexer.semantic.model import Model, open_model
    from indexer.semantic.publishing import REPOSITORY, PublishedModel, fetch, published
    from indexer.semantic.vectors import FOLDER, About, Nearest, Vectors, VectorWriter, about

__all__ = [
    "FOLDER",
    "REPOSITORY",
    "About",
    "KeptVectors",
    "Model",
    "ModelChoice",
    "Nearest",
    "Packed",
    "PublishedModel",
    "VectorWriter",
    "Vectors",
    "about",
    "batches",
    "embedded_by",
    "fetch",
    "open_model",
    "passages",
    "published",
]

__getattr__ = lazy(
    __name__,
    {
        "asking": ("embedded_by",),
        "cutting": ("passages",),
        "kept": ("KeptVectors", "Packed", "batches"),
        "model": ("Model", "open_model"),
        "publishing": ("REPOSITORY", "PublishedModel", "fetch", "published"),
        "vectors": ("FOLDER", "About", "Nearest", "VectorWriter", "Vectors", "about"),
    },
)

"""An embedding model: text → a vector of length 1.

The one module that imports onnxruntime, with its telemetry off: gsearch opens no connection by itself. Texts are
embedded one by one, not in batches, since a quantised network scales by all that is in a batch: a text has the same
vector whatever stands beside it, so an update equals a build. Several threads do as well as a batch.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from indexer.errors import ModelError
from indexer.machine import cores
from indexer.semantic.files import ModelFiles, Pooling, read_files
from indexer.semantic.wordpiece import CLS, SEP, UNKNOWN, WordPiece

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

    Vector = NDArray[float32]

LONGEST = 512
"""Pieces of one text; BERT knows no more places."""
INSTALL = "pip install 'gsearch-gazette[semantic]'"
_VERSION = b"1"
"""Changed whenever the same files would give other vectors."""


class Model(Protocol):
    """What turns texts into vectors; ``fingerprint`` (16 hex digits) is that of all it depends on."""

    @property
    def fingerprint(self) -> str: ...

    @property
    def dimensions(self) -> int: ...

    def embed(self, texts: Iterable[str]) -> Iterator[Vector]:
        """A vector of length 1 for each text, in their order. Raises ModelError."""


@dataclass(frozen=True, slots=True)
class OnnxModel:
    """A network with its words. ``session`` is onnxruntime's, which any number of threads may run."""

    session: Any
    words: WordPiece
    pooling: Pooling
    fingerprint: str
    dimensions: int = 0

    def embed(self, texts: Iterable[str]) -> Iterator[Vector]:
        with ThreadPoolExecutor(cores()) as threads:
            yield from threads.map(self._vector, texts)

    def embed_one(self, text: str) -> Vector:
        return self._vector(text)

    def _vector(self, text: str) -> Vector:
        import numpy

        numbers = numpy.array([self.words.encode(text, LONGEST)], dtype=numpy.int64)
        given = {
            "input_ids": numbers,
            "attention_mask": numpy.ones_like(numbers),
            "token_type_ids": numpy.zeros_like(numbers),
        }
        wanted = {each.name for each in self.session.get_inputs()}
        out = self.session.run(None, {name: value for name, value in given.items() if name in wanted})[0][0]
        pooled = out if out.ndim == 1 else out[0] if self.pooling == "cls" else out.mean(axis=0)
        length = float(numpy.linalg.norm(pooled))
        vector: Vector = (pooled / length if length else pooled).astype(numpy.float32)
        return vector


@lru_cache(maxsize=1)
def open_model(path: Path) -> OnnxModel:
    """The model at ``path`` (a folder, or a jar or zip), kept for the life of the process.

    Raises ModelError where there is none, where it is not of a kind that is understood, or where the extra
    ``semantic`` is not installed.
    """
    files = read_files(path)
    words = _words(files, path)
    model = OnnxModel(_session(files.network, path), words, files.pooling, _fingerprint(files))
    try:
        dimensions = model.embed_one("测试").shape[0]
    except _faults() as error:
        raise ModelError(f"{path} 里的模型不能把文字变成向量（{error}）；请换一个") from error
    return OnnxModel(model.session, words, files.pooling, model.fingerprint, dimensions)


def _session(network: bytes, path: Path) -> Any:
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    try:
        import onnxruntime
    except ImportError:
        raise ModelError(f"没有装按含义检索所需的组件；请运行：{INSTALL}") from None
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])
    except _faults() as error:
        raise ModelError(f"{path} 里的 ONNX 模型打不开（{error}）；请重新下载") from error


def _faults() -> tuple[type[Exception], ...]:
    """What onnxruntime raises for a network that it cannot open or run: each fault is a class without a common root."""
    from onnxruntime.capi import onnxruntime_pybind11_state as state

    named = (getattr(state, name) for name in dir(state))
    own = (each for each in named if isinstance(each, type) and issubclass(each, Exception))
    return (ValueError, RuntimeError, IndexError, *own)


def _words(files: ModelFiles, path: Path) -> WordPiece:
    try:
        if files.tokenizer_name.endswith(".txt"):
            lines = files.tokenizer.decode("utf-8").splitlines()
            return _checked(WordPiece({piece: number for number, piece in enumerate(lines)}, True), path)
        stated = json.loads(files.tokenizer)
        if stated["model"].get("type", "WordPiece") != "WordPiece":
            raise ModelError(f"{path} 的词表不是 WordPiece 的，这一版还不会用；请换一个 BERT 一类的模型")
        lower_case = bool((stated.get("normalizer") or {}).get("lowercase"))
        return _checked(WordPiece(stated["model"]["vocab"], lower_case), path)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(f"{path} 的词表读不了（{error}）；请重新下载") from error


def _checked(words: WordPiece, path: Path) -> WordPiece:
    missing = [piece for piece in (CLS, SEP, UNKNOWN) if piece not in words.vocabulary]
    if missing:
        raise ModelError(f"{path} 的词表里没有 {'、'.join(missing)}，不是 BERT 一类的模型；请换一个")
    return words


def _fingerprint(files: ModelFiles) -> str:
    digest = hashlib.sha256(b"\0".join((_VERSION, files.pooling.encode())))
    for part in (files.network, files.tokenizer):
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()[:16]

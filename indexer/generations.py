"""The index folder: which generation serves, opening it, switching to a new one, going back.

::

    INDEX/CURRENT              the name of the serving generation's folder, replaced atomically
    INDEX/generations/0007-…/  manifest.json, issues.jsonl, vocabulary/, engine/; never changed once there
    INDEX/cache/               parsed and analysed files by content, for ``update`` (indexer.building.entries)
    INDEX/building/            a build at work; litter of a dead one is removed by the next
    INDEX/lock                 held by a build (indexer.lock)
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import dictionaries as dictionaries_room
from dictionaries import Dictionaries
from indexer import issue_reports, manifest
from indexer.errors import GsearchError, NoIndexError
from indexer.index_folder import (
    CURRENT_FILE,
    GENERATIONS_FOLDER,
    ReplacedError,
    refuse_strangers,
    sync_folder,
)
from indexer.issue_reports import IssueReport
from indexer.manifest import Manifest

if TYPE_CHECKING:
    from indexer.analysis import Analyzer
    from indexer.backends.base import Reader

CACHE_FOLDER = "cache"
ENGINE_FOLDER = "engine"
VOCABULARY_FOLDER = "vocabulary"
FOLDER_NAME = re.compile(r"(\d{4,})-([0-9a-f]{12})")

_ATTEMPTS = 10

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Serving:
    """The serving generation as a build sees it, whether or not it can still be searched."""

    folder: Path
    manifest: Manifest

    def issues(self) -> tuple[IssueReport, ...]:
        """What became of each source file; () where that cannot be read."""
        try:
            return tuple(issue_reports.read(self.folder))
        except (OSError, ValueError):
            return ()


@dataclass(frozen=True, slots=True)
class Generation:
    """One immutable index, with the dictionaries it was built with."""

    folder: Path
    manifest: Manifest
    dictionaries: Dictionaries

    @property
    def name(self) -> str:
        """12 hex digits over everything that went in: the same input has the same name on any machine."""
        return self.manifest.name

    def reader(self) -> Reader:
        """A new reader, for one thread, to be closed. Best used within ``with_current``.

        Raises ReplacedError where the generation is gone already, NoIndexError where it is damaged.
        """
        from indexer.backends.whoosh import WhooshBackend

        try:
            return WhooshBackend().open(self.folder / ENGINE_FOLDER)
        except (OSError, NoIndexError):
            if not self.folder.exists():
                raise ReplacedError(f"索引代 {self.name} 已被新的一代取代，请重试。") from None
            raise

    def analyzer(self) -> Analyzer:
        """Cuts queries with the very words the index was cut with; kept for the life of the process."""
        return _analyzer(self.folder, self.dictionaries)

    def issues(self) -> tuple[IssueReport, ...]:
        """What became of each source file, in the order of their names."""
        try:
            return tuple(issue_reports.read(self.folder))
        except (OSError, ValueError) as error:
            if not self.folder.exists():
                raise ReplacedError(f"索引代 {self.name} 已被新的一代取代，请重试。") from None
            raise _damaged(self.folder, f"{issue_reports.ISSUES_FILE}：{error}") from error


def current(index_dir: Path, dictionaries: Dictionaries | None = None) -> Generation:
    """The serving generation; cheap enough to call once per request.

    Raises NoIndexError, naming the command that mends it, where there is no index, or one that this version
    or these dictionaries (None: the packaged ones) cannot read, or one that is visibly damaged.
    """
    folder = current_folder(index_dir)
    for path in (index_dir, folder.parent, folder):
        refuse_strangers(path)
    return _open(folder, dictionaries)


def with_current(
    index_dir: Path, call: Callable[[Generation], Result], dictionaries: Dictionaries | None = None
) -> Result:
    """``call(current(index_dir))``, begun anew where builds replace and remove the generation meanwhile.

    So ``call`` answers from one generation, whole; it may be called more than once and should only read.
    """
    for _ in range(_ATTEMPTS):
        try:
            generation = current(index_dir, dictionaries)
        except ReplacedError:
            continue
        try:
            return call(generation)
        except NoIndexError:
            if current_folder(index_dir) == generation.folder:
                raise
    return call(current(index_dir, dictionaries))


def serving(index_dir: Path) -> Serving | None:
    """The serving generation, of any schema and dictionary; None where no manifest can be read."""
    try:
        folder = current_folder(index_dir)
        return Serving(folder, manifest.read(folder))
    except (NoIndexError, OSError, ValueError):
        return None


def is_whole(serving: Serving) -> bool:
    """Whether all files of a generation are there, in their full size."""
    try:
        return manifest.missing(serving.manifest, serving.folder) is None
    except OSError:
        return False


def current_folder(index_dir: Path) -> Path:
    """The folder that CURRENT names. Raises NoIndexError."""
    try:
        name = (index_dir / CURRENT_FILE).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        raise NoIndexError(f"{index_dir} 里还没有索引；请先运行：gsearch build 文件或文件夹") from None
    except (OSError, UnicodeDecodeError) as error:
        raise NoIndexError(
            f"{index_dir / CURRENT_FILE} 读不出来（{error}）；请运行：gsearch build"
        ) from error
    if not FOLDER_NAME.fullmatch(name):
        raise NoIndexError(
            f"{index_dir / CURRENT_FILE} 已损坏；请运行：gsearch build --rollback 或 gsearch build"
        )
    return index_dir / GENERATIONS_FOLDER / name


def generation_folders(index_dir: Path) -> list[Path]:
    """The folders of all generations, oldest first."""
    try:
        found = [
            path for path in (index_dir / GENERATIONS_FOLDER).iterdir() if FOLDER_NAME.fullmatch(path.name)
        ]
    except FileNotFoundError:
        return []
    return sorted(found, key=_sequence)


def earlier_folders(index_dir: Path) -> list[Path]:
    """The folders of the generations before the one that serves, oldest first: what one can go back to."""
    serving = _serving_sequence(index_dir)
    return [folder for folder in generation_folders(index_dir) if _sequence(folder) < serving]


def install(index_dir: Path, folder: Path, name: str) -> None:
    """Moves ``folder``, complete and durable, among the generations and makes it the one that serves.

    Keeps one other generation to go back to: the newest one with other content that has served, not one that
    was given up by going back. Raises OSError.
    """
    folders = generation_folders(index_dir)
    before = _serving_sequence(index_dir)
    sequence = _sequence(folders[-1]) + 1 if folders else 1
    target = index_dir / GENERATIONS_FOLDER / f"{sequence:04d}-{name}"
    folder.replace(target)
    sync_folder(target.parent)
    switch(index_dir, target)
    served = [each for each in folders if _sequence(each) <= before]
    kept = ([each for each in served if not each.name.endswith(f"-{name}")] or served or folders)[-1:]
    for each in folders:
        if each not in kept:
            shutil.rmtree(each, ignore_errors=True)


def switch(index_dir: Path, folder: Path) -> None:
    """Makes ``folder``, a complete and durable generation, the one that serves: at once or not at all."""
    temporary = index_dir / f"{CURRENT_FILE}.new"
    with temporary.open("w", encoding="ascii") as file:
        file.write(folder.name + "\n")
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(index_dir / CURRENT_FILE)
    sync_folder(index_dir)


def rollback(index_dir: Path) -> Generation:
    """Goes back to the newest generation before the one that serves, and returns it.

    Raises LockedError while a build runs, NoIndexError where there is none to go back to or it is damaged.
    """
    from indexer.building.construction import disk_errors
    from indexer.lock import build_lock

    if not index_dir.is_dir():
        raise NoIndexError(f"{index_dir} 里还没有索引；请先运行：gsearch build 文件或文件夹")
    with disk_errors(index_dir), build_lock(index_dir):
        earlier = earlier_folders(index_dir)
        if not earlier:
            raise NoIndexError(f"{index_dir} 里没有更早的一代可以退回；要重建请运行：gsearch build")
        generation = _open(earlier[-1], None)
        switch(index_dir, earlier[-1])
        return generation


def _sequence(folder: Path) -> int:
    return int(folder.name.partition("-")[0])


def _serving_sequence(index_dir: Path) -> int:
    """The number that serves; past all others where CURRENT is lost, so that one can go back."""
    try:
        return _sequence(current_folder(index_dir))
    except NoIndexError:
        return 1 << 62


def _open(folder: Path, dictionaries: Dictionaries | None) -> Generation:
    """Raises NoIndexError; the answer is kept, since a generation's folder never changes."""
    if dictionaries is None:
        return _open_packaged(folder)
    content = _read_manifest(folder)
    _refuse_other_schema(content)
    if content.dictionary != dictionaries.fingerprint:
        raise NoIndexError("词典在建索引之后改过，索引已过时；请运行：gsearch update（或 gsearch build）")
    return Generation(folder, content, dictionaries)


@lru_cache(maxsize=4)
def _open_packaged(folder: Path) -> Generation:
    return _open(folder, dictionaries_room.load())


@lru_cache(maxsize=2)
def _analyzer(folder: Path, dictionaries: Dictionaries) -> Analyzer:
    from indexer.analysis import Analyzer, Vocabulary

    return Analyzer(Vocabulary.open(folder / VOCABULARY_FOLDER), dictionaries)


def _read_manifest(folder: Path) -> Manifest:
    try:
        content = manifest.read(folder)
    except FileNotFoundError as error:
        if not folder.exists():
            raise ReplacedError(f"{folder} 不见了；请重试，仍不行就运行：gsearch build") from None
        raise _damaged(folder, f"缺少 {manifest.MANIFEST_FILE}") from error
    except (OSError, ValueError) as error:
        raise _damaged(folder, f"{manifest.MANIFEST_FILE} 读不出来") from error
    fault = manifest.missing(content, folder)
    if fault is not None:
        raise _damaged(folder, fault)
    return content


def _refuse_other_schema(content: Manifest) -> None:
    from indexer.schema import SCHEMA_VERSION

    if (content.format, content.schema_version) != (manifest.FORMAT, SCHEMA_VERSION):
        raise NoIndexError(
            f"索引由另一版本的 gsearch（{content.gsearch_version}）所建，这一版读不了；请运行：gsearch build"
        )


def _damaged(folder: Path, what: str) -> GsearchError:
    return NoIndexError(
        f"索引代 {folder.name} 已损坏：{what}；"
        "请运行：gsearch build --rollback 退回上一代，或 gsearch build 重建"
    )

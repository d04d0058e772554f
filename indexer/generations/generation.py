"""The index folder: which generation serves, opening it, switching to a new one, going back.

::

    INDEX/CURRENT              the name of the serving generation's folder, replaced atomically
    INDEX/generations/0007-…/  manifest.json, issues.jsonl, vocabulary/, engine/; never changed once there
    INDEX/cache/               parsed and analysed files by content, for ``update`` (indexer.building.entries)
    INDEX/building/            a build at work; litter of a dead one is removed by the next
    INDEX/lock                 held by a build (indexer.generations.lock)
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import dictionaries as dictionaries_room
from dictionaries import Dictionaries
from indexer.backends import EngineSettings, Place, Reader, open_backend
from indexer.errors import EngineError, NoIndexError, dictionary_errors
from indexer.generations import issue_reports, manifest
from indexer.generations.index_folder import ReplacedError, refuse_strangers, sync_folder
from indexer.generations.integrity import DamagedError, damaged, damaged_file, opened
from indexer.generations.issue_reports import IssueReport
from indexer.generations.manifest import Manifest
from indexer.generations.pointer import (
    current_folder,
    earlier_folders,
    generation_folders,
    misleading,
    pointer,
    retire,
    sequence,
    serving_sequence,
    sweep,
    switch,
)
from indexer.index_names import GENERATIONS_FOLDER

if TYPE_CHECKING:
    from indexer.analysis import Analyzer
    from indexer.relations import Store

CACHE_FOLDER = "cache"
ENGINE_FOLDER = "engine"
VOCABULARY_FOLDER = "vocabulary"

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
    """One immutable index, with the dictionaries it was built with.

    ``notice`` is a sentence for people where this is not the generation that should serve, but an earlier one
    in its place, because that one is damaged.
    """

    folder: Path
    manifest: Manifest
    dictionaries: Dictionaries
    notice: str | None = None

    @property
    def name(self) -> str:
        """12 hex digits over everything that went in: the same input has the same name on any machine."""
        return self.manifest.name

    def reader(self) -> Reader:
        """A new reader, for one thread, to be closed. Best used within ``with_current``.

        Raises ReplacedError where the generation is gone already, NoIndexError where it is damaged, EngineError where
        its engine does not answer.
        """
        try:
            return open_backend(self.manifest.engine_settings).open(place(self.folder, self.manifest))
        except (OSError, NoIndexError):
            if not self.folder.exists():
                raise ReplacedError(f"索引代 {self.name} 已被新的一代取代，请重试。") from None
            raise

    def relations(self) -> Store:
        """What its documents say of each other, open for one thread, to be closed. Raises NoIndexError."""
        from indexer.relations import FILE, Store

        return Store(self.folder / FILE)

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
            raise damaged(self.folder, f"{issue_reports.ISSUES_FILE}：{error}") from error


def current(index_dir: Path, dictionaries: Dictionaries | None = None) -> Generation:
    """The serving generation, or where that is damaged a sound one before it, which then has a ``notice``.

    Cheap enough to call once per request (see indexer.generations.integrity). Raises NoIndexError, naming the command
    that mends it, where there is no index, none that this version or these dictionaries (None: those that
    it was built with) can read, or none that is sound.
    """
    try:
        folder = current_folder(index_dir)
        refuse_strangers(index_dir)
        refuse_strangers(folder.parent)
        return _open(folder, dictionaries)
    except ReplacedError:
        if current_folder(index_dir) != folder:
            raise
        return _instead(index_dir, dictionaries, misleading(f"指向的 {folder.name} 不存在"))
    except DamagedError as error:
        return _instead(index_dir, dictionaries, error)


def with_current(
    index_dir: Path, call: Callable[[Generation], Result], dictionaries: Dictionaries | None = None
) -> Result:
    """``call(current(index_dir))``, begun anew where builds replace and remove the generation meanwhile.

    So ``call`` answers from one generation, whole; it may be called more than once and should only read.
    Where it meets damage that opening did not show, it is called with the generation before.
    """
    from indexer.analysis import folding_by

    for _ in range(_ATTEMPTS):
        before = pointer(index_dir)
        try:
            generation = current(index_dir, dictionaries)
        except NoIndexError:
            if pointer(index_dir) == before:
                raise
            continue
        try:
            with dictionary_errors(), folding_by(generation.dictionaries):
                return call(generation)
        except NoIndexError as error:
            if pointer(index_dir) == before:
                return call(_before(generation, index_dir, dictionaries, error))
    return call(current(index_dir, dictionaries))


def serving(index_dir: Path) -> Serving | None:
    """The serving generation, of any schema and dictionary, or where its manifest is lost the newest before.

    None where no manifest can be read.
    """
    try:
        folders = [current_folder(index_dir)]
    except NoIndexError:
        folders = []
    for folder in (*folders, *reversed(earlier_folders(index_dir))):
        try:
            return Serving(folder, manifest.read(folder))
        except (OSError, ValueError):
            continue
    return None


def is_whole(index_dir: Path, serving: Serving) -> bool:
    """Whether ``serving`` is what CURRENT names, and every byte of it is as it was written."""
    try:
        return current_folder(index_dir) == serving.folder and _is_sound(serving.folder)
    except NoIndexError:
        return False


def install(index_dir: Path, folder: Path, name: str) -> None:
    """Moves ``folder``, complete and durable, among the generations and makes it the one that serves.

    Keeps one other generation to go back to: the newest sound one with other content that has served, not one
    that was given up by going back. Raises OSError, EngineError.
    """
    sweep(index_dir)
    folders = generation_folders(index_dir)
    last = serving_sequence(index_dir)
    number = sequence(folders[-1]) + 1 if folders else 1
    target = index_dir / GENERATIONS_FOLDER / f"{number:04d}-{name}"
    folder.replace(target)
    sync_folder(target.parent)
    _serve(index_dir, target)
    sound = [each for each in folders if _is_sound(each)]
    served = [each for each in sound if sequence(each) <= last]
    kept = ([each for each in served if not each.name.endswith(f"-{name}")] or served or sound)[-1:]
    for each in folders:
        if each not in kept:
            _remove(each)


def _serve(index_dir: Path, folder: Path) -> None:
    """Makes the generation in ``folder`` the one that answers; its engine is told first, for CURRENT decides."""
    content = manifest.read(folder)
    open_backend(content.engine_settings).serve(owner(index_dir), place(folder, content))
    switch(index_dir, folder)


def _remove(folder: Path) -> None:
    """Removes a generation, its index in a remote engine first; what cannot be had there the next build drops."""
    with suppress(OSError, ValueError, EngineError):
        content = manifest.read(folder)
        open_backend(content.engine_settings).drop(place(folder, content))
    retire(folder)


def place(folder: Path, content: Manifest) -> Place:
    """Where the engine of a generation finds its index."""
    return Place(folder / ENGINE_FOLDER, content.index_name)


def owner(index_dir: Path) -> str:
    """12 hex digits that tell this index folder's indexes from others' in the same remote engine."""
    import hashlib
    import platform

    where = f"{platform.node()}:{os.path.abspath(index_dir)}"
    return hashlib.sha256(where.encode("utf-8", "surrogateescape")).hexdigest()[:12]


def drop_orphans(index_dir: Path, settings: EngineSettings) -> int:
    """Drops what builds that died left in a remote engine: indexes that no generation names; returns how many.

    Raises EngineError.
    """
    backend = open_backend(settings)
    named = set()
    for folder in generation_folders(index_dir):
        with suppress(OSError, ValueError):
            named.add(manifest.read(folder).index_name)
    orphans = backend.names(owner(index_dir)) - named
    for name in orphans:
        backend.drop(Place(index_dir, name))
    return len(orphans)


def rollback(index_dir: Path) -> Generation:
    """Goes back to the newest sound generation before the one that serves, and returns it.

    Raises LockedError while a build runs, NoIndexError where there is none to go back to, every byte of which
    is as it was written.
    """
    from indexer.generations.disk import disk_errors
    from indexer.generations.lock import build_lock

    if not index_dir.is_dir():
        raise NoIndexError(f"{index_dir} 里还没有索引；请先运行：gsearch build 文件或文件夹")
    with disk_errors(index_dir), build_lock(index_dir):
        earlier = earlier_folders(index_dir)
        if not earlier:
            raise NoIndexError(f"{index_dir} 里没有更早的一代可以退回；要重建请运行：gsearch build")
        sound = [folder for folder in earlier if _is_sound(folder)]
        if not sound:
            raise DamagedError(f"上一代 {earlier[-1].name} 也已损坏，不能退回")
        generation = _open(sound[-1], None)
        _serve(index_dir, sound[-1])
        return generation


def _is_sound(folder: Path) -> bool:
    """Whether every byte of a generation is as it was written; reads them all."""
    try:
        return damaged_file(folder, manifest.read(folder).files) is None
    except (OSError, ValueError):
        return False


def _open(folder: Path, dictionaries: Dictionaries | None) -> Generation:
    """Raises NoIndexError."""
    refuse_strangers(folder)
    content = opened(folder)
    _refuse_other_schema(content)
    words = dictionaries or _own(folder, content.dictionaries_folder)
    if content.dictionary != words.fingerprint:
        raise NoIndexError("词典在建索引之后改过，索引已过时；请运行：gsearch update（或 gsearch build）")
    return Generation(folder, content, words)


def _instead(index_dir: Path, dictionaries: Dictionaries | None, damage: DamagedError) -> Generation:
    """The newest sound generation before the damaged one. Raises ``damage`` where there is none."""
    for folder in reversed(earlier_folders(index_dir)):
        try:
            generation = _open(folder, dictionaries)
        except NoIndexError:
            continue
        instead = f"眼下由上一代回答（第 {generation.name} 代，建于 {generation.manifest.built_at}）"
        remedy = "请运行：gsearch build 重建，或 gsearch build --rollback 退回上一代"
        return replace(generation, notice=f"{damage.what}；{instead}；{remedy}")
    raise damage


def _before(
    generation: Generation, index_dir: Path, dictionaries: Dictionaries | None, error: NoIndexError
) -> Generation:
    """What answers where reading ``generation`` ended in ``error``. Raises that where the files are as written."""
    wrong = damaged_file(generation.folder, generation.manifest.files)
    if wrong is None or generation.notice is not None:
        raise error
    return _instead(index_dir, dictionaries, damaged(generation.folder, wrong))


def dictionaries_of(content: Manifest) -> Dictionaries:
    """The dictionaries that an index was built with, as they are now: the packaged ones, the user's over them.

    Raises NoIndexError where the user's are gone.
    """
    return _load(content.dictionaries_folder)


@lru_cache(maxsize=4)
def _own(folder: Path, dictionaries_folder: str | None) -> Dictionaries:
    """The dictionaries as they were when the generation in ``folder`` was first opened."""
    return _load(dictionaries_folder)


def _load(folder: str | None) -> Dictionaries:
    try:
        return dictionaries_room.load(Path(folder) if folder else None)
    except dictionaries_room.DictionaryError:
        raise NoIndexError(
            f"建索引所用的词典文件夹 {folder} 不在了；请放回原处，"
            "或用现有的词典重建：gsearch build 文件或文件夹"
        ) from None


@lru_cache(maxsize=2)
def _analyzer(folder: Path, dictionaries: Dictionaries) -> Analyzer:
    from indexer.analysis import Analyzer, Vocabulary

    return Analyzer(Vocabulary.open(folder / VOCABULARY_FOLDER), dictionaries)


def _refuse_other_schema(content: Manifest) -> None:
    from indexer.schema import SCHEMA_VERSION

    if (content.format, content.schema_version) != (manifest.FORMAT, SCHEMA_VERSION):
        raise NoIndexError(
            f"索引由另一版本的 gsearch（{content.gsearch_version}）所建，这一版读不了；请运行：gsearch build"
        )

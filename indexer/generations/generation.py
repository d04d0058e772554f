"""The index folder: which generation serves, and opening it.

::

    INDEX/CURRENT              the name of the serving generation's folder, replaced atomically
    INDEX/generations/0007-…/  manifest.json, issues.jsonl, vocabulary/, engine/; never changed once there
    INDEX/cache/               parsed and analysed files by content, for ``update`` (indexer.building.entries)
    INDEX/building/            a build at work; litter of a dead one is removed by the next
    INDEX/lock                 held by a build (indexer.generations.lock)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import dictionaries as dictionaries_room
from dictionaries import Dictionaries
from indexer.backends import Place, Reader, open_backend
from indexer.errors import NoIndexError, dictionary_errors
from indexer.generations import issue_reports, manifest
from indexer.generations.index_folder import ReplacedError, refuse_strangers
from indexer.generations.integrity import DamagedError, damaged, damaged_file, opened
from indexer.generations.issue_reports import IssueReport
from indexer.generations.manifest import Manifest
from indexer.generations.pointer import (
    current_folder,
    earlier_folders,
    misleading,
    pointer,
)

if TYPE_CHECKING:
    from indexer.analysis import Analyzer
    from indexer.relations import Store
    from indexer.semantic import Vectors

CACHE_FOLDER = "cache"
ENGINE_FOLDER = "engine"
VOCABULARY_FOLDER = "vocabulary"

_ATTEMPTS = 10

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Generation:
    """One immutable index, with the dictionaries it was built with.

    ``notice`` is a sentence for people where this is not the generation that should serve, but an earlier one
    in its place, because that one is damaged. With ``words_only`` its vectors, if any, are left aside.
    """

    folder: Path
    manifest: Manifest
    dictionaries: Dictionaries
    notice: str | None = None
    words_only: bool = False

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
        from indexer.relations import FILE, opened_store

        return opened_store(self.folder / FILE)

    def vectors(self) -> Vectors | None:
        """Its documents by meaning; None where it was built without a model. Raises NoIndexError."""
        from indexer.semantic import Vectors

        return None if self.words_only else Vectors.open(self.folder)

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
        return opened_at(folder, dictionaries)
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


def place(folder: Path, content: Manifest) -> Place:
    """Where the engine of a generation finds its index."""
    return Place(folder / ENGINE_FOLDER, content.index_name)


def opened_at(folder: Path, dictionaries: Dictionaries | None = None) -> Generation:
    """The generation in ``folder``. Raises NoIndexError where it is damaged, or cannot be read by this version."""
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
            generation = opened_at(folder, dictionaries)
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

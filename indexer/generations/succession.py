"""One generation after the other: what served before a build, switching to a new one, going back, tidying up."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from indexer.backends import EngineSettings, Place, open_backend
from indexer.errors import EngineError, NoIndexError
from indexer.generations import issue_reports, manifest
from indexer.generations.generation import Generation, opened_at, place
from indexer.generations.index_folder import sync_folder
from indexer.generations.integrity import DamagedError, damaged_file
from indexer.generations.issue_reports import IssueReport
from indexer.generations.manifest import Manifest
from indexer.generations.pointer import (
    current_folder,
    earlier_folders,
    generation_folders,
    retire,
    sequence,
    serving_sequence,
    sweep,
    switch,
)
from indexer.index_names import GENERATIONS_FOLDER


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
        generation = opened_at(sound[-1])
        _serve(index_dir, sound[-1])
        return generation


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


def _is_sound(folder: Path) -> bool:
    """Whether every byte of a generation is as it was written; reads them all."""
    try:
        return damaged_file(folder, manifest.read(folder).files) is None
    except (OSError, ValueError):
        return False

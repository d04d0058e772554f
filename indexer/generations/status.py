"""What the index folder holds and whether it is sound: ``gsearch status`` and ``gsearch check``."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from dictionaries import Dictionaries
from indexer.backends import open_backend
from indexer.errors import NoIndexError
from indexer.generations import dictionaries_of, issue_reports, manifest, place, pointer
from indexer.generations.index_folder import refuse_strangers
from indexer.generations.integrity import DamagedError, difference, opened
from indexer.generations.issue_reports import IssueReport
from indexer.generations.manifest import Manifest
from indexer.index_names import CURRENT_FILE

REBUILD = "gsearch build"
ROLLBACK = "gsearch build --rollback"


@dataclass(frozen=True, slots=True)
class Status:
    """The serving generation in figures. Sizes are bytes on disk; ``earlier`` are names one can roll back to.

    ``stale`` says that the dictionaries changed since the build; ``mismatched`` are issues whose contents
    list does not match the documents found; ``failed`` and ``skipped`` are files not in the index;
    ``damage`` is what opening the generation shows to be wrong with its files.
    """

    index: Path
    manifest: Manifest
    folder: Path
    size: int
    total_size: int
    fingerprint: str
    stale: bool
    damage: str | None
    earlier: tuple[str, ...]
    issues: tuple[IssueReport, ...]

    @property
    def mismatched(self) -> tuple[IssueReport, ...]:
        return tuple(
            issue for issue in self.issues if issue.entries_without_document or issue.documents_without_entry
        )

    @property
    def failed(self) -> tuple[IssueReport, ...]:
        return tuple(issue for issue in self.issues if issue.state == "failed")

    @property
    def skipped(self) -> tuple[IssueReport, ...]:
        return tuple(issue for issue in self.issues if issue.state == "skipped")


@dataclass(frozen=True, slots=True)
class IndexFault:
    """One damaged file of the index, what is wrong with it, and the command that mends it."""

    path: Path
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.path}：{self.message}；请运行：{self.remedy}"


def index_status(index_dir: Path, dictionaries: Dictionaries | None = None) -> Status:
    """Describes the index even where it is stale. Raises NoIndexError where it cannot be read."""
    folder = pointer.current_folder(index_dir)
    refuse_strangers(folder)
    try:
        content = manifest.read(folder)
        issues = tuple(issue_reports.read(folder))
    except (OSError, ValueError) as error:
        raise NoIndexError(
            f"索引代 {folder.name} 读不出来（{error}）；请运行：gsearch check 查看损坏之处"
        ) from error
    fingerprint = (dictionaries or dictionaries_of(content)).fingerprint
    earlier = pointer.earlier_folders(index_dir)
    return Status(
        index=index_dir,
        manifest=content,
        folder=folder,
        size=_size(folder),
        total_size=_size(index_dir),
        fingerprint=fingerprint,
        stale=fingerprint != content.dictionary,
        damage=_visible_damage(folder),
        earlier=tuple(path.name.partition("-")[2] for path in earlier),
        issues=issues,
    )


def _visible_damage(folder: Path) -> str | None:
    try:
        opened(folder)
    except DamagedError as error:
        return error.what
    return None


def check_index(index_dir: Path) -> list[IndexFault]:
    """Every fault of the serving and the previous generation, against their manifests; [] where both are sound.

    Others are on their way out: the next build removes them. Raises NoIndexError where there is no index at all.
    """
    if not pointer.generation_folders(index_dir):
        pointer.current_folder(index_dir)
    faults: list[IndexFault] = []
    try:
        serving = pointer.current_folder(index_dir)
    except NoIndexError as error:
        return [IndexFault(index_dir / CURRENT_FILE, str(error).split("；")[0], ROLLBACK)]
    if not serving.is_dir():
        faults.append(IndexFault(serving, "CURRENT 指向的这一代不存在", _remedy(index_dir)))
    for folder in (*pointer.earlier_folders(index_dir)[-1:], serving):
        if not folder.is_dir():
            continue
        remedy = _remedy(index_dir) if folder == serving else REBUILD
        faults += [IndexFault(path, message, remedy) for path, message in _damage(folder)]
    return faults


def _remedy(index_dir: Path) -> str:
    """Rolling back is quick and right where an earlier generation is sound; else only a build helps."""
    earlier = pointer.earlier_folders(index_dir)
    return ROLLBACK if earlier and not _damage(earlier[-1]) else REBUILD


def _damage(folder: Path) -> list[tuple[Path, str]]:
    """What is wrong with a generation's files, as (path, message)."""
    try:
        content = manifest.read(folder)
    except FileNotFoundError:
        return [(folder / manifest.MANIFEST_FILE, "缺失")]
    except (OSError, ValueError) as error:
        return [(folder / manifest.MANIFEST_FILE, f"读不出来，或被改动过（{error}）")]
    differences = (
        (folder / name, difference(folder / name, content.files[name])) for name in sorted(content.files)
    )
    damaged = [(path, message) for path, message in differences if message]
    return damaged or [(folder, message) for message in _engine_faults(folder, content)]


def _engine_faults(folder: Path, content: Manifest) -> tuple[str, ...]:
    """What the engine itself finds wrong with the index. Raises EngineError where it does not answer."""
    return open_backend(content.engine_settings).verify(place(folder, content))


def _size(folder: Path) -> int:
    """Bytes of all files under ``folder``; a build may remove some meanwhile."""
    total = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.lstat(os.path.join(parent, name)).st_size
            except FileNotFoundError:
                continue
    return total

"""Whether a generation's files are still what was written; cheap enough to ask before every use.

Small files are read and compared with their CRC-32 each time a process opens the index: that of the sample
issues takes 3 ms. A large one is read only where somebody wrote to it since: its size or time of
modification is not what the manifest says. A large file whose bytes change beneath the file system, times
untouched, is found by ``gsearch check``, or when a query meets the damage.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from indexer.errors import NoIndexError, reason
from indexer.generations import manifest
from indexer.generations.index_folder import ReplacedError
from indexer.generations.manifest import FileState, Manifest

ALWAYS_READ = 4 << 20
"""Bytes up to which a file is read and compared whatever its time says."""

Stamp = tuple[int, int, int]
"""Size in bytes, times of modification and of change in ns."""


class DamagedError(NoIndexError):
    """A generation's files are not what was written; the message names the file and the command that mends it.

    ``what`` is the message without the command.
    """

    def __init__(self, what: str, remedy: str = "gsearch build") -> None:
        super().__init__(f"{what}；请运行：{remedy}")
        self.what = what


def opened(folder: Path) -> Manifest:
    """The manifest of a generation all of whose files are sound, as far as can be told at once.

    Raises DamagedError naming the first faulty file, ReplacedError where ``folder`` itself is gone.
    """
    try:
        content = _manifest(folder, _stamp(folder / manifest.MANIFEST_FILE))
    except FileNotFoundError as error:
        if not folder.exists():
            raise ReplacedError(f"{folder} 不见了；请重试，仍不行就运行：gsearch build") from None
        raise damaged(folder, f"{manifest.MANIFEST_FILE} 缺失") from error
    except (OSError, ValueError) as error:
        raise damaged(folder, f"{manifest.MANIFEST_FILE} 读不出来") from error
    wrong = _fault(folder, tuple(content.files.items()), _stamps(folder, content.files))
    if wrong is not None:
        if not folder.exists():
            raise ReplacedError(f"{folder} 不见了；请重试，仍不行就运行：gsearch build")
        raise damaged(folder, wrong)
    return content


def damaged_file(folder: Path, files: Mapping[str, FileState]) -> str | None:
    """The first of a generation's files that is not what was written, with what is wrong; reads them all."""
    for name, state in files.items():
        wrong = difference(folder / name, state)
        if wrong is not None:
            return f"{name} {wrong}"
    return None


def difference(path: Path, state: FileState) -> str | None:
    """What is wrong with a file, in Chinese; None where it is what was written. Reads all of it."""
    try:
        size = path.stat().st_size
        if size != state.size:
            return f"应为 {state.size} 字节，实为 {size} 字节"
        return None if manifest.crc32_of(path) == state.crc32 else "内容被改动过（校验和不符）"
    except FileNotFoundError:
        return "缺失"
    except PermissionError:
        return "没有读取权限，请检查它的主人和权限"
    except OSError as error:
        return f"打不开（{reason(error)}）"


def damaged(folder: Path, what: str) -> DamagedError:
    """The error that says what is wrong with the generation in ``folder``."""
    return DamagedError(f"索引代 {folder.name} 已损坏：{what}")


def _stamp(path: Path | str) -> Stamp:
    status = os.stat(path)
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns


def _stamps(folder: Path, names: Iterable[str]) -> tuple[Stamp | None, ...]:
    """The stamps of a generation's files, None for what cannot be looked at."""
    prefix = f"{folder}/"
    found: list[Stamp | None] = []
    for name in names:
        try:
            found.append(_stamp(prefix + name))
        except OSError:
            found.append(None)
    return tuple(found)


@lru_cache(maxsize=4)
def _manifest(folder: Path, stamp: Stamp) -> Manifest:
    """Read once for every ``stamp``. Raises OSError, ValueError."""
    return manifest.read(folder)


@lru_cache(maxsize=4)
def _fault(
    folder: Path, files: tuple[tuple[str, FileState], ...], stamps: tuple[Stamp | None, ...]
) -> str | None:
    """The first faulty file with what is wrong with it, found out once for the same ``stamps``."""
    suspects = {
        name: state
        for (name, state), stamp in zip(files, stamps, strict=True)
        if state.size <= ALWAYS_READ or stamp is None or stamp[:2] != (state.size, state.modified_ns)
    }
    return damaged_file(folder, suspects)

"""The folder a build works in: locked, private, on a disk with room, and gone afterwards whatever happens."""

from __future__ import annotations

import os
import shutil
import signal
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from indexer.generations import index_folder
from indexer.generations.disk import DiskError, disk_errors, old_serves
from indexer.generations.lock import build_lock

FOLDER = "building"

BYTES_PER_SOURCE_BYTE = 8
"""What a build takes on disk at its peak for each byte of source text: the index 3.5, kept entries 1.4,
temporary runs up to 2. Measured on a small file system: 6.4 for statutes (25 MB), 7.6 for short notices."""

BYTES_PER_FILE = 4 << 10
"""A kept entry fills a block of the disk, however small its file is."""

FIXED_BYTES = 10 << 20
"""The frozen vocabulary and what an index of one document takes (measured: 8.5 MB)."""


@contextmanager
def construction(index_dir: Path) -> Iterator[Path]:
    """Holds the lock and yields an empty folder on the index's disk, removed on leaving.

    Raises LockedError where another build is at work, DiskError where the disk is full or read-only, before
    or in the middle. SIGTERM and SIGHUP unwind the block as Ctrl-C does.
    """
    with disk_errors(index_dir):
        index_folder.make_private(index_dir)
        with build_lock(index_dir), _interruptible(), _unwritable_by_others():
            folder = index_dir / FOLDER
            _remove(folder)
            try:  # before the folder is made: a signal may come the moment it stands
                folder.mkdir(mode=0o700)
                yield folder
            finally:
                _remove(folder)


def ensure_room(index_dir: Path, sizes: Collection[int]) -> None:
    """Raises DiskError where the disk has no room for an index of files of these sizes (bytes)."""
    needed = FIXED_BYTES + BYTES_PER_FILE * len(sizes) + BYTES_PER_SOURCE_BYTE * sum(sizes)
    free = shutil.disk_usage(index_dir).free
    if free < needed:
        raise DiskError(
            f"磁盘空间不足：{index_dir} 所在磁盘还有 {_megabytes(free)}，建索引约需 {_megabytes(needed)}；"
            f"请腾出空间后再运行{old_serves(index_dir)}。"
        )


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.0f} MB"


def _remove(folder: Path) -> None:
    """Removes ``folder``; tries again: a process of a dead build may still be writing for an instant."""
    for _ in range(3):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
    shutil.rmtree(folder)


@contextmanager
def _unwritable_by_others() -> Iterator[None]:
    """Whatever the user's umask, nobody else may write to what is made here."""
    before = os.umask(0o022)
    os.umask(before | 0o022)
    try:
        yield
    finally:
        os.umask(before)


@contextmanager
def _interruptible() -> Iterator[None]:
    """Turns SIGTERM and SIGHUP into SystemExit (128 + signal), once: cleaning up is not interrupted again."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    caught = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]

    def end(number: int, frame: FrameType | None) -> None:
        for each in caught:
            signal.signal(each, signal.SIG_IGN)
        raise SystemExit(128 + number)

    before = {each: signal.signal(each, end) for each in caught if signal.getsignal(each) == signal.SIG_DFL}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)

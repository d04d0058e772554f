"""Who may write to the index folder.

Whoever can write here decides what is answered: folders are made private (0700, or as narrow as the index folder
already is), and one that strangers can write to is refused.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from indexer.errors import NoIndexError, reason
from indexer.index_names import GENERATIONS_FOLDER


class ReplacedError(NoIndexError):
    """The generation was replaced and removed before it could be opened; opening the current one will do."""

    code = "replaced"


def make_private(index_dir: Path) -> None:
    """Makes the index folder and its rooms, writable by their owner only. Raises OSError."""
    if not index_dir.exists():
        index_dir.mkdir(mode=0o700, parents=True)
    mode = stat.S_IMODE(index_dir.stat().st_mode) & 0o755
    if index_dir.stat().st_mode & 0o022 and index_dir.stat().st_uid == os.geteuid():
        index_dir.chmod(mode)
    folder = index_dir / GENERATIONS_FOLDER
    if not folder.exists():
        folder.mkdir()
        folder.chmod(mode)


def refuse_strangers(folder: Path) -> None:
    """Raises NoIndexError where strangers (not we, not root) could have put files into ``folder``."""
    if os.name != "posix":
        return
    try:
        status = folder.stat()
    except FileNotFoundError:
        raise ReplacedError(f"{folder} 不见了；请重试，仍不行就运行：gsearch build") from None
    except OSError as error:
        raise NoIndexError(f"{folder} 打不开：{reason(error)}；请检查权限") from error
    ours = status.st_uid in (0, os.geteuid())
    if status.st_mode & 0o002 or (status.st_mode & 0o020 and not ours):
        raise NoIndexError(f"{folder} 别人也能写入，不能信任其中的索引文件；请运行：chmod go-w {folder}")


def sync_folder(folder: Path) -> None:
    """Makes the names in ``folder`` durable, where the system can (not on Windows)."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

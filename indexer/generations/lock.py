"""One build at a time: a lock on the index folder that dies with its owner and says who that is."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from indexer.errors import LockedError
from indexer.index_names import LOCK_FILE

OWNER_FILE = "lock.owner"


@contextmanager
def build_lock(index_dir: Path) -> Iterator[None]:
    """Holds the lock of ``index_dir`` (which must exist); the system frees it when its owner dies in any way.

    Raises LockedError at once, naming the owner's process and start, where another build holds it.
    """
    import filelock

    lock = filelock.FileLock(index_dir / LOCK_FILE, blocking=False, mode=0o600)
    try:
        lock.acquire()
    except filelock.Timeout:
        raise LockedError(_who(index_dir)) from None
    owner = index_dir / OWNER_FILE
    try:
        owner.write_text(json.dumps({"pid": os.getpid(), "started": _now()}), encoding="utf-8")
        yield
    finally:
        owner.unlink(missing_ok=True)
        lock.release()


def _now() -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S")


def _who(index_dir: Path) -> str:
    """The sentence that names the owner; a build that has not yet written its name is still somebody."""
    try:
        owner = json.loads((index_dir / OWNER_FILE).read_text(encoding="utf-8"))
        who = f"进程 {int(owner['pid'])}，始于 {owner['started']}"
    except (OSError, ValueError, KeyError, TypeError):
        who = "进程号尚未写下"
    return f"另一个构建正在进行（{who}），索引 {index_dir} 已被它锁住；请等它结束后再运行。"

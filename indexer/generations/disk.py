"""What a full, read-only or forbidden disk says, and what is said of it to people."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from indexer.errors import GsearchError, reason
from indexer.index_names import CURRENT_FILE

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class DiskError(GsearchError):
    """There is no room for a new generation, or the index folder cannot be written to."""

    code = "disk"


def is_full(error: BaseException | None) -> bool:
    """Whether ``error`` says that nothing more can be written: no fault of the file that was being worked on."""
    return isinstance(error, OSError) and error.errno in _FULL


def old_serves(index_dir: Path) -> str:
    """The half sentence that comforts where there is an index already; "" where there is none."""
    return "，旧索引照常使用" if (index_dir / CURRENT_FILE).exists() else ""


@contextmanager
def disk_errors(index_dir: Path) -> Iterator[None]:
    """Turns what a full, read-only or forbidden disk raises into DiskError, which names the remedy."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.EFBIG, errno.EIO):
            message = (
                f"往索引目录 {index_dir} 里写时出错（{reason(error)}）；"
                f"请检查磁盘和 ulimit -f，然后再运行{old_serves(index_dir)}。"
            )
        elif is_full(error):
            message = f"磁盘写满了（{index_dir} 所在磁盘）；请腾出空间后再运行{old_serves(index_dir)}。"
        elif error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            message = f"索引目录 {index_dir} 不能写入（{reason(error)}）；请检查权限，或用 --index 另选目录。"
        elif error.errno in (errno.ENOTDIR, errno.EEXIST):
            message = f"{index_dir} 不是文件夹，不能存放索引；请用 --index 另选目录。"
        else:
            raise
        raise DiskError(message) from error

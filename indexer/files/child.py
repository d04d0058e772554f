"""Other programs that read files for us: run without a shell, bounded in time, and ended with all they
started."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Sequence

from indexer.errors import ExtractError


def run_child(
    command: Sequence[str], *, timeout: float, input_bytes: bytes = b"", cwd: str | None = None
) -> bytes:
    """What ``command`` writes to standard output. Raises ExtractError when it fails or takes over
    ``timeout`` s."""
    try:
        process = subprocess.Popen(  # noqa: S603 - a fixed program; nothing of the file's name or text is in it
            list(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=cwd,
            start_new_session=True,
        )
    except OSError as error:
        raise ExtractError(f"启动 {os.path.basename(command[0])} 失败：{error.strerror}") from error
    with process:
        try:
            output, _ = process.communicate(input_bytes, timeout=timeout)
        except subprocess.TimeoutExpired as error:
            _end(process)
            raise ExtractError(f"读了 {timeout:.0f} 秒还没有读完，已放弃") from error
        except BaseException:
            _end(process)
            raise
    if process.returncode != 0:
        raise ExtractError("文件已损坏，读不出来")
    return output


def _end(process: subprocess.Popen[bytes]) -> None:
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.communicate()

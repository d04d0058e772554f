"""One line on a terminal that says how far a build is; nothing where stderr is no terminal."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from search_app.cli.output import is_terminal
from search_app.terminal import shorten

if TYPE_CHECKING:
    from indexer.build import Progress, ProgressCallback

_EVERY = 0.1
"""Seconds between two drawings."""

_BAR = 20

_STEPS = {
    "list": "查找文件",
    "recognise": "识别扫描件",
    "read": "读取",
    "embed": "按含义编码",
    "verify": "验证",
    "switch": "切换",
}


@contextmanager
def progress_line(quiet: bool) -> Iterator[ProgressCallback]:
    """The callback for a build; the line is gone when the block ends."""
    line = _Line(shown=not quiet and is_terminal(sys.stderr))
    try:
        yield line.advance
    finally:
        line.clear()


class _Line:
    def __init__(self, shown: bool) -> None:
        self._shown = shown
        self._drawn_at = 0.0
        self._step = ""

    def advance(self, progress: Progress) -> None:
        """Draws, but not oftener than the eye can follow; a new step is always drawn."""
        now = time.monotonic()
        if not self._shown or (progress.step == self._step and now - self._drawn_at < _EVERY):
            return
        self._drawn_at, self._step = now, progress.step
        columns = shutil.get_terminal_size().columns
        sys.stderr.write(f"\r\x1b[K{shorten(progress_text(progress), columns - 1)}")
        sys.stderr.flush()

    def clear(self) -> None:
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def progress_text(progress: Progress) -> str:
    """``读取 [█████···············]  25% 2019-3.txt``."""
    name = _STEPS.get(progress.step, progress.step)
    if not progress.total:
        return f"{name}…"
    share = min(progress.done / progress.total, 1.0)
    full = int(share * _BAR)
    return f"{name} [{'█' * full}{'·' * (_BAR - full)}] {share:4.0%} {progress.file or ''}".rstrip()

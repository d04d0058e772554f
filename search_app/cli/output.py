"""Where words go: results to stdout (paged on a terminal when long), everything else to stderr."""

from __future__ import annotations

import io
import os
import shutil
import sys
from typing import IO

import click

from indexer.errors import UsageError
from search_app.settings import Settings
from search_app.terminal import Screen

BROKEN_PIPE = 128 + 13
"""Exit code, as shells have it for SIGPIPE."""

_WIDEST, _NARROWEST, _USUAL = 100, 20, 80


def prepare_streams() -> None:
    """UTF-8 under any locale; what is no character (a broken argument) is escaped, never a crash."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def screen(settings: Settings) -> Screen:
    """The terminal behind stdout, or an endless plain one of the usual width behind a pipe or file."""
    columns, rows = shutil.get_terminal_size((_USUAL, 24))
    if not is_terminal(sys.stdout):
        columns = settings.columns or _USUAL
        return Screen(columns=max(_NARROWEST, columns))
    return Screen(columns=max(_NARROWEST, min(columns, _WIDEST)), rows=rows, colour=settings.colour)


def is_terminal(stream: IO[str] | None) -> bool:
    return stream is not None and not stream.closed and stream.isatty()


def put(text: str, settings: Settings | None = None) -> None:
    """Results. With ``settings``, text longer than the terminal goes through the pager (``less -R``)."""
    if sys.stdout is None:
        raise OSError("标准输出已关闭")
    terminal = is_terminal(sys.stdout)
    if terminal and settings and settings.pager and text.count("\n") >= shutil.get_terminal_size().lines:
        # None, not True: click then asks less for colours (-R), and sends none where the pager shows none.
        click.echo_via_pager(text, color=None if settings.colour else False)
        return
    _write(sys.stdout, text)


def put_bytes(content: bytes) -> None:
    """Results that are no text. Raises UsageError where they would go to a terminal."""
    if sys.stdout is None:
        raise OSError("标准输出已关闭")
    if is_terminal(sys.stdout):
        raise UsageError(
            "这种格式不能显示在终端上；请存成文件，例如：gsearch 双随机 --format xlsx > 结果.xlsx"
        )
    sys.stdout.flush()
    try:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        discard(sys.stdout)
        raise SystemExit(BROKEN_PIPE) from None


def note(message: str) -> None:
    """A warning, a count, progress: for people, never part of the results, and no reason to fail."""
    if sys.stderr is not None and not sys.stderr.closed:
        try:
            _write(sys.stderr, f"{message}\n")
        except OSError:
            discard(sys.stderr)


def discard(stream: IO[str]) -> None:
    """Sends what is still to be written nowhere, so that the interpreter's last flush cannot fail."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _write(stream: IO[str], text: str) -> None:
    """Raises SystemExit where the reader went away (``| head``): quietly, as other programs end."""
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        discard(stream)
        raise SystemExit(BROKEN_PIPE) from None

"""A process that works for another ends with it, however that one ends; nobody else would end it."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence

_PR_SET_PDEATHSIG = 1
"""Of prctl(2): the signal that this process gets when the thread that started it ends."""


def end_with_parent(parent: int) -> None:
    """Has the system kill this process when ``parent``, which started it, dies; at once where it is dead already.

    Linux only; elsewhere a worker finds out by its pipe.
    """
    if not sys.platform.startswith("linux"):
        return
    import ctypes

    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def command_that_ends_with_us(command: Sequence[str]) -> list[str]:
    """``command``, to be started by this process, such that it is killed when this process dies."""
    if not sys.platform.startswith("linux"):
        return list(command)
    return [sys.executable, "-I", "-S", __file__, str(os.getpid()), *command]


if __name__ == "__main__":
    end_with_parent(int(sys.argv[1]))
    os.execvp(sys.argv[2], sys.argv[2:])  # noqa: S606 - what our parent named

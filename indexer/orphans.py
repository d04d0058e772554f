"""A process that works for another ends with it, however that one ends; nobody else would end it."""

from __future__ import annotations

import os
import signal
import sys

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

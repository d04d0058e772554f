"""What saves a command that reads and leaves a few milliseconds; nothing of the kind is done elsewhere.

Measured on ``gsearch QUERY`` over 10,000 documents, 25 runs of each by turns, the quicker quarter: neither 395 ms of
computing, ``collect_no_garbage`` 347, ``leave`` 331, both 327 (a busy machine: the ratios count).
"""

from __future__ import annotations

import gc
import os
import sys
from typing import NoReturn


def collect_no_garbage() -> None:
    """A command that lives for a tenth of a second makes no garbage worth looking for."""
    gc.disable()


def leave(code: int) -> NoReturn:
    """Ends at once: taking the interpreter apart frees what the system frees anyway, and nothing is open."""
    if sys.stdout is not None:
        sys.stdout.flush()
    os._exit(code)

"""One of several server processes: ``python -m search_app.web.worker TASK DESCRIPTOR…``, started by ``supervisor``."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading

from search_app.web.server import run_on
from search_app.web.supervisor import Task


def main() -> None:
    task = Task.from_json(sys.argv[1])
    threading.Thread(target=_end_with_parent, daemon=True).start()
    run_on([socket.socket(fileno=int(each)) for each in sys.argv[2:]], task)


def _end_with_parent() -> None:
    """The pipe ends when the supervisor does, also where it was killed."""
    os.read(0, 1)
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()

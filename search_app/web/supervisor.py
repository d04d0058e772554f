"""Several processes behind one socket, so that every core answers.

This process listens and computes nothing; each worker (``worker``) is waitress over the same socket. A worker that
dies is started anew; all end with this process, however that ends. Rate limits and metrics are kept in files of a
temporary folder that all workers share.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from search_app.settings import Settings, worker_environment
from search_app.web.limits import Limits
from search_app.web.proxy import Proxy

BACKLOG = 1024
"""Connections that wait to be taken up."""
_LOOK = 0.2
"""Seconds between two looks at the workers."""
_SOON = 1.0
"""A worker that lived no longer than this is started anew only after as long a rest."""
_GRACE = 30.0
"""Seconds that a worker has to finish what is under way."""


@dataclass(frozen=True, slots=True)
class Task:
    """What every worker is told; ``shared`` is the folder for what they keep together."""

    settings: Settings
    limits: Limits
    proxy: Proxy | None
    shared: Path

    def to_json(self) -> str:
        return json.dumps(asdict(self), default=str)

    @classmethod
    def from_json(cls, text: str) -> Task:
        given: dict[str, Any] = json.loads(text)
        settings = given["settings"]
        for name in ("index", "dictionaries"):
            settings[name] = Path(settings[name]) if settings[name] else None
        limits = Limits(**given["limits"])
        return cls(
            Settings(**settings),
            limits,
            Proxy(*given["proxy"]) if given["proxy"] else None,
            Path(given["shared"]),
        )


class Worker:
    """One process; its standard input is a pipe whose end it takes for ours."""

    def __init__(self, task: Task, sockets: Sequence[socket.socket]) -> None:
        self.started = time.monotonic()
        descriptors = [each.fileno() for each in sockets]
        command = [sys.executable, "-m", "search_app.web.worker", task.to_json(), *map(str, descriptors)]
        self._process = subprocess.Popen(  # noqa: S603 - this program itself
            command, stdin=subprocess.PIPE, pass_fds=descriptors, env=worker_environment(task.shared)
        )

    def is_dead(self) -> bool:
        return self._process.poll() is not None

    def end(self) -> None:
        """Asks it to finish."""
        self._process.terminate()

    def wait(self) -> None:
        """Waits for it to finish, not for ever."""
        try:
            self._process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        assert self._process.stdin is not None
        self._process.stdin.close()


def listen(host: str, port: int, stack: ExitStack) -> list[socket.socket]:
    """A listening socket for each address of ``host``, closed with ``stack``. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    addresses = dict.fromkeys((family, address[:2]) for family, _, _, _, address in found)
    return [
        stack.enter_context(socket.create_server(address, family=family, backlog=BACKLOG))
        for family, address in addresses
    ]


def supervise(
    settings: Settings,
    host: str,
    port: int,
    *,
    limits: Limits,
    proxy: Proxy | None,
    workers: int,
    ready: Callable[[], None] | None = None,
) -> None:
    """Listens, keeps ``workers`` processes at work until KeyboardInterrupt, and lets them finish.

    Calls ``ready`` once connections are taken. Raises OSError where the port cannot be had.
    """
    with ExitStack() as stack:
        sockets = listen(host, port, stack)
        shared = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="gsearch-")))
        task = Task(settings, limits, proxy, shared)
        crew = [Worker(task, sockets) for _ in range(workers)]
        try:
            if ready is not None:
                ready()
            while True:
                time.sleep(_LOOK)
                crew = [_replaced(worker, task, sockets) for worker in crew]
        finally:
            for worker in crew:
                worker.end()
            for worker in crew:
                worker.wait()


def _replaced(worker: Worker, task: Task, sockets: Sequence[socket.socket]) -> Worker:
    """``worker``, or another in its place where it has died and did not do so at once."""
    if not worker.is_dead() or time.monotonic() - worker.started < _SOON:
        return worker
    worker.wait()
    return Worker(task, sockets)

"""A ``gsearch serve`` in a process of its own, and clients that query it."""

from __future__ import annotations

import http.client
import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class Server:
    pid: int
    port: int


@contextmanager
def serving(index: Path) -> Iterator[Server]:
    """A server of ``index`` on a free port of this machine, ready to answer."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "search_app.cli", "serve", "--port", str(port), "--index", str(index)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _await(port, process)
        yield Server(process.pid, port)
    finally:
        process.terminate()
        process.wait(30)


def _await(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with code {process.returncode}")
        try:
            status, _ = get(port, "/healthz")
        except OSError:
            time.sleep(0.1)
        else:
            if status == 200:
                return
    raise RuntimeError("the server did not become ready")


def get(port: int, path: str) -> tuple[int, bytes]:
    """Status and body of one request on a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def search_path(query: str) -> str:
    return f"/api/search?q={quote(query)}"


@dataclass
class Clients:
    """Threads that ask the same server until they are stopped; what they saw is theirs to keep.

    Each begins at another place of ``paths``.
    """

    port: int
    paths: Sequence[str]
    count: int
    judge: Callable[[str, int, bytes], str | None]
    seconds: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @contextmanager
    def asking(self) -> Iterator[None]:
        stop = threading.Event()
        places = [at * max(1, len(self.paths) // self.count) for at in range(self.count)]
        threads = [threading.Thread(target=self._ask, args=(stop, at)) for at in places]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            stop.set()
            for thread in threads:
                thread.join()

    def _ask(self, stop: threading.Event, at: int) -> None:
        while not stop.is_set():
            path = self.paths[at % len(self.paths)]
            at += 1
            started = time.perf_counter()
            try:
                status, body = get(self.port, path)
            except OSError as error:
                self.faults.append(f"{path}: {error!r}")
                continue
            self.seconds.append(time.perf_counter() - started)
            fault = self.judge(path, status, body)
            if fault:
                self.faults.append(f"{path}: {fault}")


def total_in(allowed: set[int]) -> Callable[[str, int, bytes], str | None]:
    """A judge: the answer is 200 and counts one of ``allowed`` totals, with that many hits at most."""

    def judge(path: str, status: int, body: bytes) -> str | None:
        if status != 200:
            return f"status {status}: {body[:200].decode('utf-8', 'replace')}"
        total = json.loads(body)["total"]
        return None if total in allowed else f"total {total}, not one of {sorted(allowed)}"

    return judge


def percentile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))] if values else float("nan")

"""Starting, waiting for, killing and freezing nodes: each a process of its own on this machine's loopback."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from deploy.opensearch.jdk import MissingError, choose, jars
from deploy.opensearch.releases import Release

START_SECONDS = 240
"""A busy machine of two cores takes a minute for three nodes."""

_JVM = (
    "-XX:+UseG1GC",
    "-XX:G1ReservePercent=25",
    "-XX:InitiatingHeapOccupancyPercent=30",
    "--add-opens=java.base/java.lang=ALL-UNNAMED",
)
_SETTINGS = {
    "network.host": "127.0.0.1",
    "cluster.routing.allocation.disk.threshold_enabled": "false",
    # A small heap is full of garbage most of the time, which this breaker would take for need.
    "indices.breaker.total.use_real_memory": "false",
}
_TOGETHER = {
    "discovery.type": "zen",
    "cluster.fault_detection.leader_check.timeout": "3s",
    "cluster.fault_detection.leader_check.retry_count": "2",
    "cluster.fault_detection.follower_check.timeout": "3s",
    "cluster.fault_detection.follower_check.retry_count": "2",
}


@dataclass(slots=True)
class Member:
    """One node: a name, an address, a process; ``start`` it again after ``kill``, it finds its data."""

    name: str
    http_port: int
    command: Sequence[str | Path]
    log: Path
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def host(self) -> str:
        return f"http://127.0.0.1:{self.http_port}"

    def start(self) -> None:
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                self.command, stdin=subprocess.PIPE, stdout=output, stderr=subprocess.STDOUT
            )

    def is_alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def kill(self) -> None:
        """As a power cut does."""
        self._send(signal.SIGKILL)
        if self._process is not None:
            self._process.wait()
            self._hang_up()

    def freeze(self) -> None:
        """Alive, its port open, and no answer."""
        self._send(signal.SIGSTOP)

    def thaw(self) -> None:
        self._send(signal.SIGCONT)

    def stop(self) -> None:
        if self._process is None or not self.is_alive():
            return
        self.thaw()
        self._hang_up()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self.kill()

    def _hang_up(self) -> None:
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()

    def _send(self, number: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(number)


@dataclass(frozen=True, slots=True)
class Cluster:
    members: tuple[Member, ...]

    @property
    def hosts(self) -> tuple[str, ...]:
        return tuple(member.host for member in self.members)

    def wait(self, *, nodes: int | None = None, status: str = "green") -> None:
        """Until so many nodes (None: all) are one cluster with this health. Raises MissingError in the end."""
        wanted = nodes or len(self.members)
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            for member in self.members:
                health = ask(member, f"/_cluster/health?wait_for_status={status}&timeout=1s", seconds=3)
                if health and health["number_of_nodes"] >= wanted and health["status"] in (status, "green"):
                    return
            self._refuse_dead(wanted)
            time.sleep(0.3)
        raise MissingError(f"{START_SECONDS} 秒内没有起来；经过见 {self.members[0].log}")

    def manager(self) -> Member:
        """The node that manages the cluster now."""
        for member in self.members:
            found = ask(member, "/_cat/cluster_manager?format=json", seconds=3)
            if found:
                return next(each for each in self.members if each.name == found[0]["node"])
        raise MissingError("没有节点回答谁是管理节点")

    def stop(self) -> None:
        for member in self.members:
            member.stop()

    def _refuse_dead(self, wanted: int) -> None:
        alive = [member for member in self.members if member.is_alive()]
        if len(alive) < wanted:
            dead = next(member for member in self.members if not member.is_alive())
            last = dead.log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-3:]
            raise MissingError(f"节点 {dead.name} 没有起来：{' / '.join(last)}；经过见 {dead.log}")


@contextmanager
def cluster(
    folder: Path,
    count: int = 1,
    *,
    heap: str = "512m",
    first_port: int | None = None,
    release: str | None = None,
) -> Iterator[Cluster]:
    """``count`` nodes, one cluster, green; stopped on leaving. Their data stays in ``folder``.

    HTTP ports go up from ``first_port``; None: whichever are free. ``release`` is a name of ``RELEASES``; None: the
    best that this machine can run. Raises MissingError.
    """
    chosen, java = choose(release)
    command = [java, f"-Xms{heap}", f"-Xmx{heap}", *_JVM, "-cp", f"{jars(chosen)}/*", launcher(chosen)]
    members = _members(folder, count, first_port, chosen, command)
    started = Cluster(members)
    try:
        for member in members:
            member.start()
        started.wait()
        yield started
    finally:
        started.stop()


def ask(member: Member, path: str, *, seconds: float) -> Any:
    """What a node answers to GET ``path``; None where it does not."""
    try:
        with urllib.request.urlopen(member.host + path, timeout=seconds) as answer:
            return json.load(answer)
    except (urllib.error.URLError, TimeoutError, ConnectionError, ValueError):
        return None


def launcher(release: Release) -> Path:
    """The Java source that starts a node of this release."""
    return Path(__file__).with_name(release.launcher)


def _members(
    folder: Path, count: int, first_port: int | None, release: Release, command: Sequence[str | Path]
) -> tuple[Member, ...]:
    if count > 1 and release.alone:
        raise MissingError(f"{release.name} 在这里只能起一个节点")
    names = [f"node-{number}" for number in range(1, count + 1)]
    http = list(range(first_port, first_port + count)) if first_port else _free_ports(count)
    transport = _free_ports(count)
    together = _TOGETHER | {
        "discovery.seed_hosts": ",".join(f"127.0.0.1:{port}" for port in transport),
        "cluster.initial_cluster_manager_nodes": ",".join(names),
    }
    members = []
    for name, http_port, port in zip(names, http, transport, strict=True):
        own = {"node.name": name, "http.port": http_port, "transport.port": port}
        settings = _SETTINGS | own | ({} if release.alone else together)
        base = folder / name
        base.mkdir(parents=True, exist_ok=True)
        arguments = [*command, base, "gsearch", *(f"{key}={value}" for key, value in settings.items())]
        members.append(Member(name, http_port, arguments, base / "log"))
    return tuple(members)


def _free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()

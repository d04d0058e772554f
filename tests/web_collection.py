"""The collection that page, API and browser are tested with, and a server over it."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from indexer.build import build

ROOT = Path(__file__).parent.parent
SOURCES = (ROOT / "data", ROOT / "tests" / "cases" / "web")

_SERVE = """
import json, sys
from pathlib import Path
from search_app.settings import Settings
from search_app.web import Limits, Proxy, serve
index, port, limits, options = sys.argv[1], sys.argv[2], *map(json.loads, sys.argv[3:])
options["proxy"] = Proxy(*options["proxy"]) if options.get("proxy") else None
serve(Settings(Path(index)), port=int(port), limits=Limits(**limits), **options)
"""


def build_web_index(folder: Path) -> Path:
    """An index over the sample issues and tests/cases/web: a hostile record, a regulation, what cites it …"""
    report = build(SOURCES, folder / "index")
    assert not report.failed
    return folder / "index"


@contextmanager
def serving(
    index: Path, limits: dict[str, Any] | None = None, **options: Any
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """``serve`` in a process of its own, as users run it; yields the process and the server's address."""
    port = _free_port()
    command = [
        sys.executable,
        "-c",
        _SERVE,
        str(index),
        str(port),
        json.dumps(limits or {}),
        json.dumps(options),
    ]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    try:
        _wait_for(port, process)
        yield process, f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.communicate()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[str]) -> None:
    while process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the server did not start")

"""Several processes behind one socket: they share limits and counts, are replaced when they die, and end together."""

from __future__ import annotations

import os
import re
import signal
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.web.test_server import status_of
from tests.web_collection import serving

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes as Linux shows them")


def children(pid: int) -> set[int]:
    found = Path(f"/proc/{pid}/task").glob("*/children")
    return {int(child) for path in found for child in path.read_text().split()}


def crew_of(pid: int) -> set[int]:
    """The two workers of a server, once both are there."""
    assert eventually(lambda: len(children(pid)) == 2)
    return children(pid)


def are_alive(pids: set[int]) -> bool:
    return any(Path(f"/proc/{pid}").exists() and "Z" not in _state(pid) for pid in pids)


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"


def eventually(holds: object) -> bool:
    for _ in range(300):
        if holds():  # type: ignore[operator]
            return True
        time.sleep(0.1)
    return False


def test_a_worker_that_dies_is_replaced_and_all_requests_are_answered(web_index: Path) -> None:
    with serving(web_index, workers=2) as (process, base):
        crew = crew_of(process.pid)
        time.sleep(1.2)  # one that dies sooner is given a rest first
        os.kill(min(crew), signal.SIGKILL)
        assert eventually(lambda: len(children(process.pid)) == 2 and children(process.pid) != crew)
        assert [status_of(urllib.request.Request(f"{base}/healthz")) for _ in range(10)] == [200] * 10


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_all_workers_end_with_the_supervisor_however_it_ends(web_index: Path, ending: signal.Signals) -> None:
    with serving(web_index, workers=2) as (process, _):
        crew = crew_of(process.pid)
        process.send_signal(ending)
        process.wait(60)
        assert process.returncode == (-9 if ending is signal.SIGKILL else 0)
        assert eventually(lambda: not are_alive(crew))


def test_an_address_has_one_rate_over_all_workers(web_index: Path) -> None:
    limits = {"requests_per_minute": 1, "burst": 3}
    with serving(web_index, limits, workers=2, proxy=["127.0.0.1", 1]) as (_, base):
        asked = urllib.request.Request(f"{base}/help", headers={"X-Forwarded-For": "203.0.113.9"})
        answers = [status_of(asked) for _ in range(12)]
    assert sorted(answers) == [200] * 3 + [429] * 9


def test_metrics_count_what_all_workers_did(web_index: Path) -> None:
    with serving(web_index, workers=2) as (_, base):
        for _ in range(20):
            status_of(urllib.request.Request(f"{base}/help"))
        with urllib.request.urlopen(f"{base}/metrics", timeout=30) as answer:
            text = answer.read().decode()
    counted = re.search(r'gsearch_requests_total\{route="/help",status="200"\} (\S+)', text)
    assert counted is not None
    assert float(counted[1]) == 20
    assert "gsearch_index_up 1.0" in text

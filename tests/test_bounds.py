"""One file may cost so much and no more; it is named, and the others are read."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from indexer import bounds, workers
from indexer.bounds import bounded
from indexer.build import build
from indexer.building import analysing
from indexer.errors import ExtractError
from tests.worker_calls import greedy, runs, still

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="bounds of Linux")


def compute() -> None:
    while True:
        pass


@linux
def test_computing_without_end_is_given_up(monkeypatch):
    monkeypatch.setattr(bounds, "SECONDS", 0.05)
    with pytest.raises(ExtractError, match="还没有读完"), bounded(0):
        compute()


@linux
def test_what_was_set_before_is_set_again(monkeypatch):
    monkeypatch.setattr(bounds, "SECONDS", 60.0)
    before = signal.getsignal(signal.SIGPROF)
    with bounded(0):
        assert 0 < signal.getitimer(signal.ITIMER_PROF)[0] < 61
    assert signal.getsignal(signal.SIGPROF) is before
    assert signal.getitimer(signal.ITIMER_PROF)[0] == 0


def test_a_thread_is_let_alone():
    passed = []

    def read() -> None:
        with bounded(0):
            passed.append(True)

    thread = threading.Thread(target=read)
    thread.start()
    thread.join()
    assert passed == [True]


@linux
def test_memory_without_end_is_an_error_of_that_job_alone():
    done = list(workers.run(greedy, [1 << 20, 4 << 30, 1 << 20], processes=2))
    assert [type(each.error) for each in done] == [type(None), MemoryError, type(None)]


@linux
def test_a_file_that_takes_too_long_is_named_and_the_others_are_read(index, files, monkeypatch):
    monkeypatch.setattr(bounds, "SECONDS", 0.3)
    real = analysing.extract

    def extract(name, data, *more):
        while name == "slow.txt":
            pass
        return real(name, data, *more)

    monkeypatch.setattr(analysing, "extract", extract)
    (files / "slow.txt").write_text("通知", encoding="utf-8")
    report = build([files], index)
    assert [name for name, _ in report.failed] == ["slow.txt"]
    assert report.documents == 8


@linux
def test_a_program_that_reads_for_us_ends_when_we_are_killed(tmp_path: Path):
    beacon = tmp_path / "pid"
    program = (
        "import sys; from indexer.files.child import run_child\n"
        "run_child([sys.executable, '-c', 'import os, sys, time; '"
        "'open(sys.argv[1], \"w\").write(str(os.getpid())); time.sleep(600)', sys.argv[1]], timeout=600)"
    )
    process = subprocess.Popen([sys.executable, "-c", program, str(beacon)], cwd=Path(__file__).parent.parent)
    pid = still(lambda: int(beacon.read_text() or 0) if beacon.exists() else 0)
    assert pid != process.pid
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    deadline = time.monotonic() + 20
    while runs(pid):
        assert time.monotonic() < deadline, "a reader outlived what started it"
        time.sleep(0.02)

"""Jobs come back in order with their results or errors, whatever they do to their process."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from indexer import workers
from tests.worker_calls import fragile, slow, square


@pytest.mark.parametrize("processes", [1, 2])
def test_results_come_in_the_order_of_the_jobs(processes):
    done = list(workers.run(square, range(40), processes=processes))
    assert [each.job for each in done] == list(range(40))
    assert [each.result for each in done] == [number**2 for number in range(40)]


def test_a_crash_and_an_error_are_their_own_job_s_and_no_other_s():
    done = list(workers.run(fragile, range(12), processes=2))
    assert [each.job for each in done] == list(range(12))
    assert {each.job: type(each.error) for each in done if each.error} == {
        3: workers.CrashedError,
        5: ValueError,
    }
    assert all(each.result == each.job**2 for each in done if not each.error)


def test_jobs_are_taken_as_they_are_needed():
    taken: list[int] = []

    def jobs():
        for number in range(10_000):
            taken.append(number)
            yield number

    results = workers.run(square, jobs(), processes=2)
    next(results)
    assert len(taken) < 100
    results.close()


def test_a_script_without_a_main_guard_can_use_workers(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        "from indexer import workers\n"
        "from tests.worker_calls import square\n"
        "print([done.result for done in workers.run(square, range(4), processes=2)])\n"
    )
    root = str(Path(__file__).parent.parent)
    done = subprocess.run(
        [sys.executable, str(script)],
        env=os.environ | {"PYTHONPATH": root},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("[0, 1, 4, 9]\n", "")


def test_closing_ends_work_under_way_at_once(tmp_path: Path):
    beacon = tmp_path / "pid"

    def jobs():
        yield beacon
        while not beacon.exists():
            time.sleep(0.01)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(workers.run(slow, jobs(), processes=2))
    pid = int(beacon.read_text())
    for _ in range(200):
        if not _alive(pid):
            return
        time.sleep(0.01)
    pytest.fail("a worker outlived its build")


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True

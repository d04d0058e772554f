"""Whichever operation on the disk fails, or is the last: the index answers as before or as after, and goes on."""

from __future__ import annotations

import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from benchmarks.injection import ERRORS, KILL, Injection, injected
from indexer.build import build, update
from indexer.errors import GsearchError, NoIndexError
from indexer.generations import check_index, rollback
from tests.small_collection import EVERYTHING, answer, notice

ROOT = Path(__file__).parent.parent


@pytest.fixture
def changed(index: Path, files: Path) -> Path:
    """The small collection with one file more than ``index`` has, and a generation to go back to."""
    (files / "more.txt").write_text(notice(3, district="清溪区"), encoding="utf-8")
    update([], index)
    (files / "again.txt").write_text(notice(4, district="清溪区"), encoding="utf-8")
    return files


def copy_of(index: Path, folder: Path) -> Path:
    there = folder / "there"
    shutil.rmtree(there, ignore_errors=True)
    shutil.copytree(index, there)
    return there


def holds(index: Path, files: Path, totals: set[int]) -> None:
    """The index answers one of ``totals``, is sound, and the next build succeeds and leaves nothing behind."""
    assert answer(index, EVERYTHING)["total"] in totals
    assert check_index(index) == []
    assert build([files], index).documents == 10
    assert answer(index, EVERYTHING)["total"] == 10
    names = {path.name for path in index.iterdir()}
    assert names <= {"CURRENT", "cache", "generations", "lock", "ledger.sqlite"}
    assert len(list((index / "generations").iterdir())) == 2


def operations(call, index: Path, folder: Path) -> int:
    there = copy_of(index, folder)
    with injected(Injection(str(there))) as counted:
        call(there)
    return len(counted.done)


@pytest.mark.parametrize(
    ("call", "share"), [(rollback, 1), (lambda index: update([], index), 9)], ids=["rollback", "update"]
)
def test_an_operation_that_fails_leaves_an_index_that_answers(call, share, index, changed, tmp_path):
    """Every operation of a rollback, every ninth of an update; benchmarks/endurance tries them all."""
    count = operations(call, index, tmp_path)
    assert count > 2
    for at in range(0, count, share):
        there = copy_of(index, tmp_path)
        injection = Injection(str(tmp_path / "there"), at, ERRORS[at % len(ERRORS)])
        with injected(injection), suppress(GsearchError, OSError):
            call(there)
        assert len(injection.done) > at
        assert answer(there, EVERYTHING)["total"] in {8, 9, 10}, injection.done[at]
        assert check_index(there) == [], injection.done[at]
    holds(there, changed, {8, 9, 10})


def test_a_first_build_that_fails_leaves_no_index_and_the_next_one_succeeds(files, tmp_path):
    with injected(Injection(str(tmp_path / "first"))) as counted:
        build([files], tmp_path / "first")
    count, there = len(counted.done), tmp_path / "there"
    assert count > 10
    for at in range(0, count, max(1, count // 8)):
        shutil.rmtree(there, ignore_errors=True)
        injection = Injection(str(there), at, ERRORS[at % len(ERRORS)])
        with injected(injection), suppress(GsearchError, OSError):
            build([files], there)
        with suppress(NoIndexError):
            assert answer(there, EVERYTHING)["total"] == 8, injection.done[at]
        assert build([files], there).documents == 8, injection.done[at]
        assert check_index(there) == []


LIMITED = """
import resource, signal, sys
from pathlib import Path
from indexer.build import update
from indexer.errors import GsearchError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
try:
    update([], Path(sys.argv[1]))
except GsearchError as error:
    sys.exit(str(error))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="sizes of files are limited by POSIX only")
@pytest.mark.parametrize("size", [100, 5_000, 30_000, 80_000])
def test_a_write_that_fails_leaves_an_index_that_answers(size, index, changed, tmp_path):
    """No file may grow beyond ``size`` bytes: the write that would make it fails, wherever it stands."""
    there = copy_of(index, tmp_path)
    command = [sys.executable, "-c", LIMITED, str(there), str(size)]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode == 0 or done.stderr.strip()
    assert answer(there, EVERYTHING)["total"] in {9, 10}
    assert check_index(there) == []
    holds(there, changed, {9, 10})


PROGRAM = """
import sys
from pathlib import Path
from benchmarks.injection import KILL, Injection, injected
from indexer.build import update
with injected(Injection(sys.argv[1], int(sys.argv[2]), KILL)):
    update([], Path(sys.argv[1]))
"""


@pytest.mark.parametrize("part", [0.3, 0.9, 0.97])
def test_a_process_killed_at_an_operation_leaves_an_index_that_answers(part, index, changed, tmp_path):
    assert KILL == 0
    count = operations(lambda there: update([], there), index, tmp_path)
    there = copy_of(index, tmp_path)
    command = [sys.executable, "-c", PROGRAM, str(there), str(int(part * count))]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == -9
    holds(there, changed, {9, 10})

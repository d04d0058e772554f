"""Builds that are killed, interrupted, run twice or run out of disk leave the old generation serving."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.build import build, update
from indexer.errors import LockedError, UsageError
from indexer.generations import check_index, current, pointer, rollback
from indexer.generations.disk import DiskError
from indexer.generations.lock import build_lock
from indexer.generations.pointer import generation_folders
from tests.small_collection import EVERYTHING, answer, notice, record, tree

posix = pytest.mark.skipif(os.name != "posix", reason="signals and mounts are POSIX's")

PROGRAM = """
import sys, pathlib
from indexer.build import build
build([pathlib.Path(sys.argv[1])], pathlib.Path(sys.argv[2]))
"""
"""A build as another process runs it."""

STOPPED = """
import sys, pathlib, time
from indexer.build import build
def stop(progress):
    if progress.step == sys.argv[3]:
        print("there", flush=True)
        time.sleep(600)
build([pathlib.Path(sys.argv[1])], pathlib.Path(sys.argv[2]), progress=stop)
"""
"""A build that halts at one step."""


def start(files: Path, index: Path, step: str | None = None) -> subprocess.Popen[str]:
    """Starts a build; one that halts at ``step`` is there when this returns."""
    program = [PROGRAM] if step is None else [STOPPED]
    process = subprocess.Popen(
        [sys.executable, "-c", *program, str(files), str(index), *([step] if step else [])],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parent.parent,
    )
    if step is not None:
        assert process.stdout is not None
        assert process.stdout.readline() == "there\n", process.communicate()
    return process


@posix
def test_a_build_killed_at_any_moment_loses_nothing(index, files):
    choice = random.Random(4)
    (files / "more.jsonl").write_text("".join(record(at) + "\n" for at in range(100, 300)), encoding="utf-8")
    whole = {8, 208}
    for _ in range(4):
        process = start(files, index)
        deadline = time.monotonic() + choice.uniform(0.1, 1.2)
        while time.monotonic() < deadline and process.poll() is None:
            assert answer(index, EVERYTHING)["total"] in whole
        process.kill()
        process.communicate()
        assert answer(index, EVERYTHING)["total"] in whole
    assert build([files], index).documents == 208
    assert answer(index, EVERYTHING)["total"] == 208
    assert check_index(index) == []
    assert not (index / "building").exists()


@posix
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
@pytest.mark.parametrize("step", ["read", "switch"])
def test_an_interrupted_build_leaves_no_litter(index, files, number, step):
    if signal.getsignal(number) is signal.SIG_IGN:
        pytest.skip("whoever runs the tests has this signal ignored, as nohup does, and so does the build")
    before = tree(index)
    (files / "more.txt").write_text(notice(3, district="清溪区"), encoding="utf-8")
    process = start(files, index, step)
    process.send_signal(number)
    process.communicate(timeout=30)
    assert process.returncode != 0
    assert tree(index) == before


@posix
def test_a_second_build_ends_at_once_and_names_the_first(index, files):
    process = start(files, index, "verify")
    try:
        for make in (build, update):
            with pytest.raises(
                LockedError, match=rf"进程 {process.pid}，始于 \d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d"
            ):
                make([files], index)
        with pytest.raises(LockedError):
            rollback(index)
        assert answer(index, EVERYTHING)["total"] == 8
    finally:
        process.kill()
        process.communicate()
    assert build([files], index).documents == 8


def test_a_lock_whose_owner_is_not_known_yet_is_a_lock(index, files):
    with build_lock(index):
        (index / "lock.owner").unlink()
        with pytest.raises(LockedError, match="另一个构建正在进行"):
            build([files], index)


@posix
def test_no_process_of_a_killed_build_goes_on(index, files, tmp_path):
    lines = "".join(record(at, text="双随机抽查监管。" * 2000) + "\n" for at in range(1000, 1200))
    (files / "large.jsonl").write_text(lines, encoding="utf-8")
    process = start(files, index)
    deadline = time.monotonic() + 20
    while not (children := _children(process.pid)) and time.monotonic() < deadline and process.poll() is None:
        time.sleep(0.02)
    process.kill()
    process.communicate()
    deadline = time.monotonic() + 20
    while any(map(_runs, children)):
        assert time.monotonic() < deadline, "a worker outlived its build"
        time.sleep(0.02)


def _children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in tasks.read_text().split()] if tasks.exists() else []


def _runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state not in "ZX"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own with 8 MB, where this machine lets us have one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if shutil.which("mount") is None or os.name != "posix" or os.geteuid() != 0:
        pytest.skip("needs root to mount a small file system")
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)], check=False)
    if mounted.returncode:
        pytest.skip("this machine does not allow mounting")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_sources_that_vanish_in_the_middle_are_no_smaller_collection(index, files):
    before = tree(index)

    def vanish(progress):
        if progress.step == "read" and progress.done:
            shutil.rmtree(files, ignore_errors=True)

    with pytest.raises(UsageError, match=r"不见了.*旧索引照常使用"):
        build([files], index, progress=vanish)
    assert tree(index) == before


@posix
def test_a_disk_that_fills_up_in_the_middle_is_named_and_nothing_is_lost(
    index, files, small_disk, monkeypatch
):
    there = small_disk / "index"
    shutil.copytree(index, there)
    before = tree(there)
    lines = "".join(record(at, text=f"第{at}条 双随机抽查监管。" * 200) + "\n" for at in range(1000, 1600))
    (files / "large.jsonl").write_text(lines, encoding="utf-8")
    with pytest.raises(DiskError, match="磁盘空间不足"):
        build([files], there)
    monkeypatch.setattr(sys.modules[build.__module__], "ensure_room", lambda index_dir, sizes: None)
    with pytest.raises(DiskError, match="磁盘写满了"):
        build([files], there)
    assert tree(there) == before
    assert answer(there, EVERYTHING)["total"] == 8
    (files / "large.jsonl").unlink()
    assert update([], there).documents == 8


@posix
def test_a_read_only_index_answers_and_says_why_it_cannot_be_built(index, files, small_disk):
    there = small_disk / "index"
    shutil.copytree(index, there)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    assert answer(there, EVERYTHING)["total"] == 8
    assert check_index(there) == []
    with pytest.raises(DiskError, match="不能写入"):
        build([files], there)
    with pytest.raises(DiskError, match="不能写入"):
        rollback(there)


def test_an_index_path_that_is_a_file_is_named(files, tmp_path):
    (tmp_path / "occupied").write_text("")
    with pytest.raises(DiskError, match="occupied"):
        build([files], tmp_path / "occupied")


@pytest.mark.parametrize("left", ["manifest.json", "issues.jsonl"])
def test_a_generation_half_deleted_is_nobodys_fault_and_swept_by_the_next_build(
    index, files, monkeypatch, left
):
    def change(at: int) -> None:
        (files / "changing.txt").write_text(notice(at, district="清溪区"), encoding="utf-8")
        update([], index)

    change(0)
    with monkeypatch.context() as patched:
        patched.setattr(
            pointer.shutil, "rmtree", lambda folder, **kw: (Path(folder) / left).unlink(missing_ok=True)
        )
        change(1)
    assert check_index(index) == []
    assert len(generation_folders(index)) == 2
    assert len(list((index / "generations").iterdir())) == 3
    change(2)
    assert len(list((index / "generations").iterdir())) == 2


def test_generations_do_not_pile_up_over_many_builds(index, files):
    for at in range(6):
        (files / "changing.txt").write_text(notice(at, district="清溪区"), encoding="utf-8")
        update([], index)
    assert len(generation_folders(index)) == 2
    assert sorted(path.name for path in index.iterdir()) == ["CURRENT", "cache", "generations", "lock"]
    assert current(index).manifest.documents == 9

"""The machine goes off in the middle of an update: whatever was not synced is lost, and the index answers."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.power_loss import Node, Operation, left_after, recorded, tree_of, write_tree
from indexer.build import build, update
from indexer.building import committing
from indexer.errors import NoIndexError
from indexer.generations import check_index
from tests.small_collection import EVERYTHING, answer, notice

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="names of open files are read from /proc")


@pytest.fixture
def before(index: Path, files: Path) -> Node:
    """The index as it lies on the disk, one file of the collection behind."""
    (files / "more.txt").write_text(notice(3, district="清溪区"), encoding="utf-8")
    return tree_of(index)


def crashes(before: Node, index: Path, operations: list[Operation], there: Path, every: int) -> Iterator[int]:
    """Lays down, at ``there``, what crashes leave behind; gives the number of operations that came before each."""
    for count in [*range(0, len(operations), every), len(operations)]:
        for tree in left_after(before, str(index), operations[:count], seed=count):
            shutil.rmtree(there, ignore_errors=True)
            write_tree(tree, there)
            yield count


def test_what_was_not_synced_is_lost_and_the_index_answers_as_before_or_after(index, files, before, tmp_path):
    with recorded(index) as operations:
        update([], index)
    assert {"create", "mkdir", "rename", "sync"} <= {each.kind for each in operations}
    there = tmp_path / "there"
    totals: list[int] = []
    for count in crashes(before, index, operations, there, max(1, len(operations) // 24)):
        totals.append(answer(there, EVERYTHING)["total"])
        assert totals[-1] in {8, 9}, count
        assert check_index(there) == [], count
    assert set(totals) == {8, 9}
    assert totals[-3:] == [9, 9, 9], "what was reported as done is done"
    assert build([files], there).documents == answer(there, EVERYTHING)["total"] == 9


def test_a_build_that_forgets_to_sync_is_found_out(index, before, tmp_path, monkeypatch):
    monkeypatch.setattr(committing, "_sync", lambda folder: None)
    with recorded(index) as operations:
        update([], index)
    there = tmp_path / "there"
    faults = 0
    for _ in crashes(before, index, operations, there, max(1, len(operations) // 6)):
        try:
            faults += bool(check_index(there))
        except NoIndexError:
            faults += 1
    assert faults

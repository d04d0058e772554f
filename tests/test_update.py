"""``update`` is ``build``, only quicker: the same answers after any change, no work where nothing changed."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import dictionaries
from indexer.build import build, update
from indexer.building import analysing, entries
from indexer.generations import current
from tests.edits import CHANGES, QUERIES, STAYS, contents
from tests.small_collection import EVERYTHING, answer, notice, record, titles, write_collection


@pytest.fixture
def parsed(monkeypatch) -> list[str]:
    """The names of the files that are parsed from here on."""
    names: list[str] = []
    real = analysing.parse_extracted

    def watched(name, extracted, dictionaries, side_file):
        names.append(name)
        return real(name, extracted, dictionaries, side_file)

    monkeypatch.setattr(analysing, "parse_extracted", watched)
    return names


ROUND = st.lists(
    st.tuples(
        st.sampled_from(CHANGES),
        st.integers(0, 11),
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rounds=st.lists(ROUND, min_size=1, max_size=3), words=st.integers(0, 2))
def test_update_after_any_changes_answers_as_a_build_does(pattern_index, rounds, words):
    """``words``: in which round the dictionaries change."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = write_collection(folder / "files")
        (files / STAYS).write_text(notice(2, district="石城区"), encoding="utf-8")
        updated, built = folder / "updated", folder / "built"
        shutil.copytree(pattern_index, updated)
        shutil.copytree(pattern_index, built)
        (folder / "words" / "terms").mkdir(parents=True)
        update([files], updated)
        known = dictionaries.load()
        for number, changes in enumerate(rounds):
            for change, at in changes:
                change(files, at)
            if number == words:
                (folder / "words" / "terms" / "local.txt").write_text("抽查监管 100 n\n", encoding="utf-8")
                known = dictionaries.load(folder / "words")
            update([], updated, known)
        build([files], built, known)
        assert current(updated, known).name == current(built, known).name
        assert contents(updated, known) == contents(built, known)
        for query in QUERIES:
            assert answer(updated, query, known) == answer(built, query, known)


def test_nothing_changed_is_no_work_and_no_switch(index, files, parsed):
    name = current(index).folder
    report = update([], index)
    assert (report.switched, report.documents, report.reused, parsed) == (False, 8, 6, [])
    assert current(index).folder == name


def test_a_touched_file_is_not_parsed_again(index, files, parsed):
    os.utime(files / "records.jsonl", (1, 1))
    assert update([], index).switched is False
    assert parsed == []


def test_only_the_changed_file_is_parsed(index, files, parsed):
    (files / "2019" / "notice-0.txt").write_text(notice(3, district="清溪区"), encoding="utf-8")
    report = update([], index)
    assert (report.switched, report.reused) == (True, 5)
    assert parsed == ["2019/notice-0.txt"]
    assert any("清溪区" in title for title in titles(index, "公共厕所"))


def test_an_unchanged_file_is_not_even_read(index, files, monkeypatch):
    old = 1_600_000_000
    for path in files.rglob("*.*"):
        os.utime(path, (old, old))
    monkeypatch.setattr("indexer.building.seen._SETTLED_NS", 0)
    build([], index)

    def refuse(self):
        raise AssertionError(f"{self.name} was read")

    monkeypatch.setattr("indexer.sources.SourceFile.read", refuse)
    assert update([], index).switched is False


def test_a_removed_file_disappears_from_index_and_cache(index, files):
    (files / "records.jsonl").unlink()
    before = len(list((index / "cache").glob("*.entry")))
    update([], index)
    assert answer(index, EVERYTHING)["total"] == 5
    assert len(list((index / "cache").glob("*.entry"))) == before - 1


def test_a_file_that_fails_is_named_each_time_but_is_no_change(index, files):
    (files / "damaged.docx").write_bytes(b"PK\x03\x04 no archive")
    assert [file for file, _ in update([], index).failed] == ["damaged.docx"]
    again = update([], index)
    assert (again.switched, [file for file, _ in again.failed]) == (False, ["damaged.docx"])


def test_a_failed_file_that_can_be_read_now_comes_in(index, files):
    (files / "late.jsonl").mkdir()
    (files / "damaged.docx").write_bytes(b"PK\x03\x04 no archive")
    update([], index)
    (files / "damaged.docx").unlink()
    (files / "late.jsonl").rmdir()
    (files / "late.jsonl").write_text(record(7) + "\n", encoding="utf-8")
    report = update([], index)
    assert (report.failed, report.documents) == ((), 9)


@pytest.mark.parametrize("damage", [b"", b"\x1f\x8b broken", None])
def test_a_damaged_cache_costs_time_but_no_answer(index, files, damage):
    for path in (index / "cache").iterdir():
        data = path.read_bytes()
        path.write_bytes(data[: len(data) // 2] if damage is None else damage)
    (files / "2019" / "notice-0.txt").write_text(notice(3, district="清溪区"), encoding="utf-8")
    report = update([], index)
    assert report.documents == answer(index, EVERYTHING)["total"] == 8


def test_other_dictionaries_mean_that_everything_is_analysed_anew_and_said(index, files, tmp_path, parsed):
    (tmp_path / "words" / "terms").mkdir(parents=True)
    (tmp_path / "words" / "terms" / "local.txt").write_text("抽查监管 100 n\n", encoding="utf-8")
    changed = dictionaries.load(tmp_path / "words")
    report = update([], index, changed)
    assert report.switched
    assert len(parsed) == 6
    assert any("词典" in notice for notice in report.notices)
    assert current(index, changed).manifest.dictionary == changed.fingerprint


def test_other_paths_replace_the_sources(index, files):
    report = update([files / "2019"], index)
    assert report.documents == 3
    assert current(index).manifest.sources == (str(files / "2019"),)


@pytest.mark.parametrize("name", ["lists.bin", "texts.bin", "records.bin", "columns.bin", "terms.bin"])
def test_a_damaged_index_is_not_taken_over(index, files, name):
    damaged = current(index).folder / "engine" / name
    data = bytearray(damaged.read_bytes())
    data[len(data) // 2] ^= 1
    damaged.write_bytes(data)
    (files / "2019" / "notice-0.txt").write_text(notice(3, district="清溪区"), encoding="utf-8")
    assert update([], index).documents == answer(index, EVERYTHING)["total"] == 8
    assert any("清溪区" in title for title in titles(index, "公共厕所"))


def test_what_is_unchanged_is_neither_analysed_nor_unpacked_again(index, files, monkeypatch):
    unpacked: list[str] = []
    real = entries.documents

    def watched(path, wanted=None):
        unpacked.extend([path.name] if wanted is None or wanted else [])
        return real(path, wanted)

    monkeypatch.setattr(entries, "documents", watched)
    (files / "2019" / "notice-0.txt").write_text(notice(3, district="清溪区"), encoding="utf-8")
    update([], index)
    assert len(unpacked) == 2, "the changed file's, and the one whose group it left"

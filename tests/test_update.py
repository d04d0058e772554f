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
from dictionaries import Dictionaries
from indexer.build import build, update
from indexer.building import analysing, entries
from indexer.generations import current
from tests.composed_files import docx, paragraph, table, zipped
from tests.small_collection import EVERYTHING, answer, notice, record, titles, write_collection

QUERIES = (
    EVERYTHING,
    "河长制",
    "双随机 监管",
    '"一窗受理"',
    "云政办发〔2019〕3号",
    "year:2019 NOT 厕所",
    "失业补贴",
)


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


STAYS = "stays.txt"


def some(folder: Path, at: int) -> Path:
    """One of the files, another for another ``at``; never the last that can be read: nothing is no collection."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != STAYS)
    return paths[at % len(paths)]


def content(suffix: str, at: int) -> bytes:
    """A file of that format that holds a notice, another for another ``at``."""
    text = notice(at % 5, district="清溪区", year=2010 + at)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    match suffix:
        case ".docx":
            return docx("".join(map(paragraph, lines)) + table(("镇街", "窗口"), ("城关镇", str(at))))
        case ".html":
            return f"<html><title>{lines[2]}</title><p>{'</p><p>'.join(lines)}</p></html>".encode("gb18030")
        case ".jsonl":
            return "".join(record(number) + "\n" for number in (200 + at, 300 + at)).encode()
        case ".zip":
            inner = {f"{at}.txt": notice(at % 5, year=1990 + at), "同名.txt": notice(1, year=1980 + at)}
            return zipped({**inner, "深.zip": zipped({"内.docx": content(".docx", at + 20)})})
        case ".ofd":
            return b"PK no OFD"
        case _:
            return text.encode("utf-16" if at % 2 else "gb18030")


SUFFIXES = (".txt", ".docx", ".html", ".jsonl", ".zip", ".ofd")


def add(folder: Path, at: int) -> None:
    suffix = SUFFIXES[at % len(SUFFIXES)]
    (folder / f"added-{at}{suffix}").write_bytes(content(suffix, at))


def edit(folder: Path, at: int) -> None:
    path = some(folder, at)
    if path.suffix == ".txt":
        path.write_bytes(path.read_bytes() + f"\n    补充第{at}条：公共厕所免费开放。\n".encode())
    else:
        path.write_bytes(content(path.suffix, at + 30))


def rename(folder: Path, at: int) -> None:
    path = some(folder, at)
    path.rename(folder / f"renamed-{at}{path.suffix}")


def delete(folder: Path, at: int) -> None:
    if len([path for path in folder.rglob("*") if path.is_file()]) > 2:
        some(folder, at).unlink()


def touch(folder: Path, at: int) -> None:
    os.utime(some(folder, at), (at * 1000, at * 1000))


def swap(folder: Path, at: int) -> None:
    """Two files change places, times and all."""
    one, other = some(folder, at), some(folder, at + 1)
    one.rename(folder / "between")
    other.rename(one)
    (folder / "between").rename(other)


def copy(folder: Path, at: int) -> None:
    """The same content under another name."""
    path = some(folder, at)
    target = folder / f"copied-{at}{path.suffix}"
    if target != path:
        shutil.copy2(path, target)


def rewrite_within_the_tick(folder: Path, at: int) -> None:
    """Another content of the same length, and the times as they were."""
    path = some(folder, at)
    status = path.stat()
    path.write_bytes(path.read_bytes()[::-1])
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def contents(index: Path, words: Dictionaries) -> dict[str, bytes]:
    """Every file of the generation that serves, byte for byte, but its manifest: that tells the hour."""
    folder = current(index, words).folder
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in files.items() if name != "manifest.json"}


CHANGES = st.lists(
    st.tuples(
        st.sampled_from((add, edit, rename, delete, touch, swap, copy, rewrite_within_the_tick)),
        st.integers(0, 11),
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rounds=st.lists(CHANGES, min_size=1, max_size=3), words=st.integers(0, 2))
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

"""``status`` describes the index, ``check`` names every damaged file and the command that mends it."""

from __future__ import annotations

from pathlib import Path

import pytest

import dictionaries
from indexer.build import build, update
from indexer.errors import NoIndexError
from indexer.generations import check_index, current, index_status
from indexer.generations.pointer import generation_folders
from tests.small_collection import notice

ISSUE = """云岭区人民政府公报
2019年第2期（总第10期）

目  录

云岭区人民政府办公室关于推行双随机抽查监管的通知……………1
云岭区人民政府办公室关于这份公文没有刊登的通知……………5

"""


def test_status_gives_the_figures_of_the_serving_generation(index, files):
    state = index_status(index)
    assert (state.manifest.documents, state.manifest.files_read, state.stale) == (8, 6, False)
    assert state.manifest.name == current(index).name
    assert 0 < state.size < state.total_size
    assert state.earlier == ()
    assert (state.mismatched, state.failed, state.skipped) == ((), (), ())


def test_status_names_the_generation_one_can_go_back_to(index, files):
    name = current(index).name
    (files / "more.txt").write_text(notice(3, district="清溪区"), encoding="utf-8")
    update([], index)
    assert index_status(index).earlier == (name,)


def test_status_works_on_a_stale_index_and_says_so(index, tmp_path):
    (tmp_path / "words" / "terms").mkdir(parents=True)
    (tmp_path / "words" / "terms" / "local.txt").write_text("抽查监管 100 n\n", encoding="utf-8")
    assert index_status(index, dictionaries.load(tmp_path / "words")).stale


def test_an_entry_of_the_contents_without_its_document_is_reported(index, files):
    (files / "issue.txt").write_text(ISSUE + notice(0), encoding="utf-8")
    update([], index)
    (issue,) = index_status(index).mismatched
    assert issue.file == "issue.txt"
    assert [entry.title for entry in issue.entries_without_document] == [
        "云岭区人民政府办公室关于这份公文没有刊登的通知"
    ]


def test_failed_and_skipped_files_are_listed_with_their_reasons(index, files):
    (files / "damaged.docx").write_bytes(b"PK\x03\x04 no archive")
    (files / "picture.gif").write_bytes(b"\xff\xd8\xff\xe0")
    build([files], index)
    state = index_status(index)
    assert [issue.file for issue in state.failed] == ["damaged.docx"]
    assert [issue.file for issue in state.skipped] == ["picture.gif"]
    assert all(issue.reason for issue in state.failed + state.skipped)


def test_a_sound_index_has_no_faults(index):
    assert check_index(index) == []


def test_without_an_index_there_is_nothing_to_check(tmp_path):
    with pytest.raises(NoIndexError, match="gsearch build"):
        check_index(tmp_path)


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0x20
    path.write_bytes(bytes(data))


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def remove(path: Path) -> None:
    path.unlink()


def replace_by_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("damage", [flip, truncate, remove, replace_by_folder])
def test_damage_to_any_file_is_named_with_a_command(index, damage):
    folder = current(index).folder
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        kept = path.read_bytes()
        damage(path)
        faults = check_index(index)
        assert path in [fault.path for fault in faults]
        assert {fault.remedy for fault in faults} == {"gsearch build"}
        if path.is_dir():
            path.rmdir()
        path.write_bytes(kept)
    assert check_index(index) == []


def test_rolling_back_is_advised_where_the_earlier_generation_is_sound(index, files):
    (files / "more.txt").write_text(notice(3, district="清溪区"), encoding="utf-8")
    update([], index)
    flip(current(index).folder / "issues.jsonl")
    assert [fault.remedy for fault in check_index(index)] == ["gsearch build --rollback"]
    flip(generation_folders(index)[0] / "issues.jsonl")
    assert {fault.remedy for fault in check_index(index)} == {"gsearch build"}


@pytest.mark.parametrize("content", [b"", b"\xff", b"0009-aaaaaaaaaaaa\n"])
def test_a_damaged_pointer_is_a_fault(index, content):
    (index / "CURRENT").write_bytes(content)
    (fault,) = check_index(index)
    assert fault.remedy.startswith("gsearch build")

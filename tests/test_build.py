"""A build makes a whole, checked generation; faults are named, and the old generation goes on serving."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from indexer.build import Progress, build, update
from indexer.building import analysing, planning
from indexer.building.verify import VerificationError
from indexer.errors import NoIndexError, UsageError
from indexer.generations import current
from indexer.generations.disk import DiskError
from tests.small_collection import EVERYTHING, NOTICE, answer, notice, record, titles, tree


def engine_files(index: Path) -> dict[str, bytes]:
    return tree(current(index).folder / "engine")


def test_every_document_of_every_file_is_found(index, files):
    assert answer(index, EVERYTHING)["total"] == 8
    assert titles(index, "河长制") == {
        "云岭区人民政府办公室关于加强河长制工作的通知",
        "关于加强河长制工作的意见（2）",
    }


def test_the_report_counts_what_was_read_and_names_what_was_not(index, files):
    (files / "damaged.docx").write_bytes(b"PK\x03\x04 no archive")
    (files / "picture.gif").write_bytes(b"\xff\xd8\xff\xe0")
    report = build([files], index)
    assert (report.files, report.documents, report.switched) == (6, 8, True)
    assert [file for file, _ in report.failed] == ["damaged.docx"]
    assert [file for file, _ in report.skipped] == ["picture.gif"]
    assert all(reason for _, reason in report.failed + report.skipped)
    assert titles(index, "河长制")


def test_the_same_files_give_the_same_name_and_the_same_bytes_anywhere(index, files, tmp_path):
    elsewhere = tmp_path / "moved"
    files.rename(elsewhere)
    before, name = engine_files(index), current(index).name
    report = build([elsewhere], index)
    assert report.generation == name
    assert engine_files(index) == before


def test_the_order_of_paths_does_not_matter(index, files):
    paths = sorted(files.rglob("*.txt"))
    assert build(paths, index).generation == build(paths[::-1], index).generation


def test_more_processes_make_the_same_index(index, files, monkeypatch):
    before, name = engine_files(index), current(index).name
    monkeypatch.setattr(planning, "WORTH_A_POOL", 0)
    monkeypatch.setattr(planning, "BYTES_PER_PROCESS", 1)
    monkeypatch.setattr(planning, "cores", lambda: 2)
    assert build([files], index).generation == name
    assert engine_files(index) == before


def test_a_large_collection_is_cut_into_portions_without_loss(index, tmp_path, monkeypatch):
    collection = tmp_path / "many.jsonl"
    collection.write_text("".join(record(at) + "\n" for at in range(30)), encoding="utf-8")
    build([collection], index)
    whole = engine_files(index)
    monkeypatch.setattr(analysing, "LARGE_COLLECTION", 1)
    monkeypatch.setattr(analysing, "PORTION", 60)
    report = build([collection], index)
    assert report.documents == 30
    assert engine_files(index) == whole
    assert update([], index).switched is False


def test_without_paths_the_last_sources_are_built_again(index, files):
    (files / "new.txt").write_text(notice(3, district="清溪区"), encoding="utf-8")
    build([], index)
    assert any("清溪区" in title for title in titles(index, "公共厕所"))


def test_the_encoding_named_once_goes_on_for_builds_without_paths(tmp_path, index):
    source = tmp_path / "old.txt"
    source.write_bytes(notice(0).encode("gb18030"))
    build([source], index, encoding="gb18030")
    build([], index)
    assert current(index).manifest.encoding == "gb18030"


@pytest.mark.parametrize("make", [build, update])
def test_without_paths_and_without_an_index_the_command_to_run_is_named(make, tmp_path):
    with pytest.raises(NoIndexError, match="gsearch build"):
        make([], tmp_path / "nothing")


def test_a_path_that_does_not_exist_changes_nothing(index, tmp_path):
    before = tree(index)
    with pytest.raises(UsageError, match="missing"):
        build([tmp_path / "missing"], index)
    assert tree(index) == before


def test_nothing_readable_is_an_error_and_changes_nothing(index, tmp_path):
    (tmp_path / "empty").mkdir()
    before = tree(index)
    with pytest.raises(UsageError, match="empty"):
        build([tmp_path / "empty"], index)
    assert tree(index) == before


def test_an_index_without_documents_never_replaces_one_with_some(index, tmp_path):
    (tmp_path / "hollow").mkdir()
    (tmp_path / "hollow" / "records.jsonl").write_text("", encoding="utf-8")
    before = tree(index)
    with pytest.raises(UsageError, match="旧索引照常使用"):
        build([tmp_path / "hollow"], index)
    assert tree(index) == before


def test_a_first_build_of_which_no_file_can_be_read_makes_no_index(tmp_path):
    (tmp_path / "damaged.docx").write_bytes(b"PK\x03\x04 and nothing more")
    with pytest.raises(UsageError, match=r"damaged\.docx.*没有建成"):
        build([tmp_path / "damaged.docx"], tmp_path / "new")
    with pytest.raises(NoIndexError):
        current(tmp_path / "new")


def test_one_id_in_two_files_is_one_document_and_a_warning(index, files):
    (files / "again.jsonl").write_text(
        record(1, title="另一份意见") + "\n" + record(9) + "\n", encoding="utf-8"
    )
    report = build([files], index)
    assert report.documents == answer(index, EVERYTHING)["total"] == 9
    assert [file for file, warning in report.warnings if "r1" in warning] == ["records.jsonl"]


def test_progress_runs_from_nothing_to_all(index, files):
    seen: list[Progress] = []
    build([files], index, progress=seen.append)
    assert list(dict.fromkeys(each.step for each in seen)) == [
        "list",
        "read",
        "verify",
        "switch",
    ]
    read = [each for each in seen if each.step == "read"]
    assert [each.done for each in read] == sorted(each.done for each in read)
    assert {each.file for each in read} == {report.file for report in current(index).issues()}
    assert seen[-1].done == seen[-1].total == sum(path.stat().st_size for path in files.rglob("*.*"))


def test_a_disk_without_room_is_told_before_anything_is_done(index, files, monkeypatch):
    before = tree(index)
    monkeypatch.setattr("shutil.disk_usage", lambda path: type("Usage", (), {"free": 1000})())
    with pytest.raises(DiskError, match="磁盘空间不足"):
        build([files], index)
    assert tree(index) == before


def test_an_engine_that_lost_a_document_does_not_serve(index, files, monkeypatch):
    from indexer.backends.whoosh import WhooshBackend

    write = WhooshBackend.write
    monkeypatch.setattr(
        WhooshBackend,
        "write",
        lambda self, folder, owner, documents: write(self, folder, owner, list(documents)[1:]),
    )
    before = tree(index)
    with pytest.raises(VerificationError):
        build([files], index)
    assert tree(index) == before


def test_a_program_error_in_one_file_is_that_file_s_failure(index, files, monkeypatch):
    real = analysing.parse_extracted

    def faulty(name, extracted, dictionaries, side_file):
        if name.endswith("notice-1.txt"):
            raise ZeroDivisionError("fault")
        return real(name, extracted, dictionaries, side_file)

    monkeypatch.setattr(analysing, "parse_extracted", faulty)
    report = build([files], index)
    assert [file for file, _ in report.failed] == ["2019/notice-1.txt"]
    assert "ZeroDivisionError" in report.failed[0][1]
    assert report.documents == 7


def test_a_contents_list_is_kept_with_the_ids_of_its_documents(index, tmp_path):
    body = NOTICE.format(
        district="云岭区",
        code="云政办发",
        year=2018,
        number=3,
        subject="加强河长制工作",
        detail="巡河。",
        month=3,
    )
    cover = "云岭区人民政府公报\n2018年第1期\n\n目  录\n"
    text = f"{cover}云岭区人民政府办公室关于加强河长制工作的通知……3\n\n{body}"
    (tmp_path / "issue.txt").write_text(text, encoding="utf-8")
    build([tmp_path / "issue.txt"], index)
    (report,) = current(index).issues()
    assert report.documents
    assert set(report.documents) >= {entry.document_id for entry in report.contents if entry.document_id}
    assert json.dumps(report.id).isascii()

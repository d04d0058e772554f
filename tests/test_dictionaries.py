"""The dictionary files: what ships is sound, faults are named with their place, own folders."""

from __future__ import annotations

from pathlib import Path

import pytest

import dictionaries
from dictionaries import DictionaryError, load


def test_what_ships_has_no_fault() -> None:
    assert dictionaries.check() == []


def test_the_terms_of_the_gazettes_are_there() -> None:
    words = {term.word for term in load().terms}
    assert {
        "一窗受理",
        "放管服",
        "告知承诺制",
        "跨省通办",
        "河长制",
        "帮办代办",
        "黑臭水体",
        "重大行政决策",
    } <= words
    assert len(words) > 600
    assert "双随机、一公开" in load().marked_terms


def test_every_statutory_type_is_there() -> None:
    names = {each.type for each in load().document_types if each.kind == "statutory"}
    assert len(names) == 15


def test_agency_short_names_lead_to_the_full_name() -> None:
    assert "人力资源和社会保障局" in load().synonyms["人社局"]
    assert "人社局" in load().synonyms["人力资源和社会保障局"]


def test_a_one_way_synonym_does_not_lead_back() -> None:
    assert "征收补偿" in load().synonyms["拆迁"]
    assert "拆迁" not in load().synonyms.get("征收补偿", ())


def test_traditional_characters_lead_to_characters_that_stay() -> None:
    table = load().traditional
    assert table["載"] == "载"
    assert not set(table) & set(table.values())
    assert not set("著乾于余后里台面复") & set(table)


@pytest.mark.parametrize(
    ("name", "content", "line", "remedy"),
    [
        ("terms/own.txt", "# 注\n放管服\n坏 词 有 空格\n", 3, "词中不能有空格"),
        ("terms/own.txt", "互联网＋政务\n", 1, "terms/marked.txt"),
        ("terms/own.txt", "一窗受理\n", 1, "重复"),
        ("synonyms.txt", "公厕, 公共厕所\n独词\n", 2, "至少两个词"),
        ("synonyms.txt", "公厕，公共厕所\n", 1, "半角逗号"),
        ("document_types.csv", "name,kind,type\n通知,法定,通知\n", 2, "statutory"),
        ("document_types.csv", "name,kind\n通知,statutory\n", 1, "表头"),
        (
            "divisions.csv",
            "code,name,level,province,city,from,to,successors\n370306,周村区,d,山东省,淄博市,81,,\n",
            2,
            "四位年份",
        ),
        ("traditional.txt", "載载 衛卫\n衛卫生\n", 2, "两个不同的字"),
        ("agencies.csv", "code,agency,short_names,from,to,example\n*政发,人民政府,,,,没有箭头\n", 2, "->"),
        ("markers.csv", "role,word\nimprint\n", 2, "2 格"),
    ],
)
def test_a_fault_is_named_with_file_line_and_remedy(
    name: str, content: str, line: int, remedy: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(content, "utf-8")
    faults = dictionaries.check(tmp_path)
    assert any(
        fault.line == line and remedy in fault.message for fault in faults if fault.file == name
    ) or any("own.txt" in fault.message + fault.file and remedy in fault.message for fault in faults)


def test_all_faults_of_a_file_are_named_at_once(tmp_path: Path) -> None:
    (tmp_path / "synonyms.txt").write_text("独词\n甲词, 乙词\n又独\n", "utf-8")
    assert [fault.line for fault in dictionaries.check(tmp_path)] == [1, 3]


def test_a_file_in_another_encoding_is_a_fault_and_no_crash(tmp_path: Path) -> None:
    (tmp_path / "synonyms.txt").write_bytes("公厕, 公共厕所\n".encode("gbk"))
    assert "UTF-8" in str(dictionaries.check(tmp_path)[0])
    with pytest.raises(DictionaryError, match=r"synonyms\.txt:1: "):
        load(tmp_path).synonyms  # noqa: B018 (the table is read here)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DictionaryError, match="没有这个词典文件夹"):
        load(tmp_path / "none")


def test_an_own_folder_adds_terms_and_replaces_files(tmp_path: Path) -> None:
    (tmp_path / "terms").mkdir()
    (tmp_path / "terms" / "own.txt").write_text("临河新政 100 n\n", "utf-8")
    (tmp_path / "synonyms.txt").write_text("甲词, 乙词\n", "utf-8")
    own = load(tmp_path)
    words = {term.word: term.frequency for term in own.terms}
    assert words["临河新政"] == 100
    assert "一窗受理" in words
    assert own.synonyms == {"甲词": ("乙词",), "乙词": ("甲词",)}


def test_the_fingerprint_follows_what_the_index_was_built_with(tmp_path: Path) -> None:
    (tmp_path / "synonyms.txt").write_text("甲词, 乙词\n", "utf-8")
    assert load(tmp_path).fingerprint == load().fingerprint
    (tmp_path / "terms").mkdir()
    (tmp_path / "terms" / "own.txt").write_text("临河新政\n", "utf-8")
    assert load(tmp_path).fingerprint != load().fingerprint

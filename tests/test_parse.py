"""A file becomes an issue: whatever the text, in full, and with offsets that point where they say."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dictionaries import load
from indexer.files import Extracted, extract
from indexer.models import Issue, document_as_json
from indexer.parse import parse_extracted

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
DICTIONARIES = load()


def parsed(text: str, name: str = "a.txt") -> Issue:
    return parse_extracted(name, extract(name, text.encode("utf-8", "surrogatepass")), DICTIONARIES)


PIECES = st.sampled_from(
    [
        "目录",
        "## 目 录",
        "台儿庄区人民政府",
        "台儿庄区人民政府文件",
        "# 周村区人民政府办公室",
        "关于印发周村区实施方案的通知",
        "关于印发《办法》的通知…………(3)",
        "台政发〔2019〕7号",
        "(济天政发[2019]5 号)",
        "市中政办发〔2021〕",
        "5号",
        "第12号",
        "天桥区人民政府令",
        "2020年第88号",
        "各镇人民政府，区政府各部门：",
        "2019年6月31日",
        "2019年8月3日",
        "（2019年8月3日印发）",
        "附件",
        "附件：1.名单",
        "2.目录",
        "序号\t名称\t备注",
        "1\t登记\t",
        "我区召开推进会",
        "一、总体要求",
        "第一条 为了规范",
        "为进一步做好工作，现将有关事项通知如下。",
        "抄送：区委各部门。",
        "（此件公开发布）",
        "**",
        "",
        "",
        "— 12 —",
        "《",
        "·" * 30,
        "\x00\ufffd",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=30)), max_size=60))
def test_no_text_is_refused_and_every_line_from_the_first_document_on_belongs_to_one(
    lines: list[str],
) -> None:
    text = "\n".join(lines)
    issue = parsed(text)
    extracted = extract("a.txt", text.encode("utf-8", "surrogatepass"))
    sources = [document.source for document in issue.documents if document.source]
    assert len(sources) == len(issue.documents)
    for before, after in itertools.pairwise(sources):
        assert before.last_line == after.first_line - 1
    if sources:
        assert sources[0].first_line >= 1
        assert sources[-1].last_line == len(extracted.lines)
    json.dumps([document_as_json(document, with_text=True) for document in issue.documents])


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=30)), max_size=40))
def test_every_character_of_a_document_s_text_comes_from_one_of_its_lines(lines: list[str]) -> None:
    issue = parsed("\n".join(lines))
    for document in issue.documents:
        assert document.source is not None
        for offset, char in enumerate(document.text.content):
            if char != "\n":
                assert (
                    document.source.first_line <= document.text.line_at(offset) <= document.source.last_line
                )


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=60))
def test_ids_are_unique_stable_and_fit_for_an_address(lines: list[str]) -> None:
    text = "\n".join(lines)
    ids = [document.id for document in parsed(text).documents]
    assert ids == [document.id for document in parsed(text).documents]
    assert all(len(each) == 12 and each.isalnum() and each.isascii() for each in ids)
    assert max(Counter(ids).values(), default=1) == 1


def test_an_id_survives_edits_elsewhere_in_the_file() -> None:
    issue = (ROOT / "data" / "tongshan-2019-4.txt").read_text(encoding="utf-8-sig")
    edited = issue.replace("目录", "目  录\n\n\n", 1)
    assert edited != issue
    assert [d.id for d in parsed(issue).documents] == [d.id for d in parsed(edited).documents]


def wrapped(text: str, width: int) -> str:
    """As a page of fixed width prints it: lines cut at ``width`` characters, tables left alone."""
    lines = (
        [line] if "\t" in line else [line[at : at + width] for at in range(0, max(1, len(line)), width)]
        for line in text.split("\n")
    )
    return "\n".join(itertools.chain.from_iterable(lines))


@pytest.mark.parametrize("path", sorted((ROOT / "data").glob("*.txt")), ids=lambda path: path.stem)
@pytest.mark.parametrize("width", [34, 40])
def test_lines_cut_at_a_fixed_width_neither_hide_nor_invent_a_document(path: Path, width: int) -> None:
    text = "\n".join(extract(path.name, path.read_bytes()).lines)
    whole, cut = (parsed(each, path.name) for each in (text, wrapped(text, width)))
    assert [(d.number, d.title) for d in cut.documents] == [(d.number, d.title) for d in whole.documents]


@pytest.mark.parametrize("text", ["", "\n\n\n", " \t ", "\ufeff"])
def test_an_empty_file_holds_nothing(text: str) -> None:
    assert parsed(text).documents == ()


def test_a_novel_is_one_plain_document_with_all_its_text() -> None:
    lines = ["第一回", *(f"却说那人走到第{n}条街上，四下无人，便坐下歇脚。" for n in range(200))]
    issue = parsed("\n".join(lines))
    assert len(issue.documents) == 1
    assert "第199条街上" in issue.documents[0].text.content
    assert issue.gazette is None


def test_contents_rows_without_a_document_are_reported_and_documents_without_a_row_too() -> None:
    issue = parsed(
        "\n".join(
            [
                "安丘市人民政府公报",
                "2021年第1期",
                "目录",
                "安丘市人民政府关于加强河道管理的通知……(1)",
                "安丘市人民政府关于加强林木管理的通知……(5)",
                "安丘市人民政府关于加强河道管理的通知",
                "安政发〔2021〕1号",
                "各镇人民政府：",
                "为加强河道管理，现通知如下。",
                "安丘市人民政府",
                "2021年1月4日",
                "安丘市人民政府关于加强渔业管理的意见",
                "安政发〔2021〕3号",
                "各镇人民政府：",
                "为加强渔业管理，提出如下意见。",
                "安丘市人民政府",
                "2021年2月4日",
            ]
        )
    )
    assert [document.number for document in issue.documents] == ["安政发〔2021〕1号", "安政发〔2021〕3号"]
    assert any("林木管理" in warning for warning in issue.warnings)
    assert issue.documents[1].warnings == ("目录中没有这份公文",)
    assert [bool(entry.document_id) for entry in issue.contents] == [True, False]


def test_records_keep_their_fields_and_get_an_id_only_where_they_have_none() -> None:
    rows = [
        {
            "title": "统计法第四十五条",
            "text": "迟报统计资料的，\n责令改正。",
            "id": "a1",
            "type": "法律",
            "year": 2009,
        },
        {"title": "慈善法第九十三条", "text": "可以依法申请使用土地。", "cites": ["国发〔2019〕6号"]},
    ]
    data = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()
    first, second = parse_extracted("laws.jsonl", extract("laws.jsonl", data), DICTIONARIES).documents
    assert (first.id, first.type, first.year, first.text.content) == ("a1", "法律", 2009, rows[0]["text"])
    assert len(second.id) == 12
    assert second.cites == ("国发〔2019〕6号",)
    assert second.source is not None
    assert second.source.first_line == 2


def test_a_binary_file_gives_a_warning_and_no_document() -> None:
    extracted = extract("photo.txt", b"\xff\xd8\xff\xe0" + bytes(range(256)) * 40)
    assert isinstance(extracted, Extracted)
    assert extracted.warnings
    assert parse_extracted("photo.txt", extracted, DICTIONARIES).documents == ()


def test_all_organs_that_sign_together_issue_a_document_whose_title_names_none() -> None:
    text = (
        "关于下达农田水利资金的通知\n云水发〔2020〕4号\n各区县水务局：\n现将资金下达给你们，请按规定使用。\n"
        "云台市水务局　　云台市财政局\n云台市农业农村局\n2020年3月4日\n"
    )
    (document,) = parsed(text).documents
    assert document.issuer == "云台市水务局 云台市财政局 云台市农业农村局"


def test_a_plan_s_own_list_of_parts_is_no_gazette_s() -> None:
    rows = "一、发展基础……1\n（一）主要成就……1\n（二）存在问题……3\n二、总体要求……5\n三、重点任务……9\n"
    text = f"云台市水利发展规划\n目录\n{rows}一、发展基础\n全市水利事业取得显著成效，能力明显增强。\n"
    issue = parsed(text)
    assert [each.title for each in issue.documents] == ["云台市水利发展规划"]
    assert not issue.contents


@pytest.mark.skipif(
    not (SHARED / "gold").is_dir(), reason="needs the judged gazettes beside the checkout (../shared)"
)
def test_the_judged_gazettes_are_split_without_fault_and_described_almost_so(tmp_path: Path) -> None:
    found = tmp_path / "found.jsonl"
    with found.open("w", encoding="utf-8") as file:
        for path in sorted((SHARED / "gazettes").glob("*.txt")):
            issue = parse_extracted(path.name, extract(path.name, path.read_bytes()), DICTIONARIES)
            for document in issue.documents:
                file.write(json.dumps(document_as_json(document), ensure_ascii=False) + "\n")
    score = [sys.executable, str(SHARED / "gold" / "score.py"), "documents", str(found)]
    report = subprocess.run(score, capture_output=True, text=True, check=True).stdout
    assert "precision 1.000  recall 1.000" in report
    assert float(report.split("mean field accuracy over all gold items:")[1].split()[0]) >= 0.99

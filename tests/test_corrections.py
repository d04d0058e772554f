"""A person's corrections stand beside the source, find their document again, and nothing in them is lost silently."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

import dictionaries
from indexer.build import build, update
from indexer.corrections import SIDE_SUFFIX, read_side_file
from indexer.generations import current
from indexer.models import Document, Issue
from indexer.parse import parse
from indexer.sources import Skipped, SourceFile, walk
from search_app.holdings import select
from search_app.response import SearchRequest
from tests.composed_files import zipped

ISSUE = """云台县人民政府公报
2019年第2期（总第14期）

云台县人民政府关于印发云台县河长制实施办法的通知
云政发〔2019〕3号

各镇人民政府，县政府各部门：
现将《云台县河长制实施办法》印发给你们，请认真贯彻执行。
云台县人民政府
2019年3月8日

云台县人民政府办公室关于做好春季防火工作的通知
云政办发〔2019〕4号

各镇人民政府，县政府各部门：
春季风大物燥，各镇要加强巡查，落实责任，严防火灾发生。
云台县人民政府办公室
2019年3月12日

石桥村文化礼堂建成
三月十五日，城关镇石桥村文化礼堂落成，村民自编自演了节目，并就今后怎样管好用好礼堂交换了意见。
"""


def written(folder: Path, side: str, text: str = ISSUE) -> Issue:
    """What the issue comes to with that side file."""
    (folder / "公报.txt").write_text(text, encoding="utf-8")
    (folder / f"公报.txt{SIDE_SUFFIX}").write_text(side, encoding="utf-8")
    (source,) = walk([folder])
    assert isinstance(source, SourceFile)
    return parse(source, dictionaries.load())


def proof(document: Document, field: str) -> SimpleNamespace:
    found = {each.field: each for each in document.evidence}
    each = found.get(field)
    return SimpleNamespace(rule=each.rule if each else None, confidence=each.confidence if each else None)


CORRECTION = """
[[document]]
{address}
set.number = "云政发〔2019〕8号"
set.written_on = 2019-03-09
set.addressee = ""
"""


@pytest.mark.parametrize(
    "address",
    [
        'number = "云政发2019 3"',
        'title = "河长制实施办法"',
        "line = 4",
        'number = "云政发〔2019〕3号"\nline = 900',
        'title = "云台县人民政府关于印发云台县河长制实旋办法的通知"',
    ],
    ids=["number", "title", "line", "number, and a line that has moved", "title with a character misread"],
)
def test_a_document_is_addressed_by_what_is_read_of_it(tmp_path: Path, address: str) -> None:
    first, second, *_ = written(tmp_path, CORRECTION.format(address=address)).documents
    assert (first.number, first.written_on, first.addressee) == ("云政发〔2019〕8号", "2019-03-09", None)
    assert first.number_parts is not None
    assert first.number_parts.sequence == 8
    assert proof(first, "number") == SimpleNamespace(rule="side_file", confidence=1.0)
    assert second.number == "云政办发〔2019〕4号"


def test_a_correction_still_holds_where_another_ocr_reads_rightly_on_other_lines(tmp_path: Path) -> None:
    anew = "\n\n\n" + ISSUE.replace("云政发〔2019〕3号", "云政发〔2019〕8号")
    issue = written(tmp_path, CORRECTION.format(address='number = "云政发〔2019〕3号"\nline = 4'), anew)
    assert issue.documents[0].written_on == "2019-03-09"
    assert issue.warnings == ()


def test_what_follows_from_a_corrected_title_is_right_too(tmp_path: Path) -> None:
    title = "云台县人民政府关于公布云台县河长名单的公告"
    first = written(tmp_path, f'[[document]]\nline = 4\nset.title = "{title}"').documents[0]
    assert (first.title, first.type, first.instrument) == (title, "公告", None)


def test_the_id_that_a_document_had_before_still_finds_it(tmp_path: Path) -> None:
    before = written(tmp_path, "").documents[0]
    after = written(tmp_path, CORRECTION.format(address="line = 4")).documents[0]
    assert after.id != before.id
    assert before.id in after.former_ids


def test_a_place_brings_its_code_and_a_gazette_its_documents(tmp_path: Path) -> None:
    place = '{province = "山东省", city = "枣庄市", district = "市中区"}'
    side = f"[gazette]\nnumber = 3\n[[document]]\nline = 4\nset = {place}"
    first, second, *_ = written(tmp_path, side).documents
    assert first.place_code == "370402"
    assert [each.gazette.number for each in (first, second) if each.gazette] == [3, 3]
    assert proof(second, "gazette").rule == "side_file"


def test_what_is_no_document_joins_the_one_before(tmp_path: Path) -> None:
    one = written(tmp_path, '[[document]]\ntitle = "春季防火"\nnot_a_document = true').documents
    assert [each.number for each in one][:1] == ["云政发〔2019〕3号"]
    assert "云政办发〔2019〕4号" not in {each.number for each in one}
    assert "严防火灾发生" in one[0].text.content


def test_a_document_begins_where_a_person_says_so(tmp_path: Path) -> None:
    before = written(tmp_path, "").documents
    assert "文化礼堂建成" not in before[-1].title
    side = '[[split]]\ntext = "石桥村文化礼堂建成"\nset.written_on = 2019-03-15'
    *_, last = written(tmp_path, side).documents
    assert (last.title, last.written_on) == ("石桥村文化礼堂建成", "2019-03-15")
    assert last.source is not None
    assert last.source.first_line == 20


FAULTS = {
    "[[dokument]]\nline = 4": "文件里有不认识的键 dokument（是不是 document？）",
    '[[document]]\nline = 4\nset.titel = "x"': "set.titel 不是可以改正的字段（是不是 title？）",
    "[[document]]\nline = 4\nset.written_on = 2019": "set.written_on 应为日期",
    '[[document]]\nline = 4\nset.number = "三号"': "“三号”不像发文字号",
    '[[document]]\nline = 4\nset.title = ""': "set.title 不能是空的",
    "[[document]]\nline = 4": "没有说要改什么",
    '[[document]]\nset.type = "通知"': "没有说是哪一篇",
    '[[document]]\nline = "4"\nset.type = "通知"': "line 应为整数",
    "document = 3": "document 应写成 [[document]]",
    '[[document]]\nnumber = "云政发〔2019〕9号"\nset.type = "通知"': "在文件里没有找到",
    '[[document]]\nline = 6\nset.type = "意见"': "在文件里没有找到",
    '[[document]]\ntitle = "云台县人民政府"\nset.type = "意见"': "不止一篇（起始行 4、12），请写明 line",
    "[[split]]\nline = 4000": "文件没有这一行",
    '[[split]]\ntext = "没有这样的话"': "在文件里没有找到",
    '[[split]]\ntext = "各镇人民政府"': "不止一处（第 7、15 行），请写明 line",
    "[gazette]\nnumber = true": "[gazette] 的 number 应为整数",
    "line = = 4": "不合 TOML 格式",
}


@pytest.mark.parametrize("side", FAULTS, ids=FAULTS.values())
def test_what_is_wrong_is_named_with_file_and_key_and_the_rest_goes_on(tmp_path: Path, side: str) -> None:
    good = '\n[[document]]\nnumber = "云政办发〔2019〕4号"\nset.disclosure = "此件公开发布"\n'
    whole = side + good if side.startswith("[") else side
    issue = written(tmp_path, whole)
    (warning,) = (each for each in issue.warnings if FAULTS[side] in each)
    assert warning.startswith(f"公报.txt{SIDE_SUFFIX}：")
    assert warning.endswith("没有采用")
    assert len(issue.documents) == 2
    if whole != side:
        assert issue.documents[1].disclosure == "此件公开发布"


def test_bytes_that_are_no_utf8_are_a_warning() -> None:
    assert read_side_file("[gazette]\ntitle = '公报'".encode("gb18030"), "a").warnings == (
        "a：不是 UTF-8 编码，其中的校对都没有采用",
    )


def test_a_side_file_lies_in_the_archive_beside_its_source(tmp_path: Path) -> None:
    side = CORRECTION.format(address="line = 4")
    members = {"公报.txt": ISSUE.encode(), f"公报.txt{SIDE_SUFFIX}": side.encode()}
    (tmp_path / "a.zip").write_bytes(zipped(members))
    (source,) = walk([tmp_path])
    assert isinstance(source, SourceFile)
    assert parse(source, dictionaries.load()).documents[0].number == "云政发〔2019〕8号"


def test_a_side_file_without_its_source_is_named(tmp_path: Path) -> None:
    (tmp_path / f"公报.txt{SIDE_SUFFIX}").write_text("", encoding="utf-8")
    (found,) = walk([tmp_path])
    assert isinstance(found, Skipped)
    assert "旁边没有 公报.txt" in found.reason


def test_an_update_sees_a_side_file_come_change_and_go(tmp_path: Path) -> None:
    folder, index = tmp_path / "公报", tmp_path / "index"
    folder.mkdir()
    (folder / "公报.txt").write_text(ISSUE, encoding="utf-8")
    beside = folder / f"公报.txt{SIDE_SUFFIX}"

    def number() -> str | None:
        documents = (each.document for each in select(SearchRequest(""), current(index)).documents())
        return next(each.number for each in documents if "河长制" in each.title)

    build([folder], index)
    assert number() == "云政发〔2019〕3号"
    for sequence in (8, 9):
        beside.write_text(
            f'[[document]]\nline = 4\nset.number = "云政发〔2019〕{sequence}号"', encoding="utf-8"
        )
        update([folder], index)
        assert number() == f"云政发〔2019〕{sequence}号"
    beside.unlink()
    update([folder], index)
    assert number() == "云政发〔2019〕3号"

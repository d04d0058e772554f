"""Every field says where it was read and why; what was mended is never as good as what was printed."""

from __future__ import annotations

from pathlib import Path

import pytest

import dictionaries
from indexer.evidence import Rule, label_of
from indexer.fields import STATED
from indexer.models import Document
from indexer.parse import parse
from indexer.sources import SourceFile, walk

NOTICE = """云台县人民政府办公室
关于印发云台县河长制实施办法的通知
云政办发{number}

各镇人民政府，县政府各部门：
现将《云台县河长制实施办法》印发给你们，请认真贯彻执行。本办法自2019年5月1日起施行。
云台县人民政府办公室
{date}
{disclosure}
"""
WHOLE = {"number": "〔2019〕31号", "date": "2019年3月8日", "disclosure": "（此件公开发布）"}
WITHOUT_EVIDENCE = {"id", "number_parts", "place_code", "source", "sources", "former_ids", "warnings", "type"}
"""What is no reading of the text; the type 其他 has none to show."""


def read(folder: Path, **parts: str) -> Document:
    (folder / "a.txt").write_text(NOTICE.format(**WHOLE | parts), encoding="utf-8")
    (source,) = walk([folder])
    assert isinstance(source, SourceFile)
    (document,) = parse(source, dictionaries.load()).documents
    return document


def confidence(document: Document, field: str) -> float:
    return next(each.confidence for each in document.evidence if each.field == field)


def test_each_value_names_the_line_that_it_was_read_from(tmp_path: Path) -> None:
    document = read(tmp_path)
    lines = {each.field: each.line for each in document.evidence}
    assert (lines["title"], lines["number"], lines["addressee"]) == (1, 3, 5)
    assert (lines["effective_on"], lines["written_on"], lines["disclosure"]) == (6, 8, 9)
    assert {each.confidence for each in document.evidence} <= {1.0, 0.9}
    assert document.warnings == ()


@pytest.mark.parametrize("name", ["haishu-2021-2.txt", "panyu-2020-3.txt", "jingning-2022-3.txt"])
def test_every_field_with_a_value_has_evidence_and_no_other(name: str) -> None:
    (source,) = walk([Path(__file__).parent.parent / "data" / name])
    assert isinstance(source, SourceFile)
    for document in parse(source, dictionaries.load()).documents:
        stated = {field.name for field in STATED if getattr(document, field.name) not in (None, ())}
        proved = {each.field for each in document.evidence}
        assert proved - {"type"} == stated - WITHOUT_EVIDENCE


@pytest.mark.parametrize(
    ("field", "parts"),
    [
        ("number", {"number": "〔2019]3]号"}),
        ("number", {"number": "［2019］3l号"}),
        ("written_on", {"date": "2019年3月l2日"}),
        ("written_on", {"date": "2O19年3月12日"}),
        ("disclosure", {"disclosure": "〈此件公开发布）"}),
    ],
    ids=["a bracket for 1", "l for 1 behind wide brackets", "l for 1", "O for 0", "an angle bracket"],
)
def test_a_mended_value_says_so_in_a_warning_and_is_believed_less(
    tmp_path: Path, field: str, parts: dict[str, str]
) -> None:
    document = read(tmp_path, **parts)
    assert getattr(document, field) is not None
    assert confidence(document, field) < 1
    assert any("按" in each and each.endswith("读") for each in document.warnings)


def test_a_recipient_without_a_colon_is_said_to_be_one_that_lost_it(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        NOTICE.format(**WHOLE).replace("各部门：\n现将", "各部门\n根据县委要求，现将"), encoding="utf-8"
    )
    (source,) = walk([tmp_path])
    assert isinstance(source, SourceFile)
    (document,) = parse(source, dictionaries.load()).documents
    assert document.addressee == "各镇人民政府，县政府各部门"
    assert confidence(document, "addressee") < 1
    assert document.warnings == ("第5行：主送机关后面没有冒号，按主送机关读",)


def test_every_rule_has_a_name_for_people() -> None:
    assert all(label_of(rule) != rule.value for rule in Rule)
    assert label_of("unheard_of") == "unheard_of"

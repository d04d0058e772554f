"""Structure read from numbering: anchors people can cite, tables whole, and never a character lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.models import Document, Text
from search_app.documents.outline import contents, outline_of

CASES = Path(__file__).parent / "cases" / "outline.tsv"

CONTENT = (
    "云岭区河道保洁办法\n"
    "第一章 总则\n"
    "第一条 为了保护河道，制定本办法。\n"
    "第二条 本办法适用于本区。\n"
    "第十二条之一 违反前条的，责令改正。\n"
    "附件\n"
    "河道名录\n"
    "序号\t河道\t长度\n"
    "1\t东河\t3公里\n"
    "第一条 附件另有规定的，从其规定。\n"
    "云岭区人民政府\n"
    "2019年6月25日"
)
REGULATION = Document("1", "云岭区河道保洁办法", issuer="云岭区人民政府", text=Text(CONTENT))


def cases() -> list[tuple[str, str, str, str]]:
    rows = [line.split("\t") for line in CASES.read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    return [(kind, level, label, paragraph) for kind, level, label, paragraph in rows]


@pytest.mark.parametrize(("kind", "level", "label", "paragraph"), cases())
def test_a_paragraph_is_known_by_its_numbering(kind: str, level: str, label: str, paragraph: str) -> None:
    (block,) = outline_of(Document("1", "", issuer="云岭区人民政府", text=Text(paragraph)))
    assert (block.kind, str(block.level), block.label) == (kind, level, label)


def test_articles_have_anchors_that_can_be_cited() -> None:
    anchors = [block.anchor for block in outline_of(REGULATION) if block.kind == "article"]
    assert anchors == ["article-1", "article-2", "article-12-1", "article-1~2"]


def test_the_rows_of_a_table_stay_together() -> None:
    (table,) = [block for block in outline_of(REGULATION) if block.kind == "table"]
    cells = [[CONTENT[slice(*cell)] for cell in row] for row in table.rows]
    assert cells == [["序号", "河道", "长度"], ["1", "东河", "3公里"]]


def test_an_attachment_is_listed_with_its_title() -> None:
    (attachment,) = [block for block in outline_of(REGULATION) if block.kind == "attachment"]
    assert attachment.label == "附件　河道名录"


def test_the_titles_of_what_is_put_into_force_and_attached_begin_parts() -> None:
    text = "现将办法印发给你们。\n云岭区河道 保洁办法\n第一章 总则\n附件1\n河道名录\n2.河长名单"
    document = Document(
        "1",
        "关于印发办法的通知",
        instrument_title="云岭区河道保洁办法",
        attachments=("河道名录",),
        text=Text(text),
    )
    assert [(block.kind, block.label) for block in contents(outline_of(document))] == [
        ("instrument", "云岭区河道 保洁办法"),
        ("heading", "第一章 总则"),
        ("attachment", "附件1　河道名录"),
    ]


def test_issuer_and_date_on_one_line_are_a_signature() -> None:
    text = "特此通知。\n云岭区人民政府 2019年6月25日"
    blocks = outline_of(Document("1", "", issuer="云岭区人民政府", text=Text(text)))
    assert [block.kind for block in blocks] == ["paragraph", "signature"]


def test_the_items_of_an_article_are_no_headings() -> None:
    content = (
        "（一）总的要求\n第一条 下列行为应当制止：\n（一）倾倒垃圾\n第二章 附则\n（一）解释\n第二条 略。"
    )
    blocks = outline_of(Document("1", "办法", text=Text(content)))
    assert [block.kind for block in blocks] == [
        "heading",
        "article",
        "paragraph",
        "heading",
        "heading",
        "article",
    ]


def test_heading_marks_of_a_record_are_read_and_not_shown() -> None:
    content = "# 云岭区河道保洁条例\n## 第一章  总则\n第一条 甲。\n### 附则说明\n#不是标题"
    blocks = outline_of(Document("1", "云岭区河道保洁条例", text=Text(content)))
    assert [(block.kind, block.level, content[block.start : block.end]) for block in blocks] == [
        ("title", 0, "云岭区河道保洁条例"),
        ("heading", 1, "第一章  总则"),
        ("article", 3, "第一条 甲。"),
        ("heading", 3, "附则说明"),
        ("paragraph", 0, "#不是标题"),
    ]


def test_the_signature_is_told_from_the_text() -> None:
    blocks = outline_of(REGULATION)
    assert [CONTENT[b.start : b.end] for b in blocks if b.kind == "signature"] == [
        "云岭区人民政府",
        "2019年6月25日",
    ]


@given(st.text(alphabet="第一二十条章节、（）1.\t\n 附件：。政府", max_size=200))
def test_every_paragraph_comes_once_and_in_order(content: str) -> None:
    blocks = outline_of(Document("1", "", text=Text(content)))
    shown = [line for block in blocks for line in content[block.start : block.end].split("\n")]
    assert shown == [line for line in content.split("\n") if "\t" in line or line.strip()]
    anchors = [block.anchor for block in contents(blocks)]
    assert len(anchors) == len(set(anchors))

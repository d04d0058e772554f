"""Tables: whose header a row stands under, in whatever form and over whatever page breaks the table came."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from docx import Document as WordFile

from dictionaries import load
from indexer.errors import NotFoundError
from indexer.models import Document, Text
from indexer.parse import parse
from indexer.sources import walk
from indexer.tables import Table, tables
from search_app.documents import headers_of, table_as_csv, tables_of

CASES = Path(__file__).parent / "cases" / "tables"
HEADER = "序号\t事项\t责任单位"


def of(*paragraphs: str) -> tuple[Table, ...]:
    return tables(paragraphs, load())


def cells(table: Table) -> list[tuple[str, ...]]:
    return [row.cells for row in table.rows]


def parsed(path: Path) -> Document:
    (source,) = walk([path])
    (document,) = parse(source, load()).documents
    return document


def test_a_row_knows_the_names_of_its_columns() -> None:
    (table,) = of("附件 任务表", HEADER, "1\t一窗受理\t审批局", "2\t双随机\t")
    assert table.caption == "附件 任务表"
    assert table.named(table.rows[0]) == (("序号", "1"), ("事项", "一窗受理"), ("责任单位", "审批局"))
    assert table.named(table.rows[1])[2] == ("责任单位", "")


@pytest.mark.parametrize("seam", [[], ["（续表）"], ["任务表"], ["任务表", "续上表"]])
@pytest.mark.parametrize("again", [HEADER, "序 号\t事项\t责任单位"])
def test_a_header_printed_again_is_no_row(seam: list[str], again: str) -> None:
    (table,) = of("任务表", HEADER, "1\t甲\t乙局", *seam, again, "2\t丙\t丁局")
    assert cells(table) == [("1", "甲", "乙局"), ("2", "丙", "丁局")]
    assert table.printed == (1, 3 + len(seam))


def test_a_table_goes_on_after_a_page_break_without_its_header() -> None:
    (table,) = of("任务表", HEADER, "1\t甲\t乙局", "续表", "2\t丙\t丁局")
    assert table.header == ("序号", "事项", "责任单位")
    assert len(table.rows) == 2


def test_a_paragraph_between_them_parts_two_tables() -> None:
    first, second = of(HEADER, "1\t甲\t乙局", "以下是各镇的任务。", HEADER, "1\t丙\t丁镇")
    assert len(first.rows) == len(second.rows) == 1


def test_another_header_begins_another_table() -> None:
    first, second = of(HEADER, "1\t甲\t乙局", "序号\t企业名称\t证号", "1\t丙公司\t33号")
    assert (first.header[1], second.header[1]) == ("事项", "企业名称")


@pytest.mark.parametrize(
    "rows",
    [
        ["张 伟\t李 强\t王 芳", "刘 洋\t陈 静\t赵 磊", "孙 丽\t周 涛\t吴 敏"],
        ["区财政局\t区民政局", "区教育局\t区卫健局", "区住建局\t区水务局"],
        ["单位名称\t甲云饭店", "地址\t南湖路 12 号", "电话\t8611", "法定代表人\t张伟"],
        ["1\t春晖路服务点", "2\t南湖服务点"],
    ],
)
def test_names_and_forms_have_no_header(rows: list[str]) -> None:
    (table,) = of(*rows)
    assert table.header == ()
    assert len(table.rows) == len(rows)


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("姓名\t职务\t责任单位", "张伟\t副区长\t区政府"),
        ("指标\t2019年\t2020年", "粮食产量（万吨）\t31\t33"),
        ("完成时限\t工作任务\t牵头单位", "年底\t改造管网\t区住建局"),
        ("街道\t户数（户）\t金额（元）", "春晖街道\t12\t3600"),
    ],
)
def test_a_header_is_told_by_its_names_or_by_what_stands_below(header: str, row: str) -> None:
    (table,) = of(header, row, row)
    assert table.header == tuple(header.split("\t"))


def test_a_heading_inside_a_table_has_no_column() -> None:
    (table,) = of(HEADER, "一、综合\t\t", "1\t甲\t乙局")
    assert table.named(table.rows[0])[0] == ("", "一、综合")


def test_a_row_beyond_its_header_keeps_its_cells() -> None:
    (table,) = of(HEADER, "1\t甲\t乙局\t另附")
    assert table.named(table.rows[0])[-1] == ("", "另附")


def test_markdown_over_two_pages_is_one_table() -> None:
    document = parsed(CASES / "over_pages.md")
    (table,) = tables_of(document, load())
    assert table.header == ("序号", "服务点名称", "责任单位", "联系电话")
    assert [row.cells[1] for row in table.rows] == ["春晖路服务点", "南湖服务点", "石桥服务点"]
    begins = headers_of(document, [table])
    assert len(begins) == 2
    assert all(document.text.content.startswith("序号\t", begin) for begin in begins)


def test_a_header_of_two_lines_in_html_names_each_column_once() -> None:
    (table,) = tables_of(parsed(CASES / "two_levels.html"), load())
    assert table.header == ("序号", "项目名称", "补助金额（万元）市级", "补助金额（万元）区级")
    assert cells(table)[1] == ("2", "南湖卫生院", "60", "40")


@pytest.mark.parametrize(
    ("name", "header"), [("names.txt", ()), ("named_names.txt", ("姓名", "职务", "责任单位"))]
)
def test_tabs_in_a_text_are_a_table_with_or_without_header(name: str, header: tuple[str, ...]) -> None:
    (table,) = tables_of(parsed(CASES / name), load())
    assert table.header == header


def test_a_word_table_is_read_with_its_header(tmp_path: Path) -> None:
    file = WordFile()
    for text in (
        "云岭区人民政府关于下达任务的通知",
        "云政字〔2021〕5号",
        "各镇人民政府：",
        "现下达任务如下。",
    ):
        file.add_paragraph(text)
    rows = [("序号", "任务", "完成时限"), ("1", "改造管网", "2021年底"), ("2", "清淤", "2022年6月")]
    table = file.add_table(rows=0, cols=3)
    for row in rows:
        for place, text in zip(table.add_row().cells, row, strict=True):
            place.text = text
    file.add_paragraph("云岭区人民政府")
    file.add_paragraph("2021年1月9日")
    buffer = io.BytesIO()
    file.save(buffer)
    (tmp_path / "甲.docx").write_bytes(buffer.getvalue())
    (found,) = tables_of(parsed(tmp_path / "甲.docx"), load())
    assert (found.header, cells(found)) == (rows[0], rows[1:])


def test_a_table_as_csv_has_its_header_once() -> None:
    text = f"任务表\n{HEADER}\n1\t甲\t乙局\n{HEADER}\n2\t=丙\t丁局"
    document = Document("1", "通知", text=Text(text, ((0, 1),)))
    lines = table_as_csv(document, 1, load()).splitlines()
    assert lines == ["\ufeff序号,事项,责任单位", "1,甲,乙局", "2,'=丙,丁局"]
    with pytest.raises(NotFoundError, match="有 1 张表，没有第 2 张"):
        table_as_csv(document, 2, load())

"""Word, OFD, PDF, web pages and records: what a reader of the file sees comes out as lines, in its order."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest
from composed_files import MC, docx, ofd, paragraph, pdf, table, text_object, zipped

import dictionaries
from indexer.errors import ExtractError
from indexer.files import Extracted, extract, legacy
from indexer.parse import parse_extracted

HEADING = '<w:style w:styleId="1"><w:name w:val="heading 1"/></w:style>'


def test_word_keeps_body_order_with_tables_and_headings() -> None:
    body = paragraph("关于推行一窗受理的通知", '<w:pStyle w:val="1"/>') + paragraph("各镇人民政府：")
    body += table(("镇街", "窗口"), ("城关镇", "2")) + paragraph("2020年3月2日")
    assert extract("a.docx", docx(body, {"styles": HEADING})).lines == (
        "# 关于推行一窗受理的通知",
        "各镇人民政府：",
        "镇街\t窗口",
        "城关镇\t2",
        "2020年3月2日",
    )


def test_word_numbers_paragraphs_as_word_shows_them() -> None:
    levels = (
        '<w:lvl w:ilvl="0"><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="第%1条"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>'
    )
    numbering = f'<w:abstractNum w:abstractNumId="5">{levels}</w:abstractNum>'
    numbering += '<w:num w:numId="2"><w:abstractNumId w:val="5"/></w:num>'
    numbers = [
        f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="2"/></w:numPr>' for level in (0, 1, 1, 0, 1)
    ]
    body = "".join(paragraph("为了监管", number) for number in numbers)
    assert extract("a.docx", docx(body, {"numbering": numbering})).lines == (
        "第一条 为了监管",
        "（一）为了监管",
        "（二）为了监管",
        "第二条 为了监管",
        "（一）为了监管",
    )


def test_word_leaves_out_what_was_deleted_and_shows_boxes_once() -> None:
    box = f"<w:txbxContent>{paragraph('某区人民政府文件')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>试行</w:t></w:r><w:del><w:r><w:delText>一年</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>两年</w:t></w:r></w:ins><w:r><w:instrText>PAGE</w:instrText>"
        f"<mc:AlternateContent {MC}><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    assert extract("a.docx", docx(body)).lines == ("试行两年", "某区人民政府文件")


def test_word_notes_stand_after_their_paragraph_and_page_numbers_nowhere() -> None:
    body = '<w:p><w:r><w:t>帮办代办</w:t><w:footnoteReference w:id="2"/></w:r></w:p>' + paragraph("下一段")
    parts = {
        "footnotes": f'<w:footnote w:id="2">{paragraph("由窗口代为办理")}</w:footnote>',
        "header1": paragraph("某区人民政府公报"),
        "header2": paragraph("某区人民政府公报"),
        "footer1": paragraph("— 3 —"),
    }
    assert extract("a.docx", docx(body, parts)).lines == (
        "某区人民政府公报",
        "帮办代办",
        "注1：由窗口代为办理",
        "下一段",
    )


def test_word_cells_that_span_keep_the_columns() -> None:
    wide, covered = '<w:gridSpan w:val="2"/>', "<w:vMerge/>"
    cells = (
        f"<w:tc><w:tcPr>{wide}</w:tcPr>{paragraph('合并')}</w:tc><w:tc>{paragraph('甲')}</w:tc>",
        f"<w:tc><w:tcPr>{covered}</w:tcPr>{paragraph('不见')}</w:tc>"
        f"<w:tc>{paragraph('乙')}{paragraph('丙')}</w:tc>",
    )
    body = "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"
    assert extract("a.docx", docx(body)).lines == ("合并\t\t甲", "\t乙 丙")


def test_ofd_puts_text_into_lines_by_its_place() -> None:
    first = text_object(90, 60, "各街道办事处：") + text_object(30, 40, "关于推行一窗受理的通知")
    first += text_object(30, 60.4, "各镇人民政府，")
    extracted = extract("a.ofd", ofd(first, text_object(30, 20, "第二页")))
    assert extracted.lines == ("关于推行一窗受理的通知", "各镇人民政府， 各街道办事处：", "第二页")
    assert extracted.pages == ((0, 1), (2, 2))


def _pages(count: int) -> list[Sequence[str]]:
    body = [
        "落实放管服改革要求",
        "推行告知承诺制",
        "完善帮办代办",
        "加强事中事后监管",
        "做好跨省通办",
        "优化营商环境",
    ]
    return [
        ["某市河东区人民政府公报", f"第{'一二三四五'[n]}部分", *body[n:], *body[:n], f"- {n + 1} -"]
        for n in range(count)
    ]


def test_pdf_knows_its_pages_and_drops_what_runs_over_them() -> None:
    pytest.importorskip("pypdfium2")
    pytest.importorskip("reportlab")
    extracted = extract("a.pdf", pdf(*_pages(4)))
    assert extracted.lines.count("某市河东区人民政府公报") == 1
    assert not any(line.startswith("-") for line in extracted.lines)
    assert [extracted.lines[at] for at, _ in extracted.pages[1:]] == ["第二部分", "第三部分", "第四部分"]
    assert [page for _, page in extracted.pages] == [1, 2, 3, 4]
    assert extracted.lines.count("优化营商环境") == 4


def drawn(page: Sequence[str]) -> str:
    """A page of an OFD with those lines from its top down."""
    return "".join(text_object(30, 20 + 9 * at, line) for at, line in enumerate(page))


def test_pages_bear_the_numbers_printed_on_them() -> None:
    cover, contents = ["某市河东区人民政府公报", "2020年第1期"], ["关于甲的通知", "1", "关于乙的通知", "3"]
    parts = ["总则", "受理", "办理", "监督", "附则"]
    numbered = [[name, *["推行一窗受理集成服务。"] * 9, f"— {at} —"] for at, name in enumerate(parts, 1)]
    extracted = extract("a.ofd", ofd(*map(drawn, [cover, contents, *numbered])))
    assert [page for _, page in extracted.pages] == [-1, 0, 1, 2, 3, 4, 5]
    assert [extracted.page_of(extracted.lines.index(name) + 1) for name in ("总则", "附则")] == [1, 5]
    assert extracted.page_of(1) is None
    assert extract("a.txt", b"1").page_of(1) is None


def test_a_document_of_a_file_with_pages_knows_the_one_it_begins_on() -> None:
    notice = ["云岭区人民政府办公室", "关于推行一窗受理的通知", "云政办发〔2020〕3号", "各街道办事处："]
    pages = [["某市云岭区人民政府公报", "2020年第1期"], [*notice, *["推行一窗受理集成服务。"] * 8]]
    extracted = extract("a.ofd", ofd(*map(drawn, pages)))
    issue = parse_extracted("a.ofd", extracted, dictionaries.load())
    assert [document.page for document in issue.documents if document.number] == [2]


def test_pdf_without_text_or_with_a_password_is_named_as_such() -> None:
    pytest.importorskip("pypdfium2")
    pytest.importorskip("reportlab")
    with pytest.raises(ExtractError, match="PDF 里没有文字"):
        extract("a.pdf", pdf([]))
    with pytest.raises(ExtractError, match="加密"):
        extract("a.pdf", pdf(["机密"], password="x"))
    with pytest.raises(ExtractError, match="损坏"):
        extract("a.pdf", b"%PDF-1.7\n" + b"x" * 500)


def test_pdf_without_the_extra_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ExtractError, match=r"gsearch\[pdf\]") as caught:
        extract("a.pdf", b"%PDF-1.7\n")
    assert caught.value.skipped


PAGE = """<!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312">
<title>关于推行一窗受理的通知_某区人民政府</title><script>var x = "<p>不是文字</p>";</script><style>p
{}</style></head><body> <div class="top-nav"><a href="/">首页</a> <a href="/zw">政务公开</a></div>
<ul><li><a href=1>首页</a><li><a href=2>新闻</a><li><a href=3>公开</a><li><a href=4>互动</a></ul>
<h1>关于推行<br>一窗受理的通知</h1><p>喆镕镇人民政府：<p>现印发 &lt;办法&gt; 和
<压缩用电报装时间实施方案>，<b>请</b>执行。 <table><tr><td rowspan=2>镇街<td colspan=2>窗口<tr><td>综合<td>专
项</table><!-- <p>注释</p> --><div id="footer">版权所有</div></body></html>"""


@pytest.mark.parametrize("codec", ["gb18030", "utf-8", "utf-8-sig"])
def test_a_web_page_gives_its_text_alone_whatever_encoding_it_declares(codec: str) -> None:
    assert extract("a.html", PAGE.encode(codec)).lines == (
        "# 关于推行 一窗受理的通知",
        "喆镕镇人民政府：",
        "现印发 <办法> 和 <压缩用电报装时间实施方案>，请执行。",
        "镇街\t窗口",
        "\t综合\t专 项",
    )


@pytest.mark.parametrize(
    ("page", "lines"),
    [
        ("<title>通知_某区</title><p>通知</p><p>正文</p>", ("# 通知", "正文")),
        ("<title>某区通知</title><p>正文</p>", ("# 某区通知", "", "正文")),
        (
            "<meta name=ArticleTitle content='关于放管服的通知'><title>某网</title><p>正文",
            ("# 关于放管服的通知", "", "正文"),
        ),
        ("<p>一<div>二<p>三</div>四<br>五", ("一", "二", "三", "四", "五")),
        ("<table><tr><td><p>左栏</p><table><tr><td>甲<td>乙</table></table>", ("左栏", "甲\t乙")),
        ("<pre>甲\n  乙</pre>", ("甲", "  乙")),
        ("<p hidden>隐</p><p>这里是正文的一段话</p><p style='display: none'>藏</p>", ("这里是正文的一段话",)),
        ("<head><title>题<body><p>未关闭的头", ("# 题", "", "未关闭的头")),
        ("甲&nbsp;乙&#20013;&#x1F600;&#99999999999;&bogus;", ("甲 乙中😀\ufffd&bogus;",)),
        ("1<2 且 3>2 <a href='x>y'>链接</a>", ("1<2 且 3>2 链接",)),
        ("<script>没有结束", ()),
    ],
)
def test_pages_in_the_wild(page: str, lines: tuple[str, ...]) -> None:
    assert extract("a.htm", page.encode()).lines == lines


def test_a_page_that_is_mostly_in_a_frame_is_kept() -> None:
    text = "落实放管服改革要求，推行告知承诺制。" * 5
    assert extract("a.html", f'<div class="nav">{text}</div>'.encode()).lines == (text,)


def test_records_are_taken_as_they_are_and_faulty_lines_named() -> None:
    good = {
        "title": "通知",
        "text": "第一段\r\n第二段",
        "number": "东政发〔2020〕3号",
        "year": 2020,
        "url": "x",
    }
    lines = [
        json.dumps(good),
        "",
        "[1]",
        '{"title": "无正文"}',
        "{",
        json.dumps({**good, "year": "二〇二〇"}),
    ]
    extracted = extract("a.jsonl", "\n".join(lines).encode())
    assert extracted.records is not None
    assert extracted.records[0] == {
        "title": "通知",
        "text": "第一段\n第二段",
        "number": "东政发〔2020〕3号",
        "year": 2020,
    }
    assert "year" not in extracted.records[1]
    assert extracted.record_lines == (1, 6)
    assert [warning.partition("行")[0] + "行" for warning in extracted.warnings] == [
        "第 3 行",
        "第 4 行",
        "第 5 行",
        "第 6 行",
    ]


@pytest.mark.parametrize("date", ["2020-02-30", "2020-2-3", "20200203", "二〇二〇年", 20200203, True])
def test_a_record_with_an_impossible_date_loses_the_date_only(date: object) -> None:
    record = {"title": "通知", "text": "x", "written_on": date, "id": "a1"}
    extracted = extract("a.jsonl", json.dumps(record).encode())
    assert extracted.records == ({"title": "通知", "text": "x", "id": "a1"},)
    assert "written_on" in extracted.warnings[0]


def test_an_old_word_file_without_a_program_is_skipped_with_the_reason(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(legacy.shutil, "which", lambda name: None)
    with pytest.raises(ExtractError, match="LibreOffice") as caught:
        extract("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert caught.value.skipped


def test_an_encrypted_word_file_is_named_as_such() -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(ExtractError, match="加密"):
        extract("a.docx", data)


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.txt", docx(paragraph("通知")), "docx"),
        ("a.doc", docx(paragraph("通知")), "docx"),
        ("a.docx", ofd(text_object(1, 1, "通知")), "ofd"),
        ("a.doc", b"<html><body><p>\xe9\x80\x9a\xe7\x9f\xa5", "html"),
        ("a.doc", "通知".encode("gbk"), "text"),
        ("a.html", b"\xff\xd8\xff\xe0" + bytes(99), "binary"),
    ],
)
def test_content_decides_where_a_name_lies(name: str, data: bytes, kind: str) -> None:
    extracted: Extracted = extract(name, data)
    assert extracted.kind == kind
    if kind != "binary":
        assert "".join(extracted.lines) == "通知"


@pytest.mark.parametrize("name", ["a.docx", "a.ofd", "a.pdf"])
@pytest.mark.parametrize("data", [b"", b"plain text", zipped({"x.txt": b"x"})], ids=["empty", "text", "zip"])
def test_a_document_that_is_none_is_damaged(name: str, data: bytes) -> None:
    with pytest.raises(ExtractError, match=r"损坏|空的|zip"):
        extract(name, data)

"""What a page's information box states fills the fields that the document itself leaves open, and no others."""

from __future__ import annotations

import dictionaries
from indexer.files import extract
from indexer.models import Document
from indexer.parse import parse_extracted

DICTIONARIES = dictionaries.load()

PAGE = """<html><head><meta charset="utf-8"><title>{title}_云台市人民政府</title></head><body>
<table><tr><td>索 引 号：</td><td>000014349/2019-00012</td><td>主题分类：</td><td>水利</td></tr>
<tr><td>发文机关：</td><td>云台市水务局</td><td>成文日期：</td><td>2019年06月25日</td></tr>
<tr><td>发文字号：</td><td>{number}</td><td>发布日期：</td><td>2019年06月28日</td></tr></table>
<h1>{title}</h1>{head}
<p>各区县人民政府，市政府各部门：</p><p>为加强河道管理，现就有关事项通知如下。</p>{end}</body></html>"""


def read(
    title: str = "云台市水务局关于加强河道管理的通知",
    number: str = "云水发〔2019〕12号",
    head: str = "",
    end: str = "",
) -> Document:
    page = PAGE.format(title=title, number=number, head=head, end=end).encode()
    (document,) = parse_extracted("a.html", extract("a.html", page), DICTIONARIES).documents
    return document


def test_the_box_fills_what_the_document_does_not_say() -> None:
    document = read()
    assert (document.number, document.written_on, document.year) == ("云水发〔2019〕12号", "2019-06-25", 2019)
    rules = {each.field: each.rule for each in document.evidence}
    assert (rules["number"], rules["written_on"]) == ("stated_by_page", "stated_by_page")
    assert (rules["title"], rules["issuer"]) == ("title_lines", "in_title")


def test_what_the_document_says_counts_for_more() -> None:
    document = read(head="<p>云水发〔2019〕13号</p>", end="<p>云台市水务局</p><p>2019年6月26日</p>")
    assert (document.number, document.written_on) == ("云水发〔2019〕13号", "2019-06-26")


def test_an_issuer_that_the_title_lacks_is_the_box_s() -> None:
    assert read(title="关于加强河道管理的通知").issuer == "云台市水务局"


def test_a_value_that_does_not_read_as_its_label_says_is_none() -> None:
    assert read(number="无").number is None


def test_labels_in_plain_text_are_a_box_and_a_single_one_is_not() -> None:
    lines = "索引号： 11370000/2020-00231    主题分类： 财政\n发文字号： 云财预〔2020〕15号\n\n"
    notice = "云台市财政局关于下达补助资金的通知\n各区县财政局：\n现下达补助资金，请按规定使用。\n"
    both = parse_extracted("a.txt", extract("a.txt", (lines + notice).encode()), DICTIONARIES)
    alone = parse_extracted("a.txt", extract("a.txt", ("主题分类： 财政\n" + notice).encode()), DICTIONARIES)
    assert [each.number for each in both.documents] == ["云财预〔2020〕15号"]
    assert [each.number for each in alone.documents] == [None]


SITE = """<html><head><meta charset="utf-8"><meta name="ArticleTitle" content="{title}">
<meta name="PubDate" content="2019-06-28 10:21"><meta name="ContentSource" content="云台市水务局">
<title>{title}_政策文件_云台市人民政府</title></head><body>
<div>您当前的位置：首页 &gt; 政务公开 &gt; 政策文件</div>
<table><tr><td>索 引 号</td><td>000014349/2019-00012</td><td>主题分类</td><td>水利</td></tr>
<tr><td>发文机关</td><td>云台市水务局</td><td>成文日期</td><td>2019年06月25日</td></tr>
<tr><td>标　　题</td><td colspan="3">{title}</td></tr></table>
<div>云台市水务局<br>关于加强河道管理的通知</div>
<div>发布时间：2019-06-28 10:21　来源：云台市水务局　浏览次数：121　字体：【大 中 小】</div>
<p>各区县人民政府：</p><p>为加强河道管理，现就有关事项通知如下。</p>
<div>【打印本页】【关闭窗口】</div><p>扫一扫在手机打开当前页</p></body></html>"""


def test_a_page_begins_at_its_title_and_ends_before_its_menus() -> None:
    page = SITE.format(title="云台市水务局关于加强河道管理的通知").encode()
    (document,) = parse_extracted("a.html", extract("a.html", page), DICTIONARIES).documents
    assert document.text.content.splitlines() == [
        "云台市水务局关于加强河道管理的通知",
        "各区县人民政府：",
        "为加强河道管理，现就有关事项通知如下。",
    ]
    stated = (document.index_number, document.published_on, document.written_on, document.issuer)
    assert stated == ("000014349/2019-00012", "2019-06-28", "2019-06-25", "云台市水务局")


def test_the_page_s_source_issues_what_nobody_else_does() -> None:
    page = SITE.replace("云台市水务局<br>", "").replace("<td>发文机关</td>", "<td>机关</td>")
    data = page.format(title="关于加强河道管理的通知").encode()
    (document,) = parse_extracted("a.html", extract("a.html", data), DICTIONARIES).documents
    assert (document.title, document.issuer) == ("关于加强河道管理的通知", "云台市水务局")

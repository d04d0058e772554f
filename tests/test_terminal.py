"""What people see: within the screen's width, whole, marked in colour, unable to rewrite the screen."""

from __future__ import annotations

import re
from dataclasses import replace
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcwidth

from indexer.models import Document, Text
from search_app.highlights import DocumentHighlights, all_places
from search_app.response import Snippet
from search_app.terminal import (
    Screen,
    display_width,
    render_document,
    render_places,
    render_results,
    summary,
    wrap,
)
from search_app.terminal.layout import flow, harmless, pad, shorten
from search_app.terminal.table import render_table
from tests.sample_response import DOCUMENT, HOSTILE, TITLE, sample_response

ESCAPE = re.compile(r"\x1b\[[0-9;]*m")
TEXTS = st.text(st.sampled_from("双随机一公开，。（）《》“”、 ab12-/\tｗ…①é"), max_size=60)


def lines_of(text: str) -> list[str]:
    return ESCAPE.sub("", text).split("\n")


@pytest.mark.parametrize("columns", [40, 57, 80, 100])
def test_no_line_of_results_is_wider_than_the_screen(columns: int) -> None:
    for colour in (False, True):
        shown = render_results(sample_response(), Screen(columns, 24, colour))
        assert max(map(display_width, lines_of(shown))) <= columns


@pytest.mark.parametrize("columns", [40, 80])
def test_no_line_of_a_document_on_a_terminal_is_wider_than_the_screen(columns: int) -> None:
    shown = render_document(DOCUMENT, Screen(columns, 24), DocumentHighlights(text=((2, 5),)))
    assert max(map(display_width, lines_of(shown))) <= columns


def test_colour_changes_nothing_but_colour() -> None:
    plain, coloured = (render_results(sample_response(), Screen(80, 24, colour)) for colour in (False, True))
    assert "\x1b" not in plain
    assert ESCAPE.sub("", coloured) == plain


def test_matches_are_marked_in_title_and_snippet() -> None:
    shown = render_results(sample_response(), Screen(100, 50, colour=True))
    assert shown.count("\x1b[1;31m双随机、一公开\x1b[0m") == 2
    assert "\x1b[1;31m双随机\x1b[0m" in shown


def test_a_hit_shows_what_its_reader_needs() -> None:
    shown = render_results(sample_response(), Screen(80))
    for expected in (
        "云政办发〔2018〕45号 · 2018-09-12 · 通知（实施方案） · 0a1b2c3d4e5f",
        "《云岭区人民政府公报》2018年第3期（总第12期）第15页 · yunling-2018-3.txt:113",
        "三、重点工作　全面推行“双随机、一公开”监管",
        "三、重点工作　3 │ 双随机抽查 │ 市场监管局",
        "区县  云岭区 4  海州区 3",
    ):
        assert expected in shown
    assert shown.startswith("1. 云岭区")


@pytest.mark.parametrize("columns", [40, 80])
def test_a_snippet_takes_two_lines_at_most_and_shows_its_match(columns: int) -> None:
    text = "为了" + "贯彻上级部署，" * 9 + "全面推行双随机监管，" + "强化责任落实，" * 9
    at = text.index("双随机")
    hit = replace(sample_response().hits[0], snippets=(Snippet(text, ((at, at + 3),), 3, "一、目标"),))
    shown = render_results(replace(sample_response(), hits=(hit,), facets={}), Screen(columns))
    body = shown.split("\n")
    begin = next(number for number, line in enumerate(body) if "一、目标" in line)
    snippet = body[begin : begin + 2]
    assert "双随机" in "".join(snippet)
    assert "》" in body[begin + 2]


def test_the_issuer_is_said_where_the_title_does_not() -> None:
    hit = sample_response().hits[0]
    other = replace(hit, document=replace(hit.document, title="关于推行改革的通知"))
    shown = render_results(replace(sample_response(), hits=(other,)), Screen(100))
    assert "云政办发〔2018〕45号 · 云岭区人民政府办公室 · 2018-09-12" in shown


def test_what_no_snippet_shows_is_counted() -> None:
    hit = replace(sample_response().hits[0], places=9)
    shown = render_results(replace(sample_response(), hits=(hit,)), Screen(80))
    assert f"本文另有 {9 - sum(each.places for each in hit.snippets)} 处" in shown


def test_brief_is_a_line_a_hit_cut_on_a_terminal_and_whole_in_a_pipe() -> None:
    response = replace(sample_response(), facets={})
    for columns in (60, 100):
        lines = render_results(response, Screen(columns, 24), brief=True).splitlines()
        assert len(lines) == len(response.hits)
        assert max(map(display_width, lines)) <= columns
    assert response.hits[0].document.title in render_results(response, Screen(40), brief=True)


def test_every_place_of_a_document_stands_once_with_its_line() -> None:
    content = "三、重点工作\n推行双随机，双随机照旧。其余不变。双随机另行通知。\n没有。\n又见双随机。"
    document = replace(
        DOCUMENT, text=Text(content, ((0, 5), (7, 6), (content.index("没有"), 8), (content.index("又见"), 9)))
    )
    marks = tuple((found.start(), found.end()) for found in re.finditer("双随机", content))
    shown = render_places(document, all_places(document, DocumentHighlights(text=marks)), Screen(80))
    assert shown.count("双随机") - document.title.count("双随机") == len(marks)
    assert re.findall(r"^ *(\d+)  ", shown, re.MULTILINE) == ["6", "9"]


TABLE = "序号\t事项\t责任单位\n1\t推行双随机抽查\t市场监管局\n2\t公示结果\t办公室\n说明\t\t"


def _with_table(table: str) -> Document:
    return replace(DOCUMENT, text=replace(DOCUMENT.text, content=f"前文\n{table}\n后文"))


def test_columns_of_a_table_stand_in_line() -> None:
    shown = render_document(_with_table(TABLE), Screen(80, 24)).splitlines()
    rows = [line for line in shown if " │ " in line]
    assert rows[0] == "序号 │ 事项           │ 责任单位"
    assert rows[1] == "1    │ 推行双随机抽查 │ 市场监管局"


def test_a_table_too_wide_for_the_screen_stands_as_names_and_values() -> None:
    long = "逐级上报并公开抽查结果，接受社会监督" * 4
    document = _with_table(TABLE + f"\n3\t{long}\t区政府")
    shown = render_document(document, Screen(60, 24))
    assert "\n事项：推行双随机抽查\n责任单位：市场监管局\n" in shown
    assert "\n说明\n" in shown
    assert max(map(display_width, lines_of(shown))) <= 60
    piped = render_document(_with_table(TABLE + f"\n3\t{long * 3}\t区政府"), Screen(60))
    assert f"\n事项：{long * 3}\n" in piped


def test_hostile_text_cannot_rewrite_the_screen() -> None:
    for shown in (render_results(sample_response(), Screen(80)), render_document(HOSTILE, Screen(80, 24))):
        assert "\x1b" not in shown
        assert "\u202e" not in shown
        assert "</mark>" in shown


def test_the_summary_says_how_many_and_which() -> None:
    response = sample_response()
    assert summary(response) == "共 7 篇，显示第 1–2 篇（4 毫秒）"
    assert summary(replace(response, total=2)) == "共 2 篇（4 毫秒）"
    assert summary(replace(response, total=0, hits=())) == "没有找到（4 毫秒）"
    assert "第 9 篇之后没有了" in summary(replace(response, hits=(), offset=9))


def test_ranks_of_two_figures_keep_titles_in_line() -> None:
    hit = sample_response().hits[0]
    shown = render_results(
        replace(sample_response(), hits=(replace(hit, rank=9), replace(hit, rank=10))), Screen(80)
    )
    titles = [line for line in shown.split("\n") if "关于印发" in line]
    assert [line[:4] for line in titles] == [" 9. ", "10. "]


def test_a_document_shows_every_known_field_under_its_own_name() -> None:
    shown = render_document(DOCUMENT, Screen(80))
    for name, value in (
        ("发文字号", "云政办发〔2018〕45号"),
        ("成文日期", "2018-09-12"),
        ("引用", "国发〔2015〕58号　云政发〔2017〕3号"),
        ("附件", "随机抽查事项清单"),
        ("出处", "yunling-2018-3.txt:113-190"),
    ):
        assert re.search(rf"^{name} +{value}$", shown, re.MULTILINE), name
    assert "印发日期" not in shown


def test_in_a_pipe_a_paragraph_stays_one_line() -> None:
    long = "双随机抽查" * 60
    document = replace(DOCUMENT, text=replace(DOCUMENT.text, content=long))
    assert long in render_document(document, Screen(80)).split("\n")
    assert long not in render_document(document, Screen(80, 24)).split("\n")


def test_exactly_what_the_query_marks_is_painted_in_the_whole_text() -> None:
    content = "推行双随机，双随机照旧\n第二段双随机"
    document = replace(DOCUMENT, title="双随机实施方案", text=replace(DOCUMENT.text, content=content))
    for rows in (None, 24):
        shown = render_document(
            document, Screen(12, rows, colour=True), DocumentHighlights(((0, 3),), ((2, 5), (15, 18)))
        )
        assert re.findall(r"\x1b\[1;31m(.*?)\x1b\[0m", shown) == ["双随机"] * 3
    assert "\x1b[1;31m" not in render_document(document, Screen(80, 24, colour=True))


@given(TEXTS, st.integers(4, 40))
def test_wrapping_loses_nothing_but_blanks_and_keeps_the_width(text: str, width: int) -> None:
    lines = [text[start:end] for start, end in wrap(text, width)]
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(display_width(line) <= width for line in lines)


@given(TEXTS, TEXTS, st.integers(24, 40))
def test_a_match_that_fits_is_never_broken(before: str, after: str, width: int) -> None:
    text = f"{before}双随机、一公开{after}"
    lines = [text[start:end] for start, end in wrap(text, width, ((len(before), len(before) + 7),))]
    assert any("双随机、一公开" in line for line in lines)


def test_closing_marks_do_not_begin_a_line_nor_opening_ones_end_it() -> None:
    text = "依照《优化营商环境条例》，各单位（含街道）执行。"
    for width in range(8, 40):
        for start, end in wrap(text, width):
            assert text[start] not in "》，）。"
            assert text[end - 1] not in "《（"


def test_widths_of_the_characters_gazettes_are_made_of() -> None:
    assert display_width("台政发〔2019〕7号") == 17
    assert display_width("第3期") == 5
    assert display_width("ａ１") == 4
    assert display_width("e\u0301") == 1
    assert display_width("\u200b") == 0


BLOCKS = """20-7E A1-AC AE-52F 2010-2027 2030-205F 2100-25FF 2E80-3029 3030-3163 3165-4DBF 4E00-9FFF AC00-D7A3
F900-FAFF FE30-FE6F FF01-FF9F FFA1-FFE6 1F300-1F3FA 20000-2A6DF"""
"""What Chinese text is made of, without a few fillers and marks on which versions of Unicode differ."""


def test_widths_are_those_of_wcwidth() -> None:
    ranges = [[int(end, 16) for end in block.split("-")] for block in BLOCKS.split()]
    differing = [
        f"U+{point:04X}"
        for first, last in ranges
        for point in range(first, last + 1)
        if category(chr(point)) != "Cn" and display_width(chr(point)) != max(wcwidth(chr(point)), 0)
    ]
    assert differing == []


def test_padding_and_cutting_go_by_columns() -> None:
    assert pad("区县", 6) == "区县  "
    assert pad("12", 4, right=True) == "  12"
    assert shorten(TITLE, 11) == "云岭区人民…"
    assert display_width(shorten("a" + TITLE, 11)) <= 11


def test_pieces_flow_and_break_between_each_other_first() -> None:
    assert flow(["云政办发〔2018〕45号", "云岭区人民政府"], 24) == ["云政办发〔2018〕45号", "云岭区人民政府"]
    assert flow(["甲", "乙"], 24) == ["甲 · 乙"]


def test_tables_align_by_columns() -> None:
    shown = render_table(("位置", "词"), (("1", "双随机"), ("12", "ab")), Screen(80))
    assert shown == "位置  词\n   1  双随机\n  12  ab\n"


def test_an_explanation_says_what_was_understood_and_where_scores_come_from() -> None:
    explanation = {
        "understood": "公租房 -补贴",
        "words": [{"typed": "公租房", "words": ["公租房"], "question": False}],
        "synonyms": {"公租房": ["公共租赁住房"]},
        "filters": [],
        "matched": {"strict": 2, "near": 0, "partial": 0},
        "scores": [{"id": DOCUMENT.id, "score": 12.25, "parts": {"word": 8.0, "title": 4.25}}],
    }
    shown = render_results(replace(sample_response(), explanation=explanation), Screen(80))
    for line in (
        "  理解为  公租房 -补贴",
        "  词      公租房 → 公租房",
        "  同义    公租房 → 公共租赁住房",
        "  相符    全部相符 2；词都相近 0；部分相符 0",
        "  1.  12.25 = 词 8.00 + 标题的词 4.25",
    ):
        assert line in shown.split("\n")
    assert "筛选" not in shown


def test_line_breaks_survive_being_made_harmless() -> None:
    assert harmless("甲\n乙\x1b") == "甲\n乙\ufffd"

"""Pages of two columns read across are told by their gutter and read in order; other pages are left alone."""

from __future__ import annotations

from itertools import pairwise, zip_longest
from pathlib import Path

import pytest

import dictionaries
from indexer.columns import in_order
from indexer.files import Extracted
from indexer.layout import patterns_of
from indexer.parse import parse_extracted

DICTIONARIES = dictionaries.load()
PATTERNS = patterns_of(DICTIONARIES)
WIDTH = 18

NOTICES = (
    (
        "云台县人民政府关于加强河道采砂管理工作的通知",
        "云政发〔2019〕3号",
        "各镇人民政府，县政府各部门：",
        "为维护河势稳定，保障防洪和通航安全，根据有关法律法规，结合本县实际，现就加强河道采砂管理工作通知如下。",
        "一、实行总量控制。县水务局应当根据河道采砂规划编制年度采砂计划，报县人民政府批准后执行，任何单位不得擅自突破。",
        "二、严格许可管理。在河道管理范围内采砂，应当向县水务局申请许可，按照批准的地点、期限、数量和作业方式开采。",
        "云台县人民政府",
        "2019年3月8日",
    ),
    (
        "云台县人民政府办公室关于做好春季森林防火工作的通知",
        "云政办发〔2019〕4号",
        "各镇人民政府，县政府各部门：",
        "当前我县气温回升较快，风大物燥，森林火险等级持续偏高，各镇各部门要高度重视，切实做好春季森林防火工作。",
        "一、落实防火责任。各镇人民政府对本行政区域内的森林防火工作负总责，要把责任落实到山头地块，落实到具体人员。",
        "二、加强火源管控。防火期内严禁一切野外用火，护林人员要坚守岗位，发现火情及时报告，确保打早、打小、打了。",
        "云台县人民政府办公室",
        "2019年3月12日",
    ),
)


def column(paragraphs: tuple[str, ...]) -> list[str]:
    return [text[at : at + WIDTH] for text in paragraphs for at in range(0, len(text), WIDTH)]


def woven(left: list[str], right: list[str]) -> list[str]:
    """A page as OCR reads it across, a row of both columns a line."""
    return [f"{one} {other}".strip() for one, other in zip_longest(left, right, fillvalue="")]


def page(number: int = 1) -> list[str]:
    return ["云台县人民政府公报2019年第2期", *woven(*map(column, NOTICES)), str(number)]


def test_a_woven_page_is_read_column_by_column_and_said_to_be() -> None:
    ordered = in_order(page(), PATTERNS)
    expected = [*column(NOTICES[0]), *column(NOTICES[1])]
    assert [text for _, text in ordered.lines][1:-1] == expected
    assert list(ordered.warnings) == [f"第1–{len(page())}行是左右两栏横着读的，已按先左栏后右栏重排"]


def test_every_piece_keeps_the_number_of_its_line() -> None:
    lines = page()
    for number, text in in_order(lines, PATTERNS).lines:
        assert text in lines[number - 1]


def test_the_documents_of_a_woven_page_are_found_with_their_fields() -> None:
    first, second = parse_extracted("a.txt", Extracted("text", tuple(page()[:-1])), DICTIONARIES).documents
    assert (first.number, first.written_on) == ("云政发〔2019〕3号", "2019-03-08")
    assert (second.number, second.written_on) == ("云政办发〔2019〕4号", "2019-03-12")
    for document, paragraphs in zip((first, second), NOTICES, strict=True):
        assert document.text.content.split("\n") == list(paragraphs)
        assert document.source is not None
        assert document.source.first_line <= document.source.last_line


def test_a_title_across_both_columns_stands_between_what_is_above_and_below() -> None:
    above, below = NOTICES[0][3:6], NOTICES[1][3:6]
    half = column(above)
    middle = ["云台县人民政府办公室关于做好", "春季森林防火工作的通知", "云政办发〔2019〕4号"]
    rows = [*woven(half[:5], half[5:]), *middle, *woven(column(below)[:5], column(below)[5:])]
    ordered = [text for _, text in in_order([*page(), *rows], PATTERNS).lines]
    assert ordered[-len(half) - len(middle) - len(column(below)) :] == [*half, *middle, *column(below)]


def test_pages_whose_borders_are_lost_are_left_and_said_to_be_woven() -> None:
    rows = [line for _ in range(7) for line in page()[1:-1]]
    ordered = in_order(rows, PATTERNS)
    assert [text for _, text in ordered.lines] == rows
    assert [each.endswith("没有重排：语句可能错乱") for each in ordered.warnings] == [True]


@pytest.mark.parametrize(
    "path", sorted(Path(__file__).parent.parent.joinpath("data").glob("*.txt")), ids=lambda p: p.stem
)
def test_text_of_one_column_comes_back_as_it_is(path: Path) -> None:
    lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
    ordered = in_order(lines, PATTERNS)
    assert list(ordered.lines) == list(enumerate(lines, 1))
    assert list(ordered.warnings) == []


def in_turn(left: list[str], right: list[str]) -> list[str]:
    """A page as engines give their boxes: a line of one column, then one of the other."""
    return [line for pair in zip_longest(left, right) for line in pair if line is not None]


def pages(body: list[str]) -> list[str]:
    """Pages of narrow lines behind one on which the same text runs on, so that its pairs of characters are known."""
    heads = "云台县人民政府公报2019年第2期"
    known = ["".join(NOTICES[0]), "".join(NOTICES[1]), "1"]
    return [*known, *(line for number in "2345" for line in (heads, *body, number))]


def test_columns_that_take_turns_line_by_line_are_read_one_after_the_other() -> None:
    ordered = in_order(pages(in_turn(*map(column, NOTICES))), PATTERNS)
    assert len(ordered.rewoven) == 4
    wanted = {pair for notice in NOTICES for pair in pairwise(column(notice))}
    found = [text for _, text in ordered.lines]
    assert len(wanted & set(pairwise(found))) > 0.8 * len(wanted)


def test_narrow_lines_in_their_own_order_are_left_alone() -> None:
    assert not in_order(pages([*column(NOTICES[0]), *column(NOTICES[1])]), PATTERNS).rewoven

"""Boxes of a page come out in the order in which people read them, each in one line."""

from __future__ import annotations

import math
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.scans import ReadPage, TextBox, lines_of
from indexer.scans.rules import rules

EM = 40


def box(
    x: float, y: float, text: str, sure: float = 0.99, height: float = EM, width: float | None = None
) -> TextBox:
    """A box of Han characters, each as wide as high, its upper left corner at x, y."""
    right = x + (len(text) * height if width is None else width)
    return TextBox((x, y, right, y, right, y + height, x, y + height), text, sure)


def page(*boxes: TextBox, across: tuple = (), down: tuple = ()) -> ReadPage:
    return ReadPage(1654, 2339, "engine", boxes, across, down)


def texts(read: ReadPage) -> list[str]:
    return [line.text for line in lines_of(read)]


def turned(read: ReadPage, degrees: float) -> ReadPage:
    """The page as it looks when it lies askew on the glass."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))

    def turn(found: TextBox) -> TextBox:
        points = zip(found.corners[::2], found.corners[1::2], strict=True)
        corners = [value for x, y in points for value in (x * cos - y * sin, x * sin + y * cos)]
        return TextBox(tuple(corners), found.text, found.confidence)

    across = tuple((round(y * cos + (x0 + x1) / 2 * sin), x0, x1) for y, x0, x1 in read.across)
    down = tuple((round(x * cos - (y0 + y1) / 2 * sin), y0, y1) for x, y0, y1 in read.down)
    return ReadPage(read.width, read.height, read.engine, tuple(map(turn, read.boxes)), across, down)


def columns(rows: int = 12, top: int = 500, shift: int = 0) -> list[TextBox]:
    """Two columns of 15 characters; the right one ``shift`` pixels lower."""
    left = [box(150, top + 60 * at, f"左{at:02}" + "文" * 12) for at in range(rows)]
    return left + [box(850, top + shift + 60 * at, f"右{at:02}" + "文" * 12) for at in range(rows)]


@pytest.mark.parametrize("shift", [0, 13, 30])
@pytest.mark.parametrize("degrees", [0.0, 1.5, -2.0])
def test_the_left_column_is_read_before_the_right_one(shift, degrees):
    read = turned(page(*columns(shift=shift)), degrees)
    assert [text[0] for text in texts(read)] == ["左"] * 12 + ["右"] * 12


def test_a_title_over_both_columns_ends_what_is_above_it():
    upper, lower = columns(6, top=400), columns(6, top=1000)
    title = box(400, 850, "关于印发方案的通知" * 2)
    read = [text[:2] for text in texts(page(*upper, title, *lower))]
    assert read == [
        *("左0" for _ in range(6)),
        *("右0" for _ in range(6)),
        "关于",
        *(["左0"] * 6),
        *(["右0"] * 6),
    ]


def test_heads_and_page_numbers_stand_apart_from_the_columns():
    head = [box(150, 120, "某县人民政府公报"), box(1100, 120, "2021年第3期")]
    foot = box(1400, 2250, "12")
    read = texts(page(*columns(28), *head, foot))
    assert (read[0], read[-1]) == ("某县人民政府公报　　2021年第3期", "12")


def test_words_of_one_row_keep_their_gaps():
    narrow = (box(100, 500, "第一条"), box(250, 500, "为了规范管理"))
    wide = (box(100, 600, "组长"), box(600, 600, "县长"))
    assert texts(page(*narrow, *wide)) == ["第一条 为了规范管理", "组长　　县长"]


def test_a_box_that_the_engine_was_not_sure_of_is_a_line_of_its_own():
    seal = box(300, 500, "巳人目", sure=0.55)
    lines = lines_of(page(box(900, 500, "青溪县人民政府"), seal))
    assert [(line.text, line.sure) for line in lines] == [("青溪县人民政府", True), ("巳人目", False)]


def test_a_page_of_one_column_is_read_down():
    lines = [box(150, 300 + 60 * at, f"{at:02}" + "文" * (30 if at % 4 else 9)) for at in range(20)]
    assert [text[:2] for text in texts(page(*reversed(lines)))] == [f"{at:02}" for at in range(20)]


def test_a_list_of_names_in_two_columns_is_read_across():
    rows = [(box(200, 300 + 60 * at, "张三"), box(900, 300 + 60 * at, "副主任")) for at in range(8)]
    assert texts(page(*(each for row in rows for each in row))) == ["张三　　副主任"] * 8


RULED = page(
    box(420, 150, "部门职责表"),
    *(box(120, 310, "部门"), box(620, 310, "职责"), box(1320, 310, "备注")),
    *(box(120, 435, "应急局"), box(520, 410, "负责统筹协调防汛"), box(520, 460, "和抢险工作")),
    *(box(520, 535, "发布预警"), box(1320, 535, "夜间")),
    box(120, 700, "表后的正文"),
    across=((300, 100, 1500), (400, 100, 1500), (520, 500, 1500), (600, 100, 1500)),
    down=((100, 300, 600), (500, 300, 600), (1200, 300, 600), (1500, 300, 600)),
)
"""A table whose first column has one cell for two rows."""


@pytest.mark.parametrize("degrees", [0.0, 1.0])
def test_the_cells_of_a_ruled_table_are_a_line_for_each_row(degrees):
    assert texts(turned(RULED, degrees)) == [
        "部门职责表",
        "部门\t职责\t备注",
        "应急局\t负责统筹协调防汛和抢险工作\t",
        "\t发布预警\t夜间",
        "表后的正文",
    ]


def test_a_frame_around_a_page_is_no_table():
    frame = {"across": ((100, 50, 1600), (2300, 50, 1600)), "down": ((50, 100, 2300), (1600, 100, 2300))}
    inside = [box(150, 300 + 60 * at, "文" * 25) for at in range(8)]
    assert texts(page(*inside, **frame)) == ["文" * 25] * 8


def test_columns_of_text_with_a_rule_between_them_are_no_table():
    rules = {"across": ((450, 100, 1550), (470, 100, 1550), (1700, 100, 1550)), "down": ((820, 450, 1700),)}
    read = texts(page(*columns(20), **rules))
    assert [text[0] for text in read] == ["左"] * 20 + ["右"] * 20


def test_rows_with_three_columns_in_common_are_a_table_without_rules():
    cells = [["序号", "项目", "金额"], ["1", "道路", "300"], ["2", "桥梁", ""], ["3", "路灯", "25"]]
    boxes = [
        box(x, 400 + 60 * at, text)
        for at, row in enumerate(cells)
        for x, text in zip((150, 500, 1200), row, strict=True)
        if text
    ]
    title = box(600, 300, "项目表")
    assert texts(page(title, *boxes)) == ["项目表", *("\t".join(row) for row in cells)]


def test_rules_are_found_in_a_picture_and_strokes_are_not():
    drawing = pytest.importorskip("PIL.ImageDraw")
    image = pytest.importorskip("PIL.Image").new("RGB", (600, 400), "white")
    draw = drawing.Draw(image)
    draw.line((50, 100, 550, 102), fill="black", width=3)
    draw.line((300, 60, 300, 360), fill="black", width=2)
    draw.rectangle((350, 200, 550, 300), fill="black")
    draw.line((100, 200, 140, 200), fill="black", width=3)
    across, down = rules(image)
    assert [(y, round(x0, -1), round(x1, -1)) for y, x0, x1 in across] == [(101, 50, 550)]
    assert [(x, round(y0, -1), round(y1, -1)) for x, y0, y1 in down] == [(300, 60, 360)]


def test_a_rule_is_found_on_a_page_that_lies_askew():
    drawing = pytest.importorskip("PIL.ImageDraw")
    image = pytest.importorskip("PIL.Image").new("RGB", (1400, 400), "white")
    drawing.Draw(image).line((100, 200, 1300, 212), fill="black", width=3)
    ((y, begin, end),), down = rules(image)
    assert abs(y - 206) < 3
    assert (round(begin, -1), round(end, -1)) == (100, 1300)
    assert down == ()


def test_a_page_without_text_has_no_lines():
    assert texts(page()) == []


boxes = st.builds(
    box,
    st.integers(0, 1500),
    st.integers(0, 2200),
    st.text("文字甲乙丙1a", min_size=1, max_size=20),
    st.floats(0, 1),
    st.integers(1, 120),
)


@given(st.lists(boxes, max_size=40))
def test_every_box_stands_in_exactly_one_line_and_where_the_line_says(found):
    lines = lines_of(page(*found))
    assert Counter(id(piece.box) for line in lines for piece in line.pieces) == Counter(map(id, found))
    for line in lines:
        assert all(line.text.startswith(piece.box.text, piece.offset) for piece in line.pieces)
        assert line.confidence == min(piece.box.confidence for piece in line.pieces)


@given(st.lists(boxes, max_size=25), st.randoms(use_true_random=False))
def test_the_order_of_the_boxes_does_not_matter(found, random):
    distinct = list({(each.corners[1] + each.corners[7], each.corners[0]): each for each in found}.values())
    shuffled = random.sample(distinct, len(distinct))
    assert texts(page(*shuffled)) == texts(page(*distinct))

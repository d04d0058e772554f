"""Lines are cleaned once, keep their numbers, and never cost a character that the text has."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dictionaries import load
from indexer import reading
from indexer.layout import Line, patterns_of
from indexer.paragraphs import join, paragraphs

PATTERNS = patterns_of(load())
CASES = Path(__file__).parent / "cases"


def read(lines: Iterable[str]) -> tuple[Line, ...]:
    return reading.read(lines, PATTERNS)


def clean_blanks(text: str) -> str:
    return reading.clean_blanks(text, PATTERNS)


def rows(name: str) -> list[list[str]]:
    with (CASES / name).open(encoding="utf-8") as file:
        return [
            row for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if row and row[0] != "#"
        ]


@pytest.mark.parametrize(("raw", "clean"), rows("blanks.tsv"))
def test_blanks_inside_words_go_and_real_blanks_stay(raw: str, clean: str) -> None:
    assert clean_blanks(raw) == clean


@pytest.mark.parametrize(("raw", "text"), rows("markup.tsv"))
def test_left_over_markup_goes_and_real_angle_brackets_stay(raw: str, text: str) -> None:
    assert read([raw.replace("\\t", "\t")])[0].text == text.replace("\\t", "\t")


def test_a_heading_its_level_and_bold_over_several_lines_are_known() -> None:
    lines = read(
        ["## 二、工作目标", "**南宁市青秀区人民政府  ", "关于修改投资管理办法  ", "的决定**", "正文。"]
    )
    assert lines[0].heading == 2
    assert [line.bold for line in lines] == [False, True, True, True, False]
    assert [line.breaks for line in lines[1:3]] == [True, True]


def test_running_heads_and_page_numbers_are_furniture_but_the_cover_s_name_is_text() -> None:
    page = ["蜀山区人民政府公报 2021年第2期", "各街道办事处要落实属地责任。", "— {} —"]
    lines = read([text.format(n) for n in range(1, 5) for text in page])
    assert [line.furniture for line in lines] == [True, False, True] * 4


def test_a_line_that_ocr_gave_twice_is_read_once() -> None:
    lines = read(["关于做好房屋结构安全隐患", "", "关于做好房屋结构安全隐患", "排查整治工作的通知"])
    assert [line.furniture for line in lines] == [False, False, True, False]
    assert not any(
        line.furniture for line in read(["申请人签名（盖章）处：", "申请人签名（盖章）处：", "同意", "同意"])
    )


def test_a_markdown_table_s_rows_are_rows_and_its_rule_is_nothing() -> None:
    lines = read(["| 序号 | 名称 |", "| --- | :--: |", "| 1 | 登记 |", "|附注|"])
    assert [(line.text, line.row) for line in lines] == [
        ("序号\t名称", True),
        ("", False),
        ("1\t登记", True),
        ("|附注|", False),
    ]


def test_a_number_alone_in_a_text_without_printed_page_numbers_stays() -> None:
    assert not read(["序号", "12", "项目名称"])[1].furniture


@pytest.mark.parametrize("case", rows("paragraphs.tsv"))
def test_cut_lines_are_joined_and_whole_ones_stay_apart(case: list[str]) -> None:
    raw, *expected = case
    lines = read(raw.replace("\\t", "\t").split("|"))
    assert join(paragraphs(lines, PATTERNS)).content.split("\n") == [
        text.replace("\\t", "\t") for text in expected
    ]


TEXTS = st.lists(
    st.one_of(
        st.text(max_size=60),
        st.text(
            alphabet="关于印发通知方案〔〕（）《》“”一二三、。：；#*-<>bp \t\u3000年月日号2019附件第条",
            max_size=80,
        ),
    ),
    max_size=40,
)


@given(TEXTS)
def test_line_numbers_are_the_file_s_and_every_kept_character_knows_its_line(raw: list[str]) -> None:
    raw = [text.replace("\n", " ") for text in raw]
    lines = read(raw)
    assert [line.number for line in lines] == list(range(1, len(raw) + 1))
    text = join(paragraphs(lines, PATTERNS))
    for offset, char in enumerate(text.content):
        if char not in "\n ":
            assert char in lines[text.line_at(offset) - 1].text


@given(TEXTS)
def test_joining_loses_no_character_and_adds_none_but_line_ends(raw: list[str]) -> None:
    lines = read([text.replace("\n", " ") for text in raw])
    kept = "".join(line.text for line in lines if not line.blank)
    joined = join(paragraphs(lines, PATTERNS)).content
    assert "".join(joined.split()) == "".join(kept.split())


@given(st.text(max_size=200))
def test_cleaning_blanks_twice_changes_nothing_more_and_drops_nothing_but_blanks(text: str) -> None:
    once = clean_blanks(" ".join(text.split()))
    assert clean_blanks(once) == once or " and " in text
    if " and " not in text:
        assert "".join(once.split()) == "".join(text.split())

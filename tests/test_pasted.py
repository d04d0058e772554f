"""Text that was pasted is answered as text, with a notice; what the language cannot mean is still refused."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_query_parser import FUZZ

from dictionaries import load
from indexer.errors import QueryError
from search_app.query.parser import MAX_LENGTH
from search_app.query.pasted import is_letter, read_query
from search_app.query.syntax import Word

DICTIONARIES = load()
LETTER = "尊敬的领导：您好！我家住在老旧小区，没有电梯，老人上下楼很不方便。" * 8


@pytest.mark.parametrize(
    ("typed", "understood", "told"),
    [
        ("请问：如何办理居住证", "请问 如何办理居住证", "请问："),
        ("附件：目录", "附件 目录", "附件："),
        ("时间：2019年", "时间 2019年", "时间："),
        ('"双随机', "双随机", '"'),
        ("一窗 “双随机", "一窗 双随机", "“"),
        ("双随机”", "双随机", "”"),
        ("(河长制", "河长制", "("),
        ("河长制）", "河长制", "）"),
        ("李*宸", "李·宸", "*"),
    ],
)
def test_a_mark_that_is_no_operator_is_text(typed: str, understood: str, told: str) -> None:
    reading = read_query(typed, DICTIONARIES)
    assert str(reading.tree) == understood
    assert any(told in notice for notice in reading.notices)


@pytest.mark.parametrize(
    ("typed", "position"),
    [
        ("河长制 OR", 4),
        ("-", 0),
        ('""', 0),
        ("（）", 0),
        ("*公共", 0),
        ("distrct:周村区", 0),
        ("区县：", 0),
        ("year:去年", 5),
    ],
)
def test_what_cannot_be_meant_is_refused_at_its_place(typed: str, position: int) -> None:
    with pytest.raises(QueryError) as caught:
        read_query(typed, DICTIONARIES)
    assert caught.value.position == position
    assert caught.value.query == typed


@pytest.mark.parametrize(
    "typed",
    [
        "*ST某某昨天发布公告，法院裁定受理债权人的申请，对公司进行重整。(以下简称“公司”)。",
        "某网发布《“老赖”名单:两名球员榜上有名》报道，昨天公示了最新一期名单，当事人出行受到限制。",
        "某公司（NASDAQ:XYZ）起诉另一公司侵犯专利权，索赔一百亿元，后者表示将继续沟通。",
    ],
)
def test_a_passage_out_of_a_text_is_text_though_it_is_no_sentence_of_the_language(typed: str) -> None:
    reading = read_query(typed, DICTIONARIES)
    assert reading.tree == Word(typed)
    assert reading.notices


def test_operators_and_named_fields_are_not_read_as_a_passage() -> None:
    clauses = "限制出行，限制消费，公开公示失信被执行人名单，直到义务履行完毕为止"
    for typed in (f"{clauses} OR ", f"区县:周村区 distrct:某区 {clauses}"):
        with pytest.raises(QueryError):
            read_query(typed, DICTIONARIES)


def test_a_well_formed_query_is_read_without_a_notice() -> None:
    for typed in ("一窗受理 营商环境", '"双随机、一公开"', "(河长制 OR 湖长制) 巡河", "区县：周村区"):
        assert read_query(typed, DICTIONARIES).notices == ()


def test_a_letter_is_one_text_and_a_long_boolean_query_is_none() -> None:
    assert is_letter(LETTER)
    reading = read_query(LETTER + "（电话未接“通", DICTIONARIES)
    assert isinstance(reading.tree, Word)
    assert reading.notices
    assert not is_letter(" OR ".join(["电梯。补贴！"] * 60))
    assert not is_letter("区县:周村区 " + LETTER)


def test_a_letter_longer_than_a_query_is_read_by_its_beginning() -> None:
    reading = read_query(LETTER * 6, DICTIONARIES)
    assert isinstance(reading.tree, Word)
    assert len(reading.tree.text) == MAX_LENGTH
    assert "1000" in reading.notices[0]
    with pytest.raises(QueryError, match="太长"):
        read_query(LETTER * 40, DICTIONARIES)


@settings(max_examples=500, deadline=None)
@given(FUZZ | st.text(st.sampled_from('()（）“”"*：请问双随机 '), max_size=30))
def test_any_text_is_read_or_refused_as_it_was_typed(typed: str) -> None:
    place = 0
    try:
        read_query(typed, DICTIONARIES)
    except QueryError as error:
        place = error.position
    assert 0 <= place <= len(typed)

"""Two documents side by side: what belongs together is paired by content, and nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.models import Document, Text
from search_app.relations.comparison import Comparison
from search_app.relations.comparison import compare_texts as compare


def of(*paragraphs: str) -> Document:
    return Document("1", "某办法", text=Text("\n".join(paragraphs), ((0, 1),)))


def kinds(comparison: Comparison) -> list[str]:
    return [pair.kind for pair in comparison.pairs]


OLD = (
    "第一条 为了加强停车场管理，维护交通秩序，制定本办法。",
    "第二条 停车场收费标准由区发展改革部门核定，每小时二元。",
    "第三条 违反本办法规定的，由城市管理部门处五百元罚款。",
    "第四条 本办法自2015年1月1日起施行。",
)


def test_equal_texts_are_the_same_throughout() -> None:
    result = compare(of(*OLD), of(*OLD))
    assert kinds(result) == ["same"] * 4
    assert result.share == 1.0


def test_articles_are_paired_by_content_though_their_numbers_moved() -> None:
    new = (
        OLD[0],
        "第二条 停车场规划应当符合国土空间规划，由自然资源部门组织编制并公布。",
        "第三条 停车场收费标准由区发展改革部门核定，每小时三元。",
        "第四条 违反本办法规定的，由城市管理部门处五百元罚款。",
    )
    result = compare(of(*OLD), of(*new))
    assert kinds(result) == ["same", "only_b", "changed", "same", "only_a"]
    changed = result.pairs[2]
    assert changed.a is not None
    assert changed.b is not None
    assert (changed.a.label, changed.b.label) == ("第二条", "第三条")
    assert [piece.text for piece in changed.b_pieces if piece.changed][-1] == "三"


def test_the_items_of_an_article_belong_to_it() -> None:
    result = compare(of(*OLD[:3], "（一）第一项；", "（二）第二项。"), of(*OLD[:3]))
    assert kinds(result) == ["same", "same", "changed"]


def test_tables_are_compared_row_by_row() -> None:
    a = of("序号\t事项\t单位", "1\t户外广告设置许可\t城管局", "2\t占道经营许可\t城管局")
    b = of("序号\t事项\t单位", "1\t户外广告设置许可\t行政审批局", "2\t占道经营许可\t城管局")
    assert kinds(compare(a, b)) == ["same", "changed", "same"]


def test_unlike_texts_have_nothing_in_common() -> None:
    result = compare(of("关于防汛工作的安排部署情况汇报如下。"), of("任命张三为教育局副局长。"))
    assert kinds(result) == ["only_b", "only_a"]
    assert result.share == 0.0


def test_differences_follow_the_words_that_are_cut() -> None:
    result = compare(
        of("由发展改革部门核定收费标准"),
        of("由财政部门核定收费标准"),
        lambda text: [text[:1], text[1:-8], text[-8:]],
    )
    assert [piece.text for piece in result.pairs[0].a_pieces if piece.changed] == ["发展改革"]


PARAGRAPHS = st.lists(
    st.text(alphabet="第一二三四条（）、停车场管理办法\t 。", min_size=1, max_size=30), max_size=12
)


@given(PARAGRAPHS, PARAGRAPHS)
def test_no_text_is_lost_and_each_unit_stands_once(a: list[str], b: list[str]) -> None:
    result = compare(of(*a), of(*b))
    for texts, units, pieces in (
        (a, [p.a for p in result.pairs if p.a], [p.a_pieces for p in result.pairs if p.a]),
        (b, [p.b for p in result.pairs if p.b], [p.b_pieces for p in result.pairs if p.b]),
    ):
        assert (
            sorted("\n".join(u.text for u in units).split("\n")) == sorted(t for t in texts if t.strip())
            or not units
        )
        assert all(
            "".join(piece.text for piece in run) == unit.text for run, unit in zip(pieces, units, strict=True)
        )


@pytest.mark.parametrize("count", [200])
def test_two_hundred_articles_are_paired_in_order(count: int) -> None:
    texts = [
        f"第{i}条 第{i * 7919 % 10007}号事项由第{i * 31 % 97}部门于{i}个工作日内办理完毕并公布结果。"
        for i in range(1, count + 1)
    ]
    assert set(kinds(compare(of(*texts), of(*texts)))) == {"same"}

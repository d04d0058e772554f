"""Fragments: they show the match, on sentence bounds, with heading and line; tables stay readable."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from searching import document

from dictionaries import load
from indexer.analysis import squeezed
from search_app.highlights.occurrences import Mark
from search_app.highlights.snippet import MAX_SNIPPETS, snippets, title_highlights
from search_app.response import Snippet

TEXT = """云岭区人民政府关于推行改革的通知
各镇人民政府：
一、总体要求
坚持改革。全面推行“一窗受 理·一次办好”，优化营商环境。其余照旧。
二、重点任务
（一）设立专窗
一窗受理专窗设在大厅。
3. 完善目录。逐步增加可以一窗受理的事项，每季度公布一次。
序号\t事项\t责任单位
1\t一窗受理\t审批局"""


def folded(title: str, text: str) -> str:
    return "\n".join(map(squeezed, [title, *text.split("\n")]))


def show(text: str, *marks: Mark, title: str = "云岭区人民政府关于推行改革的通知") -> tuple[Snippet, ...]:
    return snippets(document("d", title, text), folded(title, text), marks, load())


def marked(snippet: Snippet) -> list[str]:
    return [snippet.text[start:end] for start, end in snippet.highlights]


def test_a_match_across_blanks_and_marks_is_marked_from_end_to_end() -> None:
    first = show(TEXT, Mark("一窗受理一次办好"))[0]
    assert marked(first) == ["一窗受 理·一次办好"]
    assert first.text.startswith("全面推行")
    assert first.first_line == 4
    assert first.heading == "一、总体要求"


def test_at_most_three_fragments_each_with_its_heading_and_line() -> None:
    shown = show(TEXT, Mark("一窗受理"))
    assert len(shown) == MAX_SNIPPETS
    assert {snippet.first_line: snippet.heading for snippet in shown} == {
        4: "一、总体要求",
        7: "（一）设立专窗",
        8: "3. 完善目录",
    }


def test_an_article_is_named_by_its_number_not_by_its_first_sentence() -> None:
    text = "第一章 总则\n第三条 本办法所称窗口，是指综合窗口。设立一窗受理专窗。\n第四条【罚则】\n一窗受理不得拖延。"
    shown = show(text, Mark("一窗受理"))
    assert [snippet.heading for snippet in shown] == ["第三条", "第四条【罚则】"]


def test_a_table_row_shows_borders_and_its_highlights_still_fit() -> None:
    row = show(TEXT, Mark("审批局"))[0]
    assert row.text == "序号：1 │ 事项：一窗受理 │ 责任单位：审批局"
    assert marked(row) == ["审批局"]


def test_the_longest_match_comes_first_and_swallows_what_overlaps_it() -> None:
    first = show("推行一窗受理改革，方便群众。", Mark("窗受"), Mark("一窗受理"), Mark("群众"))[0]
    assert marked(first) == ["一窗受理", "群众"]


def test_words_of_a_run_are_marked_only_where_it_does_not_stand_whole() -> None:
    marks = (Mark("一窗受理改革", 3.0, run="r"), Mark("一窗", part_of="r"), Mark("改革", part_of="r"))
    whole = show("推行一窗受理改革。\n深化改革，设立一窗。", *marks)
    assert [marked(snippet) for snippet in whole] == [["一窗受理改革"]]
    assert marked(show("深化改革，设立一窗。", *marks)[0]) == ["改革", "一窗"]


def test_a_number_is_not_marked_inside_a_longer_one() -> None:
    shown = show("见台政发〔2019〕17号和台政发〔2019〕7号。", Mark("台政发20191", number=True))
    assert shown[0].highlights == ()
    shown = show("见台政发〔2019〕17号和台政发〔2019〕7号。", Mark("台政发20197", number=True))
    assert marked(shown[0]) == ["台政发〔2019〕7"]


def test_without_a_match_the_body_is_shown_and_for_no_text_the_title() -> None:
    lead = show(
        "通知\n为了贯彻落实上级部署，进一步优化营商环境，现就有关事项通知如下，请遵照执行。", Mark("没有")
    )
    assert lead[0].highlights == ()
    assert lead[0].text.startswith("为了贯彻")
    assert show("", Mark("没有"))[0].text == "云岭区人民政府关于推行改革的通知"


def test_a_sentence_of_a_thousand_characters_is_cut_round_the_match() -> None:
    text = "甲，" * 500 + "一窗受理" + "，乙" * 500
    first = show(text, Mark("一窗受理"))[0]
    assert len(first.text) < 250
    assert marked(first) == ["一窗受理"]


def test_a_book_on_one_line_is_mapped_exactly() -> None:
    text = "前言 ，" * 30_000 + "双 随 机" + "。后记" * 1000
    assert marked(show(text, Mark("双随机"))[0]) == ["双 随 机"]


def test_a_number_is_marked_where_it_stands_alone() -> None:
    text = "新增就业3500人，安置1050户。\n企业可以申请返还百分比为50%的费用，按年度办理，由税务机关负责审核。"
    assert [marked(one) for one in show(text, Mark("50"))] == [["50"]]
    assert show(text, Mark("50"))[0].text.startswith("企业可以")
    assert marked(show("新增就业3500人，安置到位。", Mark("50"))[0]) == ["50"]


def test_every_word_of_a_query_gets_its_turn() -> None:
    filler = "其他事项由各部门按照各自职责办理，并及时报告进展情况。" * 5
    text = "\n".join(f"第{at}项，安全生产由各镇负责落实，按照职责办理有关事项。{filler}" for at in range(6))
    shown = show(
        f"{text}\n消防检查由消防大队负责，按照职责办理有关事项。", Mark("安全生产"), Mark("消防", 0.9)
    )
    assert any("消防" in marked(one) for one in shown)


def test_synonyms_in_one_place_do_not_outweigh_what_was_typed() -> None:
    typed = Mark("秸秆禁烧", 3.0, run="秸秆禁烧")
    others = [Mark(text, 2.0, run="秸秆禁烧") for text in ("露天焚烧秸秆", "焚烧秸秆")]
    text = "禁止任何单位和个人露天焚烧秸秆，违者依法处理。\n各镇人民政府应当做好本辖区的秸秆禁烧宣传工作。"
    assert marked(show(text, typed, *others)[0]) == ["秸秆禁烧"]


def test_marks_in_the_title_are_ranges_of_the_title() -> None:
    title = "关于“双随机、一公开”监管的通知"
    found = title_highlights(
        document("d", title, "无"), folded(title, "无"), [Mark("双随机一公开"), Mark("通知")]
    )
    assert [title[start:end] for start, end in found] == ["双随机、一公开", "通知"]


CHARS = st.sampled_from("一窗受理双随机。；，、 \t\n（1）第条：甲A9”")


@settings(max_examples=400, deadline=None)
@given(st.text(CHARS, max_size=200), st.lists(st.text(CHARS, min_size=1, max_size=4), max_size=4))
def test_a_mark_that_stands_in_the_text_is_shown(text: str, wanted: list[str]) -> None:
    marks = [Mark(squeezed(one)) for one in wanted if squeezed(one)]
    shown = show(text, *marks)
    lines = folded("t", text).split("\n")[1:]
    assert 1 <= len(shown) <= MAX_SNIPPETS
    assert all(snippet.text for snippet in shown)
    assert any(snippet.highlights for snippet in shown) == any(
        m.text in line for m in marks for line in lines
    )
    for snippet in shown:
        assert list(snippet.highlights) == sorted(snippet.highlights, key=lambda p: (p[0] - p[1], p[0]))
        for start, end in snippet.highlights:
            assert any(mark.text in squeezed(snippet.text[start:end]) for mark in marks)


@settings(max_examples=200)
@given(
    st.lists(st.sampled_from("一，。"), min_size=1, max_size=500), st.lists(st.integers(0, 499), max_size=6)
)
def test_no_words_are_shown_twice(kinds: list[str], places: list[int]) -> None:
    # Every Han character of this text stands in it once, so fragments that share one overlap.
    text = "".join(chr(0x4E00 + at) if kind == "一" else kind for at, kind in enumerate(kinds))
    words = [Mark(squeezed(text[at : at + 3])) for at in places if squeezed(text[at : at + 3])]
    shown = [set(squeezed(snippet.text)) for snippet in show(text, *words, title="题")]
    assert sum(map(len, shown)) == len(set().union(*shown))

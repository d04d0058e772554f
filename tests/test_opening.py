"""The sentence that a text opens with, what repeats its head, and what is counted behind that."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dictionaries import load
from indexer.analysis import squeezed
from indexer.models import Document, PageStart, Text
from search_app.highlights import Mark, cut, places_of, snippets
from search_app.highlights.head import opening, repeats_head, transmits
from search_app.response import Hit, Snippet

TITLE = "云岭区人民政府关于印发云岭区河长制办法的通知"
HEAD = ["云岭区人民政府文件", "云政发〔2021〕9号", TITLE, "各镇人民政府，区政府各部门："]
DOCUMENT = Document("d", TITLE, number="云政发〔2021〕9号", addressee="各镇人民政府，区政府各部门")


def of(*body: str) -> Document:
    return replace(DOCUMENT, text=Text("\n".join([*HEAD, *body]), ((0, 1),)))


def folded(document: Document) -> str:
    return "\n".join(map(squeezed, [document.title, *document.text.content.split("\n")]))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (("为了加强河道保护，制定本办法。",), "为了加强"),
        (("现将《云岭区河长制办法》印发给你们，请遵照执行。", "第一条 为了保护河道。"), "现将"),
        (("（2021年3月1日）", "一、总则", "根据省政府的部署，现就有关事项通知如下："), "根据"),
        (
            ("为贯彻落实省政府关于加强全省河湖保护和管理工作的部署要求，建立健全激", "励机制，制定本办法。"),
            "为贯彻",
        ),
    ],
)
def test_a_text_opens_behind_title_number_and_addressee(body: tuple[str, ...], expected: str) -> None:
    document = of(*body)
    paragraphs = document.text.content.split("\n")
    assert paragraphs[opening(document, paragraphs) - 1].startswith(expected)


def test_a_text_without_sentences_opens_with_what_there_is() -> None:
    document = replace(DOCUMENT, text=Text("\n名单"))
    assert opening(document, ["", "名单"]) == 2
    assert opening(document, [""]) == 0


def test_title_instrument_and_number_repeat_the_head_and_sentences_do_not() -> None:
    assert repeats_head(DOCUMENT, TITLE)
    assert repeats_head(DOCUMENT, "云岭区河长制办法")
    assert repeats_head(DOCUMENT, "云政发〔2021〕9号")
    assert not repeats_head(DOCUMENT, "河长制办法由水务局解释。")
    assert transmits(DOCUMENT, "《云岭区河长制办法》已经区政府同意，现印发给你们，请遵照执行。")
    assert not transmits(DOCUMENT, "根据《中华人民共和国水法》，制定本办法。")


def test_no_snippet_repeats_the_title_where_another_shows_the_match() -> None:
    document = of("云岭区河长制办法", "第一条 为了推行河长制，制定本办法。")
    shown = snippets(document, folded(document), [Mark("河长制")], load())
    assert [snippet.text for snippet in shown] == ["第一条 为了推行河长制，制定本办法。"]


def test_a_match_in_the_title_alone_is_kept_for_programs_and_people_read_the_opening() -> None:
    document = of("为了保护河道，制定本办法。")
    found = snippets(document, folded(document), [Mark("河长制")], load())
    assert found[0].highlights
    hit = Hit(1, 1.0, document, found)
    assert [snippet.text for snippet in hit.shown(2)] == ["为了保护河道，制定本办法。"]


def test_places_are_those_behind_the_head_and_what_is_not_shown_is_left() -> None:
    document = of(
        *(f"第{at}条 推行河长制，河长制工作由水务局负责落实到位，定期报告进展情况。" for at in range(5))
    )
    total = places_of(
        document, folded(document), [Mark("河长制", run="河长制"), Mark("河长", part_of="河长制")]
    )
    assert total == 10
    hit = Hit(1, 1.0, document, snippets(document, folded(document), [Mark("河长制")], load()), places=total)
    assert hit.places_beside(hit.shown(2)) == 6


def test_where_the_whole_stands_nowhere_its_parts_are_counted() -> None:
    document = of("河长负责。", "河长制定计划。")
    marks = [Mark("河长责任", run="河长责任"), Mark("河长", part_of="河长责任")]
    assert places_of(document, folded(document), marks) == 2


def test_a_fragment_knows_its_printed_page() -> None:
    document = replace(of("河长制第一。", "河长制第二。"), page_starts=(PageStart(1, 4), PageStart(6, 5)))
    runs, at = [], 0
    for line, paragraph in enumerate(document.text.content.split("\n"), 1):
        runs.append((at, line))
        at += len(paragraph) + 1
    document = replace(document, text=replace(document.text, runs=tuple(runs)))
    shown = snippets(document, folded(document), [Mark("河长制")], load())
    assert {snippet.text: snippet.page for snippet in shown} == {"河长制第一。": 4, "河长制第二。": 5}
    assert document.page_at(0) is None


@given(st.text("推行河长制，。 ", max_size=80), st.integers(5, 40), st.integers(30, 60))
def test_a_fragment_that_is_cut_keeps_its_match(before: str, room: int, length: int) -> None:
    text = before + "一窗受理" + "，其余照旧" * 9
    found = cut(Snippet(text, ((len(before), len(before) + 4),), 1, None), room, length)
    assert [found.text[start:end] for start, end in found.highlights] == ["一窗受理"]
    assert len(found.text) <= length + 2
    assert found.text.strip("…") in text

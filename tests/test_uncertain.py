"""Lines an engine was not sure of say nothing of a document, and are found in its text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dictionaries
from indexer.files import Extracted
from indexer.layout import Line
from indexer.models import Text
from indexer.parse import parse_extracted
from indexer.uncertain import put_back, set_aside

NOTICE = (
    "青溪县人民政府办公室",
    "关于印发防汛应急预案的通知",
    "青政办发〔2021〕15号",
    "各乡镇人民政府，县政府各部门：",
    "现将《青溪县防汛应急预案》印发给你们，请结合实际",
    "认真贯彻落实，有关情况及时报告县防汛指挥部。",
    "青溪县人民政府办公室",
    "2021年3月15日",
)


def read(*uncertain: int):
    extracted = Extracted("image", NOTICE, uncertain=frozenset(uncertain))
    return parse_extracted("a.png", extracted, dictionaries.load()).documents


def test_a_number_and_a_date_that_are_uncertain_are_none_and_are_found():
    (document,) = read(2, 7)
    assert (document.number, document.written_on) == (None, None)
    assert document.title == "青溪县人民政府办公室关于印发防汛应急预案的通知"
    assert "青政办发〔2021〕15号" in document.text.content
    assert "2021年3月15日" in document.text.content


def test_the_text_is_whole_whatever_was_uncertain():
    (document,) = read(5)
    assert "请结合实际认真贯彻落实" in document.text.content.replace("\n", "")


def test_where_nothing_is_certain_there_is_a_document_to_be_found():
    (document,) = read(*range(len(NOTICE)))
    assert (document.title, document.number) == ("", None)
    assert document.source is not None
    assert (document.source.first_line, document.source.last_line) == (1, 8)
    assert "防汛应急预案" in document.text.content


@pytest.mark.parametrize("uncertain", [set(), {0}, {1, 3}])
def test_what_is_set_aside_is_blank_and_keeps_its_number(uncertain):
    lines = [Line(at + 1, f"第{at}行") for at in range(4)]
    aside = set_aside(lines, uncertain)
    assert [line.number for line in aside] == [1, 2, 3, 4]
    assert {at for at, line in enumerate(aside) if not line.text} == uncertain


@given(st.sets(st.integers(0, 7)), st.lists(st.sampled_from(["", "\n"]), min_size=8, max_size=8))
def test_every_character_keeps_its_line_when_lines_are_put_back(taken, breaks):
    content, runs = "", []
    for at in range(8):
        if at not in taken:
            content += breaks[at] if content else ""
            runs.append((len(content), at + 1))
            content += str(at) * 3
    text = put_back(Text(content, tuple(runs)), [Line(at + 1, str(at) * 3) for at in sorted(taken)])
    assert text.content.replace("\n", "") == "".join(str(at) * 3 for at in range(8))
    for offset, char in enumerate(text.content):
        assert char == "\n" or text.line_at(offset) == int(char) + 1

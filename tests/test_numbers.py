"""发文字号: every spelling found, nothing else found, and what people type understood."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dictionaries import Dictionaries, load
from indexer.identifiers.number_queries import NumberPattern, find_number_queries, parse_number_query
from indexer.identifiers.numbers import faulty_examples, find_numbers, parse_number
from indexer.identifiers.registration_numbers import find_registration_numbers
from indexer.models import DocumentNumber

CASES = Path(__file__).parent / "cases"
SHARED = Path(__file__).parents[2] / "shared"


def rows(name: str) -> list[list[str]]:
    lines = (CASES / name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


@pytest.fixture(scope="module")
def dictionaries() -> Dictionaries:
    return load()


DICTIONARIES = load()

BRACKETS = [
    ("〔", "〕"),
    ("﹝", "﹞"),
    ("[", "]"),
    ("［", "］"),
    ("(", ")"),
    ("（", "）"),
    ("【", "】"),
    ("（", ")"),
    ("〔", "]"),
]
BLANKS = st.sampled_from(["", "", "", " ", "　", "\n", "\xa0", "  ", "\n\n"])
AREAS = ["鲁", "枣", "台", "沪", "济天", "市中", "淄"]
FAMILIES = ["政发", "政办字", "政办发", "府发", "教政发", "建城字", "政函"]
NUMBERS = st.builds(
    DocumentNumber,
    st.builds(str.__add__, st.sampled_from(AREAS), st.sampled_from(FAMILIES)),
    st.integers(1950, 2059),
    st.integers(1, 9999),
)
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


@st.composite
def spellings(draw: st.DrawFn) -> tuple[DocumentNumber, str]:
    """A number and one of the ways real text spells it."""
    number = draw(NUMBERS)
    opening, closing = draw(st.sampled_from(BRACKETS))
    blank = draw(BLANKS)
    year, sequence = str(number.year), str(number.sequence)
    if draw(st.booleans()):
        year, sequence = year.translate(FULL_WIDTH), sequence.translate(FULL_WIDTH)
    sequence = draw(st.sampled_from(["", "第"])) + sequence
    code = draw(st.sampled_from(["", " "])).join(number.agency_code)
    pieces = [
        code,
        draw(BLANKS),
        opening,
        blank,
        year,
        draw(BLANKS),
        closing,
        draw(BLANKS),
        sequence,
        draw(BLANKS),
    ]
    return number, "".join(pieces) + "号"


@pytest.mark.parametrize("row", rows("numbers.tsv"), ids=lambda row: row[0])
def test_a_text_holds_these_numbers_and_no_other(row: list[str], dictionaries: Dictionaries) -> None:
    text = row[0].replace("\\n", "\n").replace("\\t", "\t")
    found = find_numbers(text, dictionaries)
    assert " ".join(str(one.number) for one in found) == (row[1] if len(row) > 1 else "")
    assert all(text[one.start : one.end] == one.raw for one in found)


@pytest.mark.parametrize("row", rows("numbers_known_failures.tsv"), ids=lambda row: row[0])
@pytest.mark.xfail(strict=True, reason="spellings not understood yet")
def test_a_known_failure(row: list[str], dictionaries: Dictionaries) -> None:
    assert [str(one.number) for one in find_numbers(row[0], dictionaries)] == [row[1]]


@pytest.mark.parametrize("row", rows("number_queries.tsv"), ids=lambda row: row[0])
def test_a_typed_number_is_recognised_in_a_query(row: list[str], dictionaries: Dictionaries) -> None:
    code, year, sequence = (None if cell == "-" else cell for cell in row[1:])
    expected = NumberPattern(code, int(year) if year else None, int(sequence) if sequence else None)
    assert [found.pattern for found in find_number_queries(row[0], dictionaries)] == [expected]


@pytest.mark.parametrize("query", ["双随机 2019", "2019年工作要点", "第3期", "12345热线", "一窗受理", "7号"])
def test_words_and_years_are_no_numbers(query: str, dictionaries: Dictionaries) -> None:
    assert find_number_queries(query, dictionaries) == ()


def test_every_agency_code_proves_itself_by_its_example(dictionaries: Dictionaries) -> None:
    assert faulty_examples(dictionaries) == ()


@given(spellings())
def test_a_number_survives_every_spelling(case: tuple[DocumentNumber, str]) -> None:
    number, spelled = case
    assert parse_number(spelled) == number
    assert [found.number for found in find_numbers(f"根据{spelled}文件，", DICTIONARIES)] == [number]
    pattern = parse_number_query(spelled)
    assert pattern is not None
    assert pattern.matches(number)


@given(NUMBERS)
def test_the_normal_form_parses_to_itself(number: DocumentNumber) -> None:
    assert parse_number(str(number)) == number


@given(NUMBERS, NUMBERS)
def test_a_pattern_matches_its_own_number_only(one: DocumentNumber, other: DocumentNumber) -> None:
    pattern = NumberPattern(one.agency_code, one.year, one.sequence)
    assert pattern.matches(other) == (one == other)


def test_7_is_not_17() -> None:
    pattern = parse_number_query("台政发7号")
    assert pattern is not None
    assert pattern.matches(DocumentNumber("台政发", 2019, 7))
    assert not pattern.matches(DocumentNumber("台政发", 2019, 17))


@given(st.text(alphabet="台政发令字第号〔〕()（）[]2019７7① \n\t、和", max_size=60))
def test_any_text_is_searched_without_complaint(text: str) -> None:
    for found in find_numbers(text, DICTIONARIES):
        assert text[found.start : found.end] == found.raw
        assert parse_number(str(found.number)) == found.number
    find_number_queries(text, DICTIONARIES)
    parse_number_query(text)


def test_a_registration_number_is_read_through_blanks() -> None:
    found = find_registration_numbers("登记号：LHDR-2015-025000 1，继续有效")
    assert [one.registration_number for one in found] == ["LHDR-2015-0250001"]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the judged gazettes are not beside the checkout")
def test_all_numbers_of_the_judged_documents_are_found(dictionaries: Dictionaries) -> None:
    missing = set()
    for line in (SHARED / "gold/documents.jsonl").read_text("utf-8").splitlines():
        judged = json.loads(line)
        source = (SHARED / "gazettes" / judged["file"]).read_text("utf-8").split("\n")
        text = "\n".join(source[judged["start_line"] - 1 : judged["end_line"]])
        found = {str(one.number) for one in find_numbers(text, dictionaries)}
        missing |= {*judged["cites"], judged["doc_number"]} - found - {None}
    assert missing == set()

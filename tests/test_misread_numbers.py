"""Codes that OCR misread are read as the issue bears them elsewhere; what is no look-alike stays."""

from __future__ import annotations

import pytest
from searching import document

from dictionaries import load
from indexer.metadata.misread_numbers import mended_numbers

DICTIONARIES = load()


def numbers(*given: str | None) -> list[str | None]:
    documents = [document(str(at), "关于甲的通知", "正文", number=number) for at, number in enumerate(given)]
    return [one.number for one in mended_numbers(documents, (), DICTIONARIES)]


@pytest.mark.parametrize(
    ("read", "borne", "right"),
    [
        ("周故办字〔2018〕110号", "周政办字〔2018〕109号", "周政办字〔2018〕110号"),
        ("洋天政办发〔2019〕6号", "济天政办发〔2019〕7号", "济天政办发〔2019〕6号"),
        ("沪府发〔2019〕6号", "沪府办发〔2019〕7号", "沪府发〔2019〕6号"),
        ("宣金管委〔2023〕5号", "枣政发〔2023〕7号", "宣金管委〔2023〕5号"),
    ],
)
def test_a_look_alike_of_a_borne_code_is_read_as_it(read: str, borne: str, right: str) -> None:
    assert numbers(borne, read, None) == [borne, right, None]


def test_a_mended_number_carries_a_warning_and_citations_are_mended_too() -> None:
    documents = [
        document("a", "关于甲的通知", "正文", number="周政办字〔2018〕109号"),
        document("b", "关于乙的通知", "正文", cites=("周故办字〔2018〕109号",)),
    ]
    untouched, mended = mended_numbers(documents, (), DICTIONARIES)
    assert untouched == documents[0]
    assert mended.cites == ("周政办字〔2018〕109号",)
    assert mended.warnings == ("文号周故办字〔2018〕109号的代字疑有误认，按周政办字〔2018〕109号收录",)


def test_a_code_of_the_contents_list_is_borne() -> None:
    read = [document("a", "关于甲的通知", "正文", number="周故办字〔2018〕109号")]
    assert (
        mended_numbers(read, ("周政办字〔2018〕109号", None), DICTIONARIES)[0].number
        == "周政办字〔2018〕109号"
    )

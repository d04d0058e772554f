"""Dates in every spelling; impossible ones are kept and flagged; Chinese numbers."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.identifiers.dates import chinese_number, find_dates, parse_date

LINES = (Path(__file__).parent / "cases" / "dates.tsv").read_text("utf-8").splitlines()
ROWS = [line.split("\t") for line in LINES if line and not line.startswith("#")]
DIGITS = "〇一二三四五六七八九"


def chinese(number: int) -> str:
    """1 to 99 as it is spoken."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else DIGITS[tens] + "十"
    return head + (DIGITS[ones] if ones else "")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_text_holds_these_dates(row: list[str]) -> None:
    text = row[0].replace("\\n", "\n")
    found = find_dates(text)
    assert " ".join(date.value or "!" for date in found) == (row[1] if len(row) > 1 else "")
    assert all(text[date.start : date.end] == date.raw for date in found)


@given(st.dates(datetime.date(1949, 1, 1), datetime.date(2099, 12, 31)))
def test_a_date_survives_both_kinds_of_numerals(date: datetime.date) -> None:
    year = "".join(DIGITS[int(digit)] for digit in str(date.year))
    assert parse_date(f"{date.year}年{date.month}月{date.day}日") == date.isoformat()
    assert parse_date(f"{year}年{chinese(date.month)}月{chinese(date.day)}日") == date.isoformat()


@given(st.text(alphabet="〇○零一二十廿卅0129年月日.-/ \n", max_size=40))
def test_any_text_is_searched_without_complaint(text: str) -> None:
    for date in find_dates(text, months=True):
        assert text[date.start : date.end] == date.raw


def test_a_month_without_a_day_is_given_only_where_asked_for() -> None:
    assert find_dates("2019年9月印") == ()
    assert [(date.value, date.precision) for date in find_dates("2019年9月印", months=True)] == [
        ("2019-09", "month")
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("三", 3),
        ("十", 10),
        ("十二", 12),
        ("廿三", 23),
        ("一百零三", 103),
        ("二〇一九", 2019),
        ("１２", 12),
        ("两百", 200),
    ],
)
def test_a_chinese_number_has_this_value(text: str, value: int) -> None:
    assert chinese_number(text) == value


@pytest.mark.parametrize("text", ["", "第三", "十百", "期", "百十十", "二三十"])
def test_what_is_no_number_has_no_value(text: str) -> None:
    assert chinese_number(text) is None


@given(st.text(alphabet="〇零一二三十百千廿卅两0１", max_size=25))
def test_any_numerals_are_read_without_complaint(text: str) -> None:
    value = chinese_number(text)
    assert value is None or value >= 0

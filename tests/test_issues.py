"""Documents are found by signs that a table weighs; every row of the table is needed and can be left out."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from dictionaries import Dictionaries, HeadSign, load
from indexer.issues import Candidate, Layout, split
from indexer.layout import patterns_of
from indexer.reading import read

DICTIONARIES = load()
ROWS = DICTIONARIES.head_signs
WITH_SIGN = {row.sign: row for row in ROWS}


class Without(Dictionaries):
    """The packaged dictionaries without one row of the table, that of the sign given as ``folder``."""

    @property
    def head_weights(self) -> Mapping[str, int]:
        return {sign: weight for sign, weight in super().head_weights.items() if sign != self.folder}


def without(sign: str) -> Dictionaries:
    return Without(DICTIONARIES.files, sign)


def layout(example: str, dictionaries: Dictionaries = DICTIONARIES) -> Layout:
    return split(read(example.split("／"), patterns_of(dictionaries)), dictionaries)


def heads(found: Layout) -> list[tuple[str, str, bool]]:
    """What a reader would call the documents: title, number, news or not."""
    return [
        (part.head.title, str(part.head.number), part.head.news) for part in found.parts if part.head.signs
    ]


def candidates(found: Layout) -> list[Candidate]:
    return [part.head for part in found.parts] + [candidate for _, candidate in found.rejected]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.sign)
def test_every_sign_fires_on_its_example_and_is_missed_there_when_its_row_is_removed(row: HeadSign) -> None:
    found = layout(row.example)
    assert any(row.sign in candidate.signs for candidate in candidates(found))
    assert heads(found) != heads(layout(row.example, without(row.sign)))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.sign)
def test_no_sign_fires_on_its_counter_example(row: HeadSign) -> None:
    assert not any(row.sign in candidate.signs for candidate in candidates(layout(row.counter_example)))


@pytest.mark.parametrize("row", [row for row in ROWS if row.weight > 0], ids=lambda row: row.sign)
def test_what_speaks_for_a_head_finds_one_in_its_example(row: HeadSign) -> None:
    assert any(row.sign in part.head.signs for part in layout(row.example).parts)


@pytest.mark.parametrize("row", [row for row in ROWS if row.weight < 0], ids=lambda row: row.sign)
def test_what_speaks_against_a_head_rejects_one_in_its_example(row: HeadSign) -> None:
    assert any(row.sign in candidate.signs for _, candidate in layout(row.example).rejected)


def test_every_sign_that_a_candidate_bears_is_a_row_of_the_table() -> None:
    borne = {sign for row in ROWS for each in candidates(layout(row.example)) for sign in each.signs}
    assert borne == set(WITH_SIGN)


def test_of_two_titles_around_a_number_the_one_that_an_addressee_follows_has_it() -> None:
    found = layout(
        "云岭区人民政府关于加强林木管理的通知／云政发〔2021〕3号／云岭区人民政府关于加强河道管理的通知／各镇人民政府：／请抓好落实。"
    )
    assert heads(found) == [("云岭区人民政府关于加强河道管理的通知", "云政发〔2021〕3号", False)]

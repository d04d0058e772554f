"""Province, city and district from names, only as far as the division table makes them certain."""

from __future__ import annotations

from pathlib import Path

import pytest

from dictionaries import load
from indexer.identifiers.places import NOWHERE, Place, Places

LINES = (Path(__file__).parent / "cases" / "places.tsv").read_text("utf-8").splitlines()
ROWS = [line.split("\t") for line in LINES if line and not line.startswith("#")]


@pytest.fixture(scope="module")
def places() -> Places:
    return Places(load())


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_name_is_located(row: list[str], places: Places) -> None:
    year, province, city, district = (None if cell == "-" else cell for cell in row[1:])
    assert places.locate(row[0], int(year) if year else None) == Place(province, city, district)


def test_the_gazettes_place_tells_districts_of_one_name_apart(places: Places) -> None:
    within = Place("山东省", "济南市")
    assert places.locate("市中区人民政府", within=within) == Place("山东省", "济南市", "市中区")


def test_a_place_that_contradicts_the_gazette_is_kept(places: Places) -> None:
    within = Place("山东省", "济南市")
    assert places.locate("周村区人民政府", within=within) == Place("山东省", "淄博市", "周村区")


@pytest.mark.parametrize("text", ["", " ", "区", "人民政府", "2019", "〔〕", "省" * 500])
def test_a_text_without_a_name_is_nowhere(text: str, places: Places) -> None:
    assert places.locate(text) == NOWHERE


@pytest.mark.parametrize(
    ("place", "year", "code"),
    [
        (Place("山东省", "枣庄市", "市中区"), None, "370402"),
        (Place("山东省", "济南市", "市中区"), 2019, "370103"),
        (Place("山东省", "济南市", "章丘市"), None, "370181"),
        (Place("山东省", "济南市", "章丘区"), 2020, "370114"),
        (Place("山东省", "济南市"), None, "370100"),
        (Place("上海市", "上海市", "黄浦区"), None, "310101"),
        (Place("上海市", "上海市"), None, "310000"),
        (Place("山东省"), None, "370000"),
        (Place(None, None, "市中区"), None, None),
        (NOWHERE, None, None),
    ],
)
def test_a_place_has_its_code(place: Place, year: int | None, code: str | None, places: Places) -> None:
    assert places.code(place, year) == code

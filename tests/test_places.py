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

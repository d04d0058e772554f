"""Where an issue comes from is voted by what it prints; what stays uncertain is not said."""

from __future__ import annotations

import pytest

from dictionaries import load
from indexer.identifiers.places import NOWHERE, Place, Places
from indexer.layout import Line
from indexer.metadata import Evidence, mended, origin
from indexer.models import Gazette

PLACES = Places(load())
ZAOZHUANG = Place("山东省", "枣庄市", "市中区")


def evidence(*texts: str, codes: tuple[str, ...] = ()) -> Evidence:
    return Evidence([Line(n, text) for n, text in enumerate(texts, 1)], (), codes)


@pytest.mark.parametrize(
    "printed",
    [
        evidence("枣庄市市中区人民政府文件"),
        evidence("电 话：0632-3083075"),
        evidence("邮 编：277101"),
        evidence("根据枣庄市人民政府的部署", codes=("枣政发", "枣政办发")),
    ],
    ids=["letterhead", "telephone", "post code", "superior and its codes"],
)
def test_a_name_that_exists_in_several_cities_is_told_by_what_else_is_printed(printed: Evidence) -> None:
    assert origin("市中区人民政府公报", 2021, printed, PLACES) == ZAOZHUANG


@pytest.mark.parametrize(
    "printed",
    [
        evidence("各镇人民政府："),
        evidence("枣庄市市中区人民政府文件", "内江市市中区人民政府文件"),
        evidence("电话：010-12345678"),
    ],
    ids=["nothing", "two cities", "another place's telephone"],
)
def test_without_one_clear_winner_the_city_stays_open(printed: Evidence) -> None:
    assert origin("市中区人民政府公报", 2021, printed, PLACES) == Place(None, None, "市中区")


def test_a_damaged_name_is_mended_from_the_issuers_and_an_existing_one_never() -> None:
    issuers = ["北京市人民政府办公厅", "北京市水务局"]
    assert mended(Gazette("北束市人民政府公报"), issuers, PLACES).title == "北京市人民政府公报"
    assert mended(Gazette("天津市人民政府公报"), issuers, PLACES).title == "天津市人民政府公报"
    assert mended(Gazette("南某市人民政府公报"), ["国务院办公厅"], PLACES).title == "南某市人民政府公报"
    assert PLACES.locate("北束市人民政府公报") == NOWHERE

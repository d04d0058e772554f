"""Divisions under the names they bore before and bear since, and filters that find both."""

from __future__ import annotations

import pytest
from searching import Collection, collection, document

from dictionaries import load
from indexer.identifiers.place_history import history_of

HISTORY = history_of(load())
DOCUMENTS = [
    document("a", "关于甲的通知", "正文", province="山东省", city="济南市", district="章丘市"),
    document("b", "关于乙的通知", "正文", province="山东省", city="济南市", district="章丘区"),
    document("c", "关于丙的通知", "正文", province="山东省", city="枣庄市", district="市中区"),
    document("d", "关于丁的通知", "正文", province="上海市", city="上海市", district="卢湾区"),
    document("e", "关于戊的通知", "正文", province="上海市", city="上海市", district="静安区"),
    document("f", "关于己的通知", "正文", province="山东省", city="济宁市", district="任城区"),
]


def others(name: str) -> set[str]:
    return {one.other.name for division in HISTORY.named(name) for one in HISTORY.successions(division)}


@pytest.mark.parametrize(
    ("asked", "other"),
    [
        ("章丘区", "章丘市"),
        ("章丘市", "章丘区"),
        ("章丘市", "章丘县"),
        ("济南市章丘区", "章丘市"),
        ("卢湾区", "黄浦区"),
        ("黄浦区", "卢湾区"),
        ("上海市静安区", "闸北区"),
        ("淮阴县", "淮阴区"),
    ],
)
def test_a_division_is_known_by_its_other_names(asked: str, other: str) -> None:
    assert other in others(asked)


def test_a_moved_border_makes_no_other_name() -> None:
    assert others("周村区") == set()


def test_every_successor_is_followed_back() -> None:
    ceased = [one for one in load().divisions if one.successors and one.until is not None]
    for division in ceased:
        for succession in HISTORY.successions(division):
            back = {one.other for one in HISTORY.successions(succession.other)}
            assert succession.earlier or division in back or division.name == succession.other.name


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return collection(tmp_path_factory.mktemp("places"), DOCUMENTS)


@pytest.mark.parametrize(
    ("district", "found"),
    [
        ("章丘区", ["a", "b"]),
        ("章丘市", ["a", "b"]),
        ("章丘县", ["a", "b"]),
        ("济南市章丘区", ["a", "b"]),
        ("黄浦区", ["d"]),
        ("闸北区", ["e"]),
        ("枣庄市市中区", ["c"]),
        ("市中区", ["c", "f"]),
        ("周村区", []),
    ],
)
def test_a_district_is_found_under_each_of_its_names(
    places: Collection, district: str, found: list[str]
) -> None:
    response = places.search("", filters={"district": (district,)})
    assert sorted(hit.document.id for hit in response.hits) == found


def test_what_is_found_under_another_name_is_said(places: Collection) -> None:
    assert places.search("", filters={"district": ("章丘区",)}).notices == (
        "“章丘市”2016 年改设为或并入“章丘区”，旧名下的公文一并列出",
    )
    assert places.search("district:静安区").notices == ()

"""Near-duplicates: copies and forms of other places are one group, other matters are not."""

from __future__ import annotations

from indexer.models import Document, Text
from indexer.relations.near_duplicates import fingerprint, groups

BODY = "\n".join(
    f"第{i}条 {place}建立健全{place}食品摊点备案管理制度，由市场监督管理部门会同{matter}部门"
    "按照职责分工负责本条规定事项的组织实施。"
    for i, (place, matter) in enumerate(
        zip(["{place}"] * 8, ["城管", "卫健", "公安", "财政", "教育", "民政", "住建", "环保"], strict=True), 1
    )
)


def of(id_: str, text: str, district: str = "甲云区") -> tuple[str, Document]:
    return id_, Document(id_, "某办法", district=district, text=Text(text, ((0, 1),)))


def grouped(*documents: tuple[str, Document]) -> dict[str, str]:
    return dict(groups((id_, fingerprint(document)) for id_, document in documents))


def test_a_second_copy_joins_the_first() -> None:
    text = BODY.replace("{place}", "甲云区")
    assert grouped(of("1", text), of("2", text)) == {"1": "1", "2": "1"}


def test_texts_that_differ_in_places_and_dates_are_one_group() -> None:
    here = of("1", BODY.replace("{place}", "甲云区") + "\n2019年3月1日")
    there = of("2", BODY.replace("{place}", "乙山县") + "\n2021年12月20日", "乙山县")
    assert grouped(here, there) == {"1": "1", "2": "1"}


def test_other_matters_are_no_group() -> None:
    other = "\n".join(
        f"第{i}条 河道管理实行区域管理与流域管理相结合，本条第{i}款由水务部门另行制定细则并报备。"
        for i in range(1, 12)
    )
    assert grouped(of("1", BODY.replace("{place}", "甲云区")), of("2", other)) == {}


def test_a_short_text_is_in_no_group() -> None:
    assert grouped(of("1", "关于开会的通知"), of("2", "关于开会的通知")) == {}


def test_the_same_documents_always_make_the_same_groups() -> None:
    documents = [of(str(i), BODY.replace("{place}", "甲云区")[: 400 + 20 * i]) for i in range(6)]
    assert grouped(*documents) == grouped(*documents)

"""Near-duplicates: copies and forms of other places are one group, other matters are not."""

from __future__ import annotations

from indexer.models import Document, Text
from indexer.relations.near_duplicates import Likenesses, fingerprint
from indexer.relations.statements import Head, Likeness

BODY = "\n".join(
    f"第{i}条 {place}建立健全{place}食品摊点备案管理制度，由市场监督管理部门会同{matter}部门"
    "按照职责分工负责本条规定事项的组织实施。"
    for i, (place, matter) in enumerate(
        zip(["{place}"] * 8, ["城管", "卫健", "公安", "财政", "教育", "民政", "住建", "环保"], strict=True), 1
    )
)


def of(id_: str, text: str, district: str = "甲云区", number: str | None = None) -> Document:
    return Document(id_, "某办法", number=number, district=district, text=Text(text, ((0, 1),)))


def likenesses(*documents: Document) -> dict[str, Likeness]:
    found = Likenesses()
    for each in documents:
        head = Head(
            each.id, each.number, each.title, None, None, None, None, None, each.district, None, None, None
        )
        found.add(head, fingerprint(each))
    return dict(found.found())


def grouped(*documents: Document) -> dict[str, str]:
    return {id_: each.group for id_, each in likenesses(*documents).items()}


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


def test_two_readings_of_one_print_are_one_document_though_characters_differ() -> None:
    text = BODY.replace("{place}", "甲云区")
    misread = "".join("囗" if at % 30 == 7 else char for at, char in enumerate(text))
    number = "甲政发〔2019〕1号"
    found = likenesses(of("1", text, number=number), of("2", misread, number=number), of("3", misread))
    assert found == {"1": Likeness("1", "1"), "2": Likeness("1", "1")}


def test_short_prints_of_one_number_are_one_document() -> None:
    found = likenesses(*(of(each, "同意。", number="甲政字〔2019〕1号") for each in "12"), of("3", "同意。"))
    assert found == {"1": Likeness("1", "1"), "2": Likeness("1", "1")}


def test_forms_of_two_places_are_no_prints_of_each_other() -> None:
    here, there = (of(each, BODY.replace("{place}", each + "云区"), each + "云区") for each in "甲乙")
    assert {id_: each.print for id_, each in likenesses(here, there).items()} == {"甲": "甲", "乙": "乙"}

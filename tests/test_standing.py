"""What is in force, in search, lookup, tables and pages: the same facts on every surface, on any day."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.errors import UsageError
from search_app.export import as_csv
from search_app.lookup import lookup
from search_app.relations import chain, chain_rows, compare, event_line, status_line
from search_app.response import response_as_json
from tests.searching import Collection, collection, document

PLACE = {"province": "山东省", "city": "枣庄市", "district": "台儿庄区", "type": "通知"}


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    old = document(
        "old", "台儿庄区人民政府关于停车管理的通知", "本通知自2016年5月1日起施行，有效期5年。",
        number="台政发〔2016〕10号", written_on="2016-04-20", **PLACE,
    )  # fmt: skip
    new = document(
        "new", "台儿庄区人民政府关于加强停车管理的通知",
        "根据《枣庄市人民政府关于停车管理的意见》（枣政发〔2018〕3号）要求，制定本通知。\n"
        "本通知自2019年6月1日起施行，台政发〔2016〕10号、台政发〔2012〕7号文件同时废止。",
        number="台政发〔2019〕8号", written_on="2019-05-20", **PLACE,
    )  # fmt: skip
    plain = document("plain", "台儿庄区停车场名单公布", "停车场若干。", written_on="2020-01-01", **PLACE)
    return collection(tmp_path_factory.mktemp("standing"), [old, new, plain])


@pytest.mark.parametrize(
    ("status", "on", "found"),
    [
        ("未见废止", "2017-01-01", {"old"}),
        ("in_force", "2026-01-01", {"new"}),
        ("已废止", "2026-01-01", {"old"}),
        ("尚未施行", "2017-01-01", {"new"}),
        ("未载明", "2026-01-01", {"plain"}),
    ],
)
def test_a_filter_finds_what_has_the_status_on_the_day(
    documents: Collection, status: str, on: str, found: set[str]
) -> None:
    assert set(documents.found("停车", filters={"validity": (status,)}, as_of=on)) == found
    assert set(documents.found(f"停车 时效:{status}", as_of=on)) == found


def test_an_unknown_status_is_refused_with_those_there_are(documents: Collection) -> None:
    with pytest.raises(UsageError, match="未见废止"):
        documents.search("停车", filters={"validity": ("有效",)})


def test_facets_count_by_status_and_neither_order_nor_scores_change(documents: Collection) -> None:
    today = documents.search("停车", facets=True, as_of="2026-01-01")
    before = documents.search("停车", facets=True, as_of="2017-01-01")
    assert dict(today.facets["validity"]) == {"未见废止": 1, "已废止": 1, "未载明": 1}
    assert dict(before.facets["validity"]) == {"未见废止": 1, "尚未施行": 1, "未载明": 1}
    assert [(hit.document.id, hit.score) for hit in today.hits] == [
        (hit.document.id, hit.score) for hit in before.hits
    ]


def test_a_hit_shows_the_proof_and_its_relations_in_json(documents: Collection) -> None:
    hits = response_as_json(documents.search("台政发〔2016〕10号", as_of="2026-01-01"))["hits"]
    old = next(hit for hit in hits if hit["id"] == "old")
    assert (old["validity"]["status"], old["validity"]["since"]) == ("repealed", "2019-06-01")
    proof = next(event for event in old["validity"]["events"] if event["kind"] == "repealed")
    assert (proof["by"]["number"], proof["line"]) == ("台政发〔2019〕8号", 2)
    assert [(each["kind"], each["direction"], each["id"]) for each in old["relations"]] == [
        ("repeals", "in", "new")
    ]


def test_a_table_has_the_status_for_the_day_asked(documents: Collection) -> None:
    table = as_csv(documents.search("停车", as_of="2026-01-01"), "2026-01-01", "zh")
    assert "时效,时效自,有效期限至" in table.splitlines()[0]
    assert any("已废止,2019-06-01," in line for line in table.splitlines())


def test_a_number_that_nobody_indexed_is_told_with_its_proof(documents: Collection) -> None:
    found = lookup("台政发2012 7", documents.generation, "2026-01-01")
    assert found.status == "cited_only"
    assert found.validity is not None
    assert status_line(found.validity) == "已废止（2019-06-01 起）"


def test_what_happened_is_told_with_its_place_or_without(documents: Collection) -> None:
    found = lookup("台政发2012 7", documents.generation, "2026-01-01")
    assert found.validity is not None
    (event,) = found.validity.events
    bare = event_line(event, placed=False)
    assert bare == "2019-06-01 由台政发〔2019〕8号废止"
    assert event_line(event) == f"{bare}（{event.file or ''} 第{event.line}行）"


def test_a_search_for_a_number_that_nobody_indexed_says_what_became_of_it(documents: Collection) -> None:
    notices = documents.search("台政发〔2012〕7号", as_of="2026-01-01").notices
    assert any("未收录；2019-06-01 由台政发〔2019〕8号废止" in notice for notice in notices)


def test_a_chain_goes_up_to_what_is_only_named(documents: Collection) -> None:
    rows = [
        (depth, node.document.number)
        for depth, node in chain_rows(chain("台政发〔2019〕8号", documents.generation))
    ]
    assert rows == [(-1, "枣政发〔2018〕3号"), (0, "台政发〔2019〕8号")]


def test_documents_are_compared_by_number(documents: Collection) -> None:
    found = compare("台政发〔2016〕10号", "台政发〔2019〕8号", documents.generation)
    assert (found.a.id, found.b.id) == ("old", "new")
    assert "".join(piece.text for pair in found.pairs for piece in pair.a_pieces) == found.a.text.content


def test_the_folder_of_relations_is_one_file(documents: Collection) -> None:
    assert (Path(documents.folder) / "relations.sqlite").is_file()

"""Documents that are nearly the same stand under one hit: pages, counts, and what is never folded."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.models import Document, Gazette, Source
from search_app.response import response_as_json
from search_app.terminal import Screen, render_results, summary
from tests.searching import Collection, collection, document

DISTRICTS = ("云岭区", "青石区", "白水县", "临河市", "东山区")
BODY = "\n".join(
    f"第{i}条 {matter}工作由区县{matter}主管部门负责，建立台账，逐项登记，每季度通报一次办理情况并接受社会监督。"
    for i, matter in enumerate(("校车", "停车", "供热", "环卫", "养老", "绿化", "物业", "排水"), 1)
)
OTHER = "停车泊位实行一车一位，夜间免费开放；残疾人专用泊位不得占用，违者由公安交警部门依法处理。\n" * 6


def form(at: int, **given: object) -> Document:
    """The notice that every district issued after its city's, place and date apart."""
    district = DISTRICTS[at]
    facts: dict[str, object] = {
        "identity": f"form{at}",
        "number": f"{district[0]}政发〔2019〕{at + 1}号",
        "written_on": f"2019-0{at + 1}-10",
        "district": district,
        "type": "通知",
        "sources": (Source("a.txt", 9 * at, 9 * at + 8),),
    }
    title, text = f"{district}人民政府关于加强停车管理的通知", f"{district}人民政府决定如下。\n{BODY}"
    return document(title=title, text=text, **{**facts, **given})  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    again = form(0, sources=(Source("b.txt", 9, 30),), gazette=Gazette("云岭区人民政府公报", 2019, 2))
    reprint = document("reprint", again.title, again.text.content.replace("台账", "合账"), **{
        name: getattr(again, name) for name in ("number", "written_on", "district", "type", "sources", "gazette")
    })  # fmt: skip
    others = [
        document(
            f"other{at}", f"停车场{name}公告", f"{name}停车场。\n{OTHER[at * 9 :]}{name * 40}", type="公告"
        )
        for at, name in enumerate("春夏秋冬")
    ]
    folder = tmp_path_factory.mktemp("folding")
    return collection(folder, [*(form(at) for at in range(len(DISTRICTS))), reprint, *others])


def test_the_best_of_a_group_stands_for_all_and_counts_them(documents: Collection) -> None:
    forms = {"form0", "form1", "form2", "form3", "form4", "reprint"}
    found = documents.search("停车管理")
    first = next(hit for hit in found.hits if hit.document.id in forms)
    assert first.alike is not None
    assert first.alike.count == 5
    assert {each.id for each in first.alike.documents} == forms - {first.document.id}


def test_only_what_matches_is_folded(documents: Collection) -> None:
    found = documents.search("停车管理 白水县")
    assert [hit.document.id for hit in found.hits] == ["form2"]
    assert found.hits[0].alike is None


def test_total_and_facets_count_every_document(documents: Collection) -> None:
    folded, whole = (documents.search("停车", facets=True, unfold=unfold) for unfold in (False, True))
    assert folded.total == whole.total == 10
    assert folded.facets == whole.facets
    assert "group" not in folded.facets
    assert folded.folded == whole.total - len(documents.found("停车")) == 10 - len(folded.hits)
    assert whole.folded == 0
    assert all(hit.alike is None for hit in whole.hits)


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_pages_of_folded_hits_join_without_gap_or_repetition(
    documents: Collection, size: int, sort: str
) -> None:
    whole = documents.found("停车", sort=sort)
    pages = [
        [hit.document.id for hit in documents.search("停车", sort=sort, offset=at, limit=size).hits]
        for at in range(0, len(whole) + size, size)
    ]
    assert [id_ for page in pages for id_ in page] == whole
    assert len(whole) == len(set(whole))
    assert all(len(page) == size for page in pages[: len(whole) // size])


def test_another_print_of_the_document_is_one_hit_with_two_sources(documents: Collection) -> None:
    found = documents.search("云岭区 停车管理")
    hit = response_as_json(found)["hits"][0]
    assert hit["id"] in ("form0", "reprint")
    assert len(hit["sources"]) == 2
    assert [each["id"] for each in hit["alike"]["documents"] if each["same"]] == [
        {"form0": "reprint", "reprint": "form0"}[hit["id"]]
    ]


def test_quotes_operators_and_lists_by_filters_are_answered_whole(documents: Collection) -> None:
    assert len(documents.found('"停车管理"')) == 6
    assert len(documents.found("停车管理 OR 供热")) == 6
    assert len(documents.found("", filters={"type": ("通知",)})) == 6


def test_a_page_is_full_though_more_than_it_holds_are_folded(tmp_path: Path) -> None:
    many = [
        form(
            0,
            identity=f"copy{at:03}",
            number=f"云政发〔2019〕{at + 1}号",
            written_on=f"2019-01-{at % 28 + 1:02}",
        )
        for at in range(120)
    ]
    others = [
        document(f"other{at}", f"{name}会议", f"{name}{OTHER}{name}") for at, name in enumerate("春夏秋冬")
    ]
    found = collection(tmp_path, [*many, *others]).search("停车", limit=2)
    assert len(found.hits) == 2
    assert found.hits[0].alike is not None
    assert sum(hit.alike.count for hit in found.hits if hit.alike) + 2 == found.total == 124
    assert found.folded == 122


def test_people_are_told_what_is_folded_and_how_to_unfold_it(documents: Collection) -> None:
    found = documents.search("停车管理")
    assert "已折叠（--unfold 逐篇列出）" in summary(found)
    assert "另有 5 篇几乎相同：" in render_results(found, Screen(100, colour=False))

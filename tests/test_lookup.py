"""What the index knows of a number: found, cited only, ambiguous, not found."""

from __future__ import annotations

import pytest
from searching import Collection, collection, document

from indexer.errors import UsageError
from search_app.lookup import lookup
from search_app.suggestions import suggest

DOCUMENTS = [
    document(
        "a", "关于甲的通知", "依据国发〔2018〕28号。", number="台政发〔2019〕7号", cites=("国发〔2018〕28号",)
    ),
    document(
        "b",
        "关于乙的通知",
        "依据台政发〔2019〕7号。",
        number="台政发〔2019〕17号",
        cites=("台政发〔2019〕7号",),
    ),
    document("c", "台江区关于丙的通知", "正文", number="台政办字〔2018〕5号", issuer="台江区人民政府办公室"),
    document(
        "d", "台儿庄区关于丁的通知", "正文", number="台政办字〔2018〕5号", issuer="台儿庄区人民政府办公室"
    ),
    document(
        "e", "关于戊的意见", "正文", number="台政办字〔2019〕22号", registration_number="TQDR-2019-0010002"
    ),
    document("g", "关于庚的通知", "正文", number="沪规划资源登〔2026〕229号"),
    document("h", "关于辛的通知", "正文", number="矿安〔2021〕3号"),
    document("f", "清理目录", "登记号 TQDR-2016-0010009 继续有效"),
]


@pytest.fixture(scope="module")
def numbered(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return collection(tmp_path_factory.mktemp("lookup"), DOCUMENTS)


@pytest.mark.parametrize(
    ("typed", "status", "number", "documents", "cited_by"),
    [
        ("台政发〔2019〕7号", "found", "台政发〔2019〕7号", ["a"], ["b"]),
        ("台 政 发 (2019) 第7號", "found", "台政发〔2019〕7号", ["a"], ["b"]),
        ("台政发2019-7", "found", "台政发〔2019〕7号", ["a"], ["b"]),
        ("台政办字22号", "found", "台政办字〔2019〕22号", ["e"], []),
        ("国发[2018]28号", "cited_only", "国发〔2018〕28号", [], ["a"]),
        ("台政办字〔2018〕5号", "ambiguous", "台政办字〔2018〕5号", ["c", "d"], []),
        ("台江区 台政办字〔2018〕5号", "found", "台政办字〔2018〕5号", ["c"], []),
        ("台政发〔2019〕70号", "not_found", "台政发〔2019〕70号", [], []),
        ("沪规划资源登〔2026〕229号", "found", "沪规划资源登〔2026〕229号", ["g"], []),
        ("沪规划资源登2026年229号", "found", "沪规划资源登〔2026〕229号", ["g"], []),
        ("沪规划资源登2026229号", "found", "沪规划资源登〔2026〕229号", ["g"], []),
        ("矿安2021 3", "found", "矿安〔2021〕3号", ["h"], []),
        ("矿安3号", "found", "矿安〔2021〕3号", ["h"], []),
        ("TQDR-2019-0010002", "found", "TQDR-2019-0010002", ["e"], []),
        ("TQDR-2016-0010009", "cited_only", "TQDR-2016-0010009", [], ["f"]),
    ],
)
def test_a_number_is_looked_up(
    numbered: Collection, typed: str, status: str, number: str, documents: list[str], cited_by: list[str]
) -> None:
    answer = lookup(typed, numbered.generation)
    assert (answer.status, answer.number) == (status, number)
    assert sorted(one.id for one in answer.documents) == documents
    assert sorted(one.id for one in answer.cited_by) == cited_by


def test_what_is_no_number_is_told_how_one_is_written(numbered: Collection) -> None:
    with pytest.raises(UsageError, match="发文字号"):
        lookup("双随机", numbered.generation)


def test_completion_offers_numbers_in_their_normal_form_and_terms_of_the_index(numbered: Collection) -> None:
    assert suggest("台政发2019", numbered.generation) == ("台政发〔2019〕17号", "台政发〔2019〕7号")
    assert "通知" in suggest("通", numbered.generation)
    assert suggest("没有这样的词", numbered.generation) == ()


@pytest.mark.parametrize("typed", ["台故发〔2019〕7号", "台故发2019-7"])
def test_a_misread_code_is_read_as_the_one_that_is_borne_and_said(numbered: Collection, typed: str) -> None:
    answer = lookup(typed, numbered.generation)
    assert (answer.status, answer.number) == ("found", "台政发〔2019〕7号")
    assert answer.notice is not None
    assert "台故发" in answer.notice
    assert answer.notice in numbered.search(typed).notices

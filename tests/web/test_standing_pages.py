"""Chains, comparisons and what is in force, over HTTP: pages without script, JSON, errors that say what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from search_app import create_app
from search_app.settings import from_environment


@pytest.fixture(scope="module")
def client(sample_index: Path) -> FlaskClient:
    return create_app(from_environment(sample_index)).test_client()


def ids(client: FlaskClient, query: str) -> list[str]:
    return [hit["id"] for hit in client.get(f"/api/search?q={query}").get_json()["hits"]]


def test_a_document_page_shows_what_is_in_force_with_its_proof(client: FlaskClient) -> None:
    (first, *_) = ids(client, "铜政规〔2019〕3号")
    page = client.get(f"/documents/{first}?as_of=2020-01-01").get_data(as_text=True)
    assert "未见废止（有效期至 2024-11-30）" in page
    assert "自2019年12月1日起施行" in page
    assert "有效期已满" in client.get(f"/documents/{first}?as_of=2025-01-01").get_data(as_text=True)


def test_hits_carry_their_status_and_narrow_by_it(client: FlaskClient) -> None:
    page = client.get("/search?q=重大行政决策&as_of=2025-01-01").get_data(as_text=True)
    assert "有效期已满（2024-12-01 起）" in page
    assert "有效期已满（" not in client.get(
        "/search?q=重大行政决策&validity=未见废止&as_of=2025-01-01"
    ).get_data(as_text=True)


def test_a_chain_is_told_as_json(client: FlaskClient) -> None:
    answer = client.get("/api/chain?document=铜政规〔2019〕3号").get_json()
    assert answer["document"]["document"]["number"] == "铜政规〔2019〕3号"
    assert client.get("/api/chain?document=台政发〔2099〕1号").status_code == 404
    assert "document" in client.get("/api/chain").get_json()["message"]


def test_two_documents_are_compared_on_a_page_and_as_json(client: FlaskClient) -> None:
    a, b = ids(client, "双随机")[:2]
    page = client.get(f"/compare?a={a}&b={b}").get_data(as_text=True)
    assert "逐条对比" in page
    assert "<mark>" in page
    answer = client.get(f"/api/compare?a={a}&b={b}").get_json()
    assert (answer["a"]["id"], answer["b"]["id"]) == (a, b)
    assert 0 <= answer["share"] <= 1
    assert sum(answer["counts"].values()) == len(answer["pairs"])


def test_the_page_of_comparison_asks_for_what_is_missing(client: FlaskClient) -> None:
    assert 'name="b"' in client.get("/compare?a=铜政规〔2019〕3号").get_data(as_text=True)
    assert client.get("/compare?a=铜政规〔2019〕3号&b=没有这篇").status_code in (400, 404)
    assert client.get("/api/compare?a=铜政规〔2019〕3号").status_code == 400


def test_a_day_that_is_none_is_refused(client: FlaskClient) -> None:
    assert "as_of" in client.get("/api/search?q=停车&as_of=2020-13-01").get_json()["message"]


def test_numbers_in_a_text_lead_to_their_documents_or_say_they_are_not_held(client: FlaskClient) -> None:
    (first, *_) = ids(client, "铜政规〔2019〕3号")
    page = client.get(f"/documents/{first}").get_data(as_text=True)
    assert '<span class="unheld" title="不在本库；已废止（2019-12-01 起）">铜政发〔2014〕62号</span>' in page

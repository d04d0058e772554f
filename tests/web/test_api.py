"""The JSON API answers as openapi.json says, and agrees with page, feed and export."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from search_app import create_app
from search_app.settings import Settings

ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def client(web_index: Path) -> FlaskClient:
    return create_app(Settings(web_index)).test_client()


def get(client: FlaskClient, url: str, status: int = 200) -> Any:
    answer = client.get(url)
    assert (answer.status_code, answer.mimetype) == (status, "application/json")
    return answer.get_json()


@pytest.mark.parametrize(
    "query", ["q=河道保洁", "q=异常文本", "q=河段巡查&sort=oldest&limit=20", "q=一窗受理&year=2019..2022"]
)
def test_page_json_export_and_feed_give_the_same_documents(client: FlaskClient, query: str) -> None:
    ids = [hit["id"] for hit in get(client, f"/api/search?{query}")["hits"]]
    assert ids
    html = client.get(f"/search?{query}").get_data(as_text=True)
    on_page = [unquote(found) for found in re.findall(r'<h2><a href="/documents/([^?#"]+)', html)]
    limit = f"&limit={len(ids)}"
    rows = csv.DictReader(
        io.StringIO(client.get(f"/export.csv?{query}{limit}").get_data().decode("utf-8-sig"))
    )
    lines = client.get(f"/export.jsonl?{query}{limit}").get_data(as_text=True).splitlines()
    feed = ElementTree.fromstring(client.get(f"/feed?{query}{limit}").data)
    links = [link.get("href", "") for link in feed.findall("a:entry/a:link", ATOM)]
    assert on_page == ids
    assert [row["id"] for row in rows] == ids
    assert [json.loads(line)["id"] for line in lines] == ids
    assert [link.rpartition("/")[2] for link in links] == ids


def test_an_export_names_query_generation_and_day(client: FlaskClient) -> None:
    generation = get(client, "/healthz")["generation"]
    answer = client.get("/export.csv?q=河道保洁")
    row = next(csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert (row["query"], row["generation"]) == ("河道保洁", generation)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", row["exported_on"])
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_no_cell_of_an_export_is_a_formula(client: FlaskClient) -> None:
    text = client.get("/export.csv?q=异常文本").get_data().decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["title"].startswith("'=")
    assert not [cell for cell in row.values() if cell[:1] in ("=", "+", "-", "@")]


def test_an_export_holds_more_than_one_page(client: FlaskClient) -> None:
    assert len(client.get("/export.jsonl?q=河段巡查").get_data(as_text=True).splitlines()) == 25


def test_a_document_has_its_fields_and_text(client: FlaskClient) -> None:
    document = get(client, "/api/documents/regulation")
    assert document["number"] == "云政发〔2021〕9号"
    assert document["gazette"]["serial_number"] == 14
    assert "第三条" in document["text"]


@pytest.mark.parametrize(
    ("number", "status"),
    [
        ("云政发〔2021〕9号", "found"),
        ("云政发2021 9", "found"),
        ("云政发（２０２１）９号", "found"),
        ("国发〔2015〕17号", "cited_only"),
        ("云政发〔1999〕99号", "not_found"),
    ],
)
def test_a_number_is_looked_up_in_any_spelling(client: FlaskClient, number: str, status: str) -> None:
    (found,) = get(client, "/api/lookup?number=" + quote(number))["results"]
    assert found["status"] == status


def test_several_numbers_are_answered_in_their_order(client: FlaskClient) -> None:
    found = get(client, "/api/lookup?number=云政发〔2021〕9号&number=云政发〔2021〕3号")
    assert [one["number"] for one in found["results"]] == ["云政发〔2021〕9号", "云政发〔2021〕3号"]


def test_suggestions_find_something(client: FlaskClient) -> None:
    suggestions = get(client, "/api/suggest?q=" + quote("河道"))["suggestions"]
    assert suggestions
    for text in suggestions:
        assert get(client, "/api/search?q=" + quote(text))["total"]


def test_issues_name_what_does_not_match(client: FlaskClient) -> None:
    issues = get(client, "/api/issues")["issues"]
    assert any(issue["gazette"] and issue["entries"] for issue in issues)
    for issue in issues:
        one = get(client, "/api/issues/" + issue["id"])
        assert len(one["contents"]) == issue["entries"]


@pytest.mark.parametrize(
    ("url", "status", "code"),
    [
        ("/api/search?q=河道 OR", 400, "query"),
        ("/api/search", 400, "query"),
        ("/api/search?q=河道&limit=1000", 400, "usage"),
        ("/api/search?q=河道&year=abc", 400, None),
        ("/api/documents/none", 404, "not_found"),
        ("/api/issues/none", 404, "not_found"),
        ("/api/lookup", 400, "usage"),
        ("/api/lookup?number=你好", 400, "usage"),
        ("/api/none", 404, "not_found"),
    ],
)
def test_an_error_is_json_with_code_and_message(
    client: FlaskClient, url: str, status: int, code: str | None
) -> None:
    error = get(client, url, status)
    assert code is None or error["code"] == code
    assert error["message"]


def test_a_malformed_query_names_the_place(client: FlaskClient) -> None:
    assert get(client, "/api/search?q=" + quote("河道 OR"), 400)["position"] == 3


def test_the_same_query_gives_the_same_bytes(client: FlaskClient) -> None:
    first, second = (get(client, "/api/search?q=河道保洁&explain=1") for _ in range(2))
    assert {**first, "took_ms": 0} == {**second, "took_ms": 0}

"""Beside the answers themselves: what they lead on to, how they travel, and who may read them."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from search_app import create_app
from search_app.settings import Settings

OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


@pytest.fixture
def client(web_index: Path) -> FlaskClient:
    return create_app(Settings(web_index)).test_client()


def test_next_leads_through_every_hit_once(client: FlaskClient) -> None:
    url: str | None = "/api/search?q=河段巡查&limit=7"
    seen: list[str] = []
    while url:
        said = client.get(url).get_json()
        seen += [hit["id"] for hit in said["hits"]]
        url = said["next"]
    assert len(seen) == len(set(seen)) == 25


@pytest.mark.parametrize("query", ["", "q=河段巡查", "type=通知", "q=河道&year=2021"])
def test_documents_and_export_hold_all_that_is_found_and_nothing_else(
    client: FlaskClient, query: str
) -> None:
    url: str | None = f"/api/documents?{query}&limit=9"
    listed: list[dict[str, Any]] = []
    total = None
    while url:
        said = client.get(url).get_json()
        total, url = said["total"], said["next"]
        listed += said["documents"]
    ids = [each["id"] for each in listed]
    assert ids == sorted(ids)
    assert len(set(ids)) == total
    lines = client.get(f"/api/export?{query}").get_data(as_text=True).splitlines()
    assert [json.loads(line)["id"] for line in lines] == ids
    if query:
        found = client.get(f"/api/search?{query}&limit=100&unfold=1").get_json()
        assert {hit["id"] for hit in found["hits"]} == set(ids)
    assert all(client.get(each["url"]).status_code == 200 for each in listed[:3])


def test_a_document_is_given_with_all_that_its_page_shows(client: FlaskClient) -> None:
    said = client.get("/api/documents/regulation").get_json()
    assert "citing" in {each["id"] for each in said["cited_by"]}
    assert "article-4" in {each["anchor"] for each in said["outline"]}
    for entry in said["outline"]:
        assert said["text"][entry["start"] : entry["end"]].lstrip("# ").startswith(entry["label"][:2])
    assert said["citations"]["gbt7714"].endswith("2021(2): 5.")
    assert said["url"] == "/documents/regulation"


def test_what_is_long_is_compressed_for_those_who_take_it(client: FlaskClient) -> None:
    for url in ("/api/search?q=河段巡查", "/search?q=河段巡查", "/api/export?text=1", "/stats"):
        plain = client.get(url)
        packed = client.get(url, headers={"Accept-Encoding": "gzip"})
        assert packed.headers["Content-Encoding"] == "gzip"
        assert len(gzip.decompress(packed.data)) == pytest.approx(len(plain.data), rel=0.01)
        assert "Accept-Encoding" in packed.headers["Vary"]
        assert "Content-Encoding" not in plain.headers
    assert "Content-Encoding" not in client.get("/healthz", headers={"Accept-Encoding": "gzip"}).headers


def test_pages_of_another_origin_may_read_only_where_it_is_named(web_index: Path) -> None:
    origin = "https://example.cn"
    closed, named = (create_app(Settings(web_index, cors=each)).test_client() for each in (None, origin))
    assert "Access-Control-Allow-Origin" not in closed.get("/api/suggest?q=河").headers
    for url, status in (("/api/suggest?q=河", 200), ("/api/search?none=1", 400)):
        answer = named.get(url, headers={"Origin": origin})
        assert (answer.status_code, answer.headers["Access-Control-Allow-Origin"]) == (status, origin)
    assert "Access-Control-Allow-Origin" not in named.get("/").headers


def test_browsers_can_add_the_engine(client: FlaskClient) -> None:
    assert 'href="/opensearch.xml"' in client.get("/").get_data(as_text=True)
    root = ElementTree.fromstring(client.get("/opensearch.xml").data)
    templates = {each.get("type"): each.get("template") or "" for each in root.iter(f"{OPENSEARCH}Url")}
    page = templates["text/html"].removeprefix("http://localhost").replace("{searchTerms}", "河道")
    assert client.get(page).status_code == 200
    typed = templates["application/x-suggestions+json"].removeprefix("http://localhost")
    said = json.loads(client.get(typed.replace("{searchTerms}", "河")).data)
    assert said[0] == "河"
    assert isinstance(said[1], list)

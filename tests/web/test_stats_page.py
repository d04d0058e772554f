"""The page of statistics: the numbers of the interface as chart, table of links and CSV, without a script."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from search_app import create_app
from search_app.settings import Settings


@pytest.fixture
def client(web_index: Path) -> FlaskClient:
    return create_app(Settings(web_index)).test_client()


@pytest.mark.parametrize(
    "query",
    [
        "",
        "q=一窗受理&by=district",
        "by=quarter&by=type",
        "q=河道&by=issuer&by=year",
        "by=month&year=2021",
        "by=validity",
    ],
)
def test_page_and_csv_say_what_the_interface_says(client: FlaskClient, query: str) -> None:
    said = client.get(f"/api/stats?{query}").get_json()
    html = client.get(f"/stats?{query}").get_data(as_text=True)
    assert f"<strong>{said['total']}</strong> 篇" in html
    for value, _ in said["rows"]:
        assert value in unescape(html)
    text = client.get(f"/stats.csv?{query}").get_data(as_text=True).removeprefix("\ufeff")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert [[value, *map(str, counts)] for value, counts in said["rows"]] == rows[1:]
    assert said["columns"] == (rows[0][1:] if said["columns"] else [])


@pytest.mark.parametrize("query", ["by=type", "by=year&by=type", "q=河道&by=quarter"])
def test_every_count_leads_to_as_many_documents(client: FlaskClient, query: str) -> None:
    said = client.get(f"/api/stats?{query}").get_json()
    html = client.get(f"/stats?{query}").get_data(as_text=True)
    rows = re.findall(r'<th scope="row"><a href="([^"]+)">', html)
    counts = [sum(counts) for value, counts in said["rows"] if value != "未载明"]
    assert rows
    for url, count in zip(rows, counts, strict=True):
        found = client.get("/api" + unescape(url)).get_json()
        assert found["total"] == count, url


def test_a_wrong_field_is_refused_and_an_empty_second_one_is_none(client: FlaskClient) -> None:
    assert client.get("/stats?by=title").status_code == 400
    assert client.get("/stats?by=year&by=").status_code == 200

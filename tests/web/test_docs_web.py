"""docs/web.md and docs/api.md tell the truth: every address opens, every answer shown is the answer given."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from search_app import create_app
from search_app.settings import Settings
from search_app.web.limits import Limits
from search_app.web.pages import FEED_LENGTH
from search_app.web.parameters import DEEPEST, FILTERS, LARGEST_EXPORT, LARGEST_LIMIT, LONGEST_QUERY

DOCS = Path(__file__).parent.parent.parent / "docs"
HOST = "http://127.0.0.1:8000"


@pytest.fixture
def client(web_index: Path) -> FlaskClient:
    return create_app(Settings(web_index)).test_client()


@pytest.mark.parametrize("name", ["web.md", "api.md"])
def test_every_address_of_the_guides_opens(client: FlaskClient, name: str) -> None:
    urls = re.findall(rf"{re.escape(HOST)}(/[^>'\n]*)", (DOCS / name).read_text(encoding="utf-8"))
    assert urls
    for url in urls:
        assert client.get(url).status_code == (400 if url.endswith("OR") else 200), url


def test_the_answers_shown_are_the_answers_given(client: FlaskClient) -> None:
    text = (DOCS / "api.md").read_text(encoding="utf-8")
    shown = re.findall(rf"^\$ curl -s '{re.escape(HOST)}([^']+)'\n(\{{.*\}})$", text, re.MULTILINE)
    assert len(shown) >= 2
    for url, expected in shown:
        actual = client.get(url).get_data(as_text=True).strip()
        pattern = ".*".join(map(re.escape, expected.split("…")))
        assert re.fullmatch(pattern, actual), actual


def test_the_searches_of_the_guide_find_something(client: FlaskClient) -> None:
    for query in (
        "一窗受理 营商环境",
        "“双随机、一公开”",
        "铜政办发2019 41",
        "欠薪 区县:番禺区 年份:2020 文种:通知",
    ):
        assert client.get("/api/search", query_string={"q": query}).get_json()["total"], query


def test_the_bounds_in_the_guides_are_the_bounds() -> None:
    web, api = ((DOCS / name).read_text(encoding="utf-8") for name in ("web.md", "api.md"))
    limits = Limits()
    assert f"每分钟 {limits.requests_per_minute} 次请求，可连发 {limits.burst} 次" in web
    assert f"最多 {limits.seconds:g} 秒" in web
    assert f"最多 {LONGEST_QUERY} 字" in web
    assert f"第 {DEEPEST} 篇" in web
    assert f"1 到 {LARGEST_LIMIT}" in api
    assert f"最多 {LARGEST_EXPORT} 篇" in api
    filters = next(line for line in api.splitlines() if "| 筛选" in line).split("|")[1]
    assert set(re.findall(r"`(\w+)`", filters)) <= set(FILTERS)
    assert FEED_LENGTH <= LARGEST_LIMIT

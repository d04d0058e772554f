"""docs/web.md and docs/api.md tell the truth: every address opens, every answer shown is the answer given."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from search_app import create_app
from search_app.settings import Settings
from search_app.web.downloads import FEED_LENGTH
from search_app.web.limits import Limits
from search_app.web.parameters import DEEPEST, FILTERS, LARGEST_EXPORT, LARGEST_LIMIT, LONGEST_QUERY
from tests.web_collection import serving

DOCS = Path(__file__).parent.parent.parent / "docs"
HOST = "http://127.0.0.1:8000"


@pytest.fixture
def client(web_index: Path) -> FlaskClient:
    return create_app(Settings(web_index)).test_client()


@pytest.mark.parametrize("name", ["web.md", "api.md"])
def test_every_address_of_the_guides_opens(client: FlaskClient, name: str) -> None:
    urls = re.findall(rf"<{re.escape(HOST)}(/[^>]*)>", (DOCS / name).read_text(encoding="utf-8"))
    assert urls
    for url in urls:
        assert client.get(url).status_code == 200, url


@pytest.mark.skipif(not (shutil.which("curl") and shutil.which("bash")), reason="curl is not installed")
def test_the_commands_shown_can_be_pasted_and_give_what_is_shown(web_index: Path) -> None:
    text = (DOCS / "api.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```console\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert len(blocks) >= 4
    with serving(web_index) as (_, address):
        for block in blocks:
            lines = block.splitlines()
            commands = "\n".join(line[2:] for line in lines if line.startswith("$ "))
            shown = "\n".join(line for line in lines if not line.startswith("$ "))
            answered = subprocess.run(
                ["bash", "-c", commands.replace(HOST, address)], capture_output=True, text=True, check=True
            )
            pattern = ".*".join(map(re.escape, shown.split("…"))) if shown else r"\{.*\}"
            assert re.fullmatch(pattern, answered.stdout.strip()), answered.stdout


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

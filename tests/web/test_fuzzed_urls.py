"""Whatever stands in a URL, a page or a refusal comes back, never a fault of the server."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search_app import create_app
from search_app.settings import Settings

NAMES = st.sampled_from(
    ["q", "district", "year", "type", "number", "gazette", "sort", "offset", "limit", "exact", "part", "view"]
)
SYNTAX = [
    "一窗受理",
    "河道",
    "(",
    ")",
    "OR",
    "AND",
    "NOT",
    "-",
    '"',
    "“",
    "”",
    "*",
    "year:",
    "2019..",
    "区县:",
    "云政发〔2021〕9号",
    "newest",
    "source",
    "10",
    "-1",
    "<b>",
    "％",
    "𠮷",
]
WORDS = st.lists(st.sampled_from([*SYNTAX, "\x00", "\ud800", "　", " "]), max_size=5).map("".join)
VALUES = st.one_of(WORDS, st.text(max_size=20))
PATHS = st.sampled_from(
    ["/", "/search", "/documents/regulation", "/documents/hostile-1", "/issues", "/feed", "/export.csv"]
)


@pytest.fixture(scope="module")
def client(web_index: Path) -> FlaskClient:
    return create_app(Settings(web_index)).test_client()


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(path=PATHS, pairs=st.lists(st.tuples(NAMES, VALUES), max_size=4))
def test_no_url_is_a_fault(client: FlaskClient, path: str, pairs: list[tuple[str, str]]) -> None:
    query = urlencode(pairs, errors="surrogatepass")
    answer = client.get(f"{path}?{query}")
    assert answer.status_code in (200, 303, 400), answer.get_data(as_text=True)[:2000]

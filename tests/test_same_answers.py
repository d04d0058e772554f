"""One query, one answer: page, terminal, JSON, JSON lines, CSV, workbook, feed, interface and Python name the same
documents in the same order.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

import search_app
from search_app.cli.app import run
from search_app.settings import Settings
from tests.small_collection import EVERYTHING

QUERIES = (
    (EVERYTHING, {}),
    ("双随机 抽查", {}),
    ('"一窗受理"', {}),
    ("通知", {"year": ("2019",)}),
    ("", {"type": ("通知",)}),
)
ENTRY = "{http://www.w3.org/2005/Atom}entry"
IDENTITY = "{http://www.w3.org/2005/Atom}id"

Query = tuple[str, dict[str, tuple[str, ...]]]


@pytest.fixture
def typed(index: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """What a search on the command line prints."""

    def call(query: Query, *options: str) -> str:
        text, filters = query
        given = [
            part for name, values in filters.items() for value in values for part in (f"--{name}", value)
        ]
        run(["search", *([text] if text else []), *given, *options, "--unfold", "--index", str(index)])
        return capsys.readouterr().out

    return call


@pytest.mark.parametrize("query", QUERIES)
def test_the_same_query_gives_the_same_ids_everywhere(
    index: Path, typed: Callable[..., str], query: Query
) -> None:
    text, filters = query
    found = search_app.open(index).search(text, filters=filters, unfold=True)
    expected = [hit.document.id for hit in found.hits]
    assert expected
    asked = {"q": text, "unfold": "1", **{name: list(values) for name, values in filters.items()}}
    client = search_app.create_app(Settings(index)).test_client()
    said = {
        "interface": [hit["id"] for hit in client.get("/api/search", query_string=asked).get_json()["hits"]],
        "page": _linked(client.get("/search", query_string=asked).get_data(as_text=True)),
        "feed": _entries(client.get("/feed", query_string=asked).data),
        "csv over http": _column(client.get("/export.csv", query_string=asked).get_data(as_text=True)),
        "json": [hit["id"] for hit in json.loads(typed(query, "--format", "json"))["hits"]],
        "jsonl": [json.loads(line)["id"] for line in typed(query, "--format", "jsonl").splitlines()],
        "csv": _column(typed(query, "--format", "csv")),
        "terminal": _printed(typed(query), expected),
    }
    assert said == dict.fromkeys(said, expected)


def test_a_workbook_names_the_same_ids(index: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="openpyxl is not installed")
    pytest.importorskip("xlsxwriter", reason="XlsxWriter is not installed")
    expected = [hit.document.id for hit in search_app.open(index).search(EVERYTHING, unfold=True).hits]
    client = search_app.create_app(Settings(index)).test_client()
    content = client.get("/export.xlsx", query_string={"q": EVERYTHING, "header": "name"}).data
    head, *rows = openpyxl.load_workbook(io.BytesIO(content), read_only=True).active.values
    assert [row[head.index("id")] for row in rows] == expected


def _linked(html: str) -> list[str]:
    return re.findall(r'<h2><a href="/documents/([^?"]+)', html)


def _printed(text: str, ids: list[str]) -> list[str]:
    """The ``ids`` in the order in which ``text`` has them, if it has a hit for each."""
    assert len(re.findall(r"^ *\d+\. ", text, re.MULTILINE)) == len(ids)
    return sorted(ids, key=lambda each: text.index(f" · {each}"))


def _entries(content: bytes) -> list[str]:
    entries = ElementTree.fromstring(content).iter(ENTRY)
    return [(entry.findtext(IDENTITY) or "").rpartition("/")[2] for entry in entries]


def _column(text: str) -> list[str]:
    return [row["id"] for row in csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))]

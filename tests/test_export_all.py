"""All that is held, in every form and in constant memory; what is exported with its text is read again as it was."""

from __future__ import annotations

import csv
import gc
import io
import json
import tracemalloc
from pathlib import Path

import pytest

from indexer.build import build
from indexer.generations import current
from indexer.models import Document, Text
from indexer.relations import validity
from indexer.relations.timeline import Timeline
from search_app import create_app, holdings
from search_app.cli.app import run
from search_app.export import documents_as_csv, documents_as_jsonl
from search_app.relations import Standing
from search_app.settings import Settings
from search_app.tables import DOCUMENT_COLUMNS, HEADINGS
from tests.small_collection import EVERYTHING, answer


def test_an_export_with_text_builds_the_same_documents(index: Path, tmp_path: Path) -> None:
    target = tmp_path / "all.jsonl"
    assert run(["export", "--text", "--output", str(target), "--index", str(index)]) == 0
    again = tmp_path / "again"
    assert build([target], again).documents == 8
    one, other = (answer(each, EVERYTHING)["hits"] for each in (index, again))
    assert isinstance(one, list)
    assert isinstance(other, list)
    assert {hit["id"]: hit["title"] for hit in one} == {hit["id"]: hit["title"] for hit in other}


def test_every_form_holds_every_document(
    index: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    ids = list(holdings.ids(current(index)))
    assert len(ids) == 8
    run(["export", "--index", str(index)])
    assert [json.loads(line)["id"] for line in capsys.readouterr().out.splitlines()] == ids
    run(["export", "--format", "csv", "--header", "zh", "--index", str(index)])
    rows = list(csv.reader(io.StringIO(capsys.readouterr().out.removeprefix("\ufeff"))))
    assert rows[0] == [HEADINGS[name] for name in DOCUMENT_COLUMNS]
    assert [row[0] for row in rows[1:]] == ids


def test_a_workbook_holds_every_document_as_text(index: Path, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="openpyxl is not installed")
    pytest.importorskip("xlsxwriter", reason="XlsxWriter is not installed")
    target = tmp_path / "all.xlsx"
    assert run(["export", "--format", "xlsx", "--output", str(target), "--index", str(index)]) == 0
    workbook = openpyxl.load_workbook(target, read_only=True)
    rows = list(workbook.active.values)
    workbook.close()
    assert rows[0][:2] == ("编号", "标题")
    assert [row[0] for row in rows[1:]] == list(holdings.ids(current(index)))


def test_pages_of_documents_lead_through_all(index: Path) -> None:
    client = create_app(Settings(index)).test_client()
    url, found = "/api/documents?limit=3", []
    while url:
        page = client.get(url).get_json()
        found += [document["id"] for document in page["documents"]]
        assert page["total"] == 8
        url = page["next"]
    assert found == list(holdings.ids(current(index)))


def test_the_interface_streams_the_same_lines(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    client = create_app(Settings(index)).test_client()
    run(["export", "--text", "--index", str(index)])
    assert client.get("/api/export?text=1").get_data(as_text=True) == capsys.readouterr().out


@pytest.mark.parametrize(
    "url", ["/api/search?q=x&distrikt=a", "/api/documents?page=2", "/api/export?form=csv"]
)
def test_an_unknown_parameter_is_refused(index: Path, url: str) -> None:
    answered = create_app(Settings(index)).test_client().get(url)
    assert answered.status_code == 400
    assert url.split("?")[1].split("&")[-1].split("=")[0] in answered.get_json()["message"]


def test_exporting_takes_no_more_memory_for_more_documents() -> None:
    def peak(count: int) -> int:
        standing = Standing(validity(Timeline(), "2026-01-01"), ())
        documents = (
            holdings.Held(Document(f"{at:012x}", "标题" * 10, text=Text("正文" * 500)), standing)
            for at in range(count)
        )
        tracemalloc.start()
        for at, _ in enumerate(documents_as_jsonl(documents, with_text=True)):
            if at % 20 == 0:  # what waits to be collected is not held
                gc.collect()
        for _ in documents_as_csv(iter(()), with_text=True):
            pass
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(10)
    assert peak(2_000) < 2 * peak(20)

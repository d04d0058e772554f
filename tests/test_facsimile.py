"""A scanned document's page shows its sheets with the marks on them, and nothing but sheets of the index's sources."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.build import build, update
from indexer.files import Print
from indexer.generations import current
from indexer.models import Document, Source, Text
from indexer.prints import keep_prints
from indexer.recognising import pages_folder
from indexer.scans import PageCache, PageJob, PageLine, Piece, ReadPage, TextBox, installed
from indexer.sources import SourceFile, walk
from search_app.documents import sheets_of
from search_app.settings import Settings
from search_app.web import create_app
from tests.composed_scans import NOTICE, page, saved

pytest.importorskip("PIL")
EM = 40


def line(text: str, y: float, sheet: int = 0, x: float = 100) -> Print:
    """A line of ideographs of 40 pixels, printed at x, y of a sheet."""
    right = x + EM * len(text)
    box = TextBox((x, y, right, y, right, y + EM, x, y + EM), text, 0.99)
    return Print(sheet, (1000, 800), PageLine(text, 0.99, (Piece(0, box),)))


@pytest.fixture(scope="module")
def scanned_index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An index of one scan of two sheets, whose pages were read by an engine of the test's own."""
    files = tmp_path_factory.mktemp("files")
    index = tmp_path_factory.mktemp("scanned") / "index"
    data = saved([page(NOTICE[:4]), page(NOTICE[4:])], "PDF")
    (files / "a.pdf").write_bytes(data)
    (source,) = (found for found in walk([files]) if isinstance(found, SourceFile))
    cache = PageCache(pages_folder(index))
    for sheet, lines in enumerate((NOTICE[:4], NOTICE[4:])):
        boxes = [line(text, 100 + 60 * at).line.pieces[0].box for at, text in enumerate(lines)]
        cache.keep(f"{sheet}" * 64, ReadPage(1000, 800, "mine", tuple(boxes)))
    cache.note(source.digest(), "mine-1", {0: "0" * 64, 1: "1" * 64})
    with pytest.MonkeyPatch.context() as patched:
        for room in ("files.scanned", "recognising"):
            patched.setattr(f"indexer.{room}.installed", lambda: None)
        build([files], index)
        yield index


def test_the_page_shows_the_sheets_with_the_marks_of_the_query(scanned_index):
    client = create_app(Settings(scanned_index)).test_client()
    (report,) = current(scanned_index).issues()
    html = client.get(f"/documents/{report.documents[0]}?q=防汛应急预案").get_data(as_text=True)
    assert "扫描原件（2 页，标出 2 处）" in html
    pictures = re.findall(r'<img src="([^"]+)"', html)
    assert len(pictures) == 2
    assert re.findall(r'<polygon points="([^"]+)"', html)[0] == "260,160 500,160 500,200 260,200"


def test_a_picture_is_the_sheet_and_is_kept_by_browsers(scanned_index):
    from PIL import Image

    client = create_app(Settings(scanned_index)).test_client()
    (report,) = current(scanned_index).issues()
    answer = client.get(f"/documents/{report.documents[0]}/sheets/2.jpg")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert "private" in answer.headers["Cache-Control"]
    assert Image.open(io.BytesIO(answer.data)).size == (1100, 800)
    known = {"If-None-Match": answer.headers["ETag"]}
    assert client.get(f"/documents/{report.documents[0]}/sheets/2.jpg", headers=known).status_code == 304


def test_sheets_that_are_not_the_documents_are_not_shown(scanned_index):
    client = create_app(Settings(scanned_index)).test_client()
    (report,) = current(scanned_index).issues()
    assert client.get(f"/documents/{report.documents[0]}/sheets/3.jpg").status_code == 404
    assert client.get("/documents/0123456789ab/sheets/1.jpg").status_code == 404


def test_a_file_that_has_changed_is_not_shown(scanned_index):
    client = create_app(Settings(scanned_index)).test_client()
    (report,) = current(scanned_index).issues()
    before = Path(report.path).read_bytes()
    try:
        Path(report.path).write_bytes(saved([page(["换了"])], "PDF"))
        assert client.get(f"/documents/{report.documents[0]}/sheets/1.jpg").status_code == 404
    finally:
        Path(report.path).write_bytes(before)


def test_an_update_keeps_the_places(scanned_index):
    update([], scanned_index)
    client = create_app(Settings(scanned_index)).test_client()
    (report,) = current(scanned_index).issues()
    assert "扫描原件（2 页" in client.get(f"/documents/{report.documents[0]}").get_data(as_text=True)


def test_a_mark_over_a_line_end_and_a_blank_stands_in_both_boxes(scanned_index):
    generation = current(scanned_index)
    (report,) = generation.issues()
    report = replace(report, sha256="5" * 64)
    prints = [line("青 溪县人民", 100), None, line("政府文件", 200, sheet=1)]
    keep_prints(prints, report.sha256, PageCache(pages_folder(scanned_index)))
    text = Text("青溪县人民政府文件", ((0, 1), (5, 3)))
    document = Document(id="x", title="", source=Source("a.pdf", 1, 3), text=text)
    first, second = sheets_of(document, report, [(1, 7)], generation)
    assert (first.number, second.number) == (1, 2)
    assert first.marks[0][0] > 100 + EM
    assert first.marks[0][2] == 100 + 6 * EM
    assert second.marks == ((100, 200, 180, 200, 180, 240, 100, 240),)


def test_what_is_no_scan_has_no_sheets(index, files):
    build([files], index)
    generation = current(index)
    report = next(each for each in generation.issues() if each.documents)
    document = Document(id="x", title="", source=Source("a.txt", 1, 3), text=Text("a", ((0, 1),)))
    assert sheets_of(document, report, [(0, 1)], generation) == ()


@pytest.mark.skipif(installed() is None, reason="needs the extra [ocr], or tesseract")
def test_a_page_job_of_a_changed_file_is_refused(scanned_index):
    from indexer.errors import ExtractError
    from indexer.scans import show_page

    (report,) = current(scanned_index).issues()
    (source,) = (found for found in walk([Path(report.path)]) if isinstance(found, SourceFile))
    with pytest.raises(ExtractError, match="变了"):
        show_page(PageJob(source, "0" * 64, 0, 0, scanned_index))

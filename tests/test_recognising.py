"""Scans come back with their documents, once; a photograph is no scan; without an engine the file is named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

import dictionaries
from indexer import recognising
from indexer.errors import ExtractError
from indexer.files import Extracted, extract, scanned_pages
from indexer.models import Document
from indexer.parse import parse, parse_extracted
from indexer.recognising import PageProgress, pages_folder, recognise
from indexer.scans import PageCache, installed
from indexer.sources import SourceFile, walk
from tests.composed_files import pdf
from tests.composed_scans import NOTICE, REPLY, askew, grainy, lines_beside, page, photograph, saved

pytest.importorskip("PIL")
engine = pytest.mark.skipif(installed() is None, reason="needs the extra [ocr], or tesseract")

LEFT = (
    "全县各级各部门要高度重视防汛工作，落实责任，备足物资，加强巡查，确保水库、河道和低洼地带安全度汛，" * 2
)
RIGHT = (
    "遇有险情立即报告，及时转移受威胁群众，妥善安置，做好供水、供电、道路和通信的抢修，恢复生产和生活，" * 2
)


@dataclass(frozen=True)
class Scans:
    """Some scans that have been recognised: their files, the cache, and what was told meanwhile."""

    files: Mapping[str, bytes]
    cache: PageCache
    told: list[PageProgress]

    def read(self, name: str) -> Extracted:
        return extract(name, self.files[name], None, self.cache)


@pytest.fixture(scope="session")
def scans(tmp_path_factory: pytest.TempPathFactory) -> Scans:
    """Nearly all pages of these tests that an engine reads: it takes seconds for each."""
    folder = tmp_path_factory.mktemp("scans")
    columns = page(tuple(lines_beside(LEFT, 13)), tuple(lines_beside(RIGHT, 13)), head=("防汛工作简报",))
    files = {
        "公报.pdf": saved([page(NOTICE), askew(grainy(page(REPLY)), 1.2)], "PDF"),
        "栏.png": saved([columns], "PNG"),
        "多页.tif": saved([page(NOTICE[:3], size=(1100, 300)), page(REPLY[:3], size=(1100, 300))], "TIFF"),
        "猫.jpg": photograph(),
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    read = Scans(files, PageCache(folder / "cache"), [])
    recognise(sources(folder), read.cache, read.told.append)
    return read


def sources(*paths: Path) -> list[SourceFile]:
    return [found for found in walk(paths) if isinstance(found, SourceFile)]


def documents(extracted: Extracted) -> tuple[Document, ...]:
    return parse_extracted("a.pdf", extracted, dictionaries.load()).documents


@engine
def test_a_scanned_pdf_comes_back_with_its_documents(scans):
    notice, reply = documents(scans.read("公报.pdf"))
    assert (notice.title, notice.number) == (
        "青溪县人民政府办公室关于印发防汛应急预案的通知",
        "青政办发〔2021〕15号",
    )
    assert (notice.written_on, notice.page) == ("2021-03-15", 1)
    assert (reply.title, reply.number) == ("青溪县人民政府关于同意设立城东社区的批复", "青政函〔2021〕8号")
    assert (reply.written_on, reply.page) == ("2021-04-02", 2)
    assert notice.ocr is not None
    assert notice.ocr.engine
    assert 0.5 < notice.ocr.confidence <= 1


@engine
def test_two_columns_are_read_one_after_the_other(scans):
    text = "".join(scans.read("栏.png").lines)
    assert "备足物资，加强巡查" in text
    assert "及时转移受威胁群众" in text
    assert text.index("安全度汛") < text.index("遇有险情")


@engine
def test_a_tiff_of_several_pages_is_read_page_by_page(scans):
    extracted = scans.read("多页.tif")
    assert [place for place, _ in extracted.pages] == [0, 3]
    assert extracted.lines[3:] == REPLY[:3]


@engine
def test_a_photograph_gives_a_warning_and_no_document(scans):
    extracted = scans.read("猫.jpg")
    assert extracted.lines == ()
    assert any("照片" in warning for warning in extracted.warnings)


@engine
def test_what_was_read_once_is_not_read_again(scans, tmp_path, monkeypatch):
    copies = tmp_path / "elsewhere"
    copies.mkdir()
    for name, data in scans.files.items():
        (copies / name).write_bytes(data)
    monkeypatch.setattr(recognising.workers, "run", without_pages(recognising.workers.run))
    told: list[PageProgress] = []
    recognise(sources(copies), scans.cache, told.append)
    assert told == []


def without_pages(run):
    """``workers.run`` that looks at files but reads no page."""

    def only_surveys(call, jobs, **options):
        if call is not recognising.survey:
            assert list(jobs) == []
            return iter(())
        return run(call, jobs, **options)

    return only_surveys


@engine
def test_progress_is_told_by_page_and_ends_at_the_whole(scans):
    shown = [each.shown for each in scans.told]
    assert [each for each in shown if each.startswith("公报")] == ["公报.pdf 第1/2页", "公报.pdf 第2/2页"]
    assert len(shown) == 6
    assert scans.told[-1].done == scans.told[-1].total
    assert [each.done for each in scans.told] == sorted(each.done for each in scans.told)


@engine
def test_a_page_that_was_not_read_is_named_and_the_others_are_there(scans, monkeypatch):
    kept = scans.cache.pages_of
    monkeypatch.setattr(PageCache, "pages_of", lambda self, *key: {0: kept(*key)[0]})
    extracted = scans.read("多页.tif")
    assert extracted.lines == NOTICE[:3]
    assert extracted.warnings == ("第2页是图片，文字没有识别出来",)


@engine
def test_parsing_reads_a_scan_by_itself(tmp_path):
    (tmp_path / "a.png").write_bytes(saved([page(NOTICE)], "PNG"))
    (source,) = sources(tmp_path / "a.png")
    (document,) = parse(source, dictionaries.load()).documents
    assert document.number == "青政办发〔2021〕15号"


def test_without_an_engine_the_file_is_named_with_the_command(monkeypatch):
    monkeypatch.setattr("indexer.files.scanned.installed", lambda: None)
    for name, data in (("a.pdf", saved([page(["甲"])], "PDF")), ("a.png", saved([page(["甲"])], "PNG"))):
        with pytest.raises(ExtractError, match=r"pip install 'gsearch-gazette\[ocr\]'") as caught:
            extract(name, data)
        assert caught.value.skipped


def test_pages_with_a_text_layer_are_not_pictures():
    text = ["青溪县人民政府办公室关于印发防汛应急预案的通知", "各乡镇人民政府，县政府各部门："]
    assert scanned_pages("a.pdf", pdf(text)) == ()
    assert scanned_pages("a.pdf", saved([page(["甲"])], "PDF")) == (0,)
    assert scanned_pages("a.txt", b"text") == ()


@pytest.mark.parametrize("beginning", ["BM", "MM", "II*"])
def test_a_text_that_begins_like_a_picture_is_a_text(beginning):
    assert extract("a.txt", f"{beginning}区公报".encode()).lines == (f"{beginning}区公报",)


def test_a_damaged_picture_is_named():
    with pytest.raises(ExtractError, match="图片已损坏"):
        extract("a.png", b"\x89PNG\r\n\x1a\n" + bytes(500), None, None)
    with pytest.raises(ExtractError, match="已损坏"):
        extract("a.png", b"no picture at all")


def test_the_pages_of_an_index_lie_in_its_own_folder(tmp_path):
    assert pages_folder(tmp_path).is_relative_to(tmp_path)

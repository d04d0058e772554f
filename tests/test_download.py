"""A document to take away: nothing printed twice, tables as tables, how it is cited at the end."""

from __future__ import annotations

import io
from pathlib import Path
from urllib.parse import unquote
from zipfile import ZipFile

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH

import search_app
from dictionaries import load
from indexer.errors import NotFoundError
from indexer.models import Document, Text
from search_app.documents import as_docx, as_text, table_as_csv
from search_app.settings import Settings
from tests.small_collection import EVERYTHING

BODY = "第一章 总则\n第一条 为了保护河道，制定本办法。\n序号\t河道\t长度\n1\t东河\t3公里\n云岭区人民政府\n2019年6月25日"
TITLE = "云岭区河道保洁办法"


def document(text: str) -> Document:
    return Document("1", TITLE, number="云政发〔2019〕1号", issuer="云岭区人民政府", text=Text(text))


@pytest.mark.parametrize(
    "text", [BODY, f"{TITLE}\n{BODY}", f"云岭区人民政府文件\n云政发〔2019〕1号\n{TITLE}\n{BODY}"]
)
def test_the_title_stands_once(text: str) -> None:
    lines = as_text(document(text)).splitlines()
    assert lines.count(TITLE) == 1
    assert lines[-1] == f"《{TITLE}》（云政发〔2019〕1号）"
    printed = [paragraph.text for paragraph in docx.Document(io.BytesIO(as_docx(document(text)))).paragraphs]
    assert printed.count(TITLE) == 1
    assert printed[-1] == f"《{TITLE}》（云政发〔2019〕1号）"


def test_a_word_file_has_headings_tables_and_the_signature_at_the_right() -> None:
    file = docx.Document(io.BytesIO(as_docx(document(f"{BODY}\x0b"))))
    styles = {paragraph.text: (paragraph.style.name, paragraph.alignment) for paragraph in file.paragraphs}
    assert styles["第一章 总则"][0] == "Heading 1"
    assert styles["云岭区人民政府"][1] == WD_ALIGN_PARAGRAPH.RIGHT
    assert [[cell.text for cell in row.cells] for row in file.tables[0].rows] == [
        ["序号", "河道", "长度"],
        ["1", "东河", "3公里"],
    ]


def test_a_table_that_is_not_there_is_named() -> None:
    assert table_as_csv(document(BODY), 1, load()).splitlines()[1] == "1,东河,3公里"
    with pytest.raises(NotFoundError, match="没有第 2 张"):
        table_as_csv(document(BODY), 2, load())


def test_a_download_is_called_by_its_number(index: Path) -> None:
    client = search_app.create_app(Settings(index)).test_client()
    hits = search_app.open(index).search(EVERYTHING).hits
    hit = next(hit for hit in hits if hit.document.number)
    answer = client.get(f"/documents/{hit.document.id}/document.docx")
    assert unquote(answer.headers["Content-Disposition"]).endswith(f"{hit.document.number}.docx")
    assert "word/document.xml" in ZipFile(io.BytesIO(answer.data)).namelist()

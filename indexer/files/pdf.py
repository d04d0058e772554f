"""PDF with a text layer → raw lines with page numbers; heads and page numbers that run over the pages are
dropped."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from pathlib import Path

from indexer.errors import ExtractError
from indexer.files import pdf_worker
from indexer.files.child import run_child
from indexer.files.extracted import Extracted
from indexer.files.running import printed_numbers, without_running
from indexer.files.text import clean

TIMEOUT, TIMEOUT_PER_MB = 9.0, 0.5
"""Seconds granted to a PDF, and per megabyte of it: PDFium reads some hundred pages of text a second."""

_REASONS = {
    "password": "PDF 已加密，需要先用密码解开",
    "damaged": "PDF 已损坏，读不出来",
    "too_large": f"PDF 超过上限（{pdf_worker.MAX_PAGES} 页，页面 5 米见方，解开后 {pdf_worker.MAX_MEMORY >> 20} MB）",
}


def extract_pdf(data: bytes) -> Extracted:
    """The text layer of a PDF. Raises ExtractError where there is none, where it is damaged or encrypted,
    and, marked as skipped, where the extra ``[pdf]`` is not installed."""
    if importlib.util.find_spec("pypdfium2") is None:
        raise ExtractError("读 PDF 需要安装 gsearch[pdf]：pip install pypdfium2", skipped=True)
    pages = _page_lines(data)
    if not any(line for page in pages for line in page):
        raise ExtractError("PDF 没有文字层（可能是扫描件），需要先做文字识别（OCR）")
    lines: list[str] = []
    starts: list[tuple[int, int]] = []
    for number, page in zip(printed_numbers(pages), without_running(pages), strict=True):
        starts.append((len(lines), number))
        lines += page
    return Extracted(kind="pdf", lines=tuple(lines), pages=tuple(starts))


def _page_lines(data: bytes) -> list[list[str]]:
    """The lines of each page that are not blank, as PDFium found them."""
    command = [sys.executable, "-P", str(Path(pdf_worker.__file__)), str(len(data))]
    timeout = TIMEOUT + TIMEOUT_PER_MB * len(data) / (1 << 20)
    try:
        answer = json.loads(run_child(command, timeout=timeout, input_bytes=data))
    except ValueError:
        answer = {"error": "damaged"}
    if "pages" not in answer:
        raise ExtractError(_REASONS[answer["error"]])
    texts = (re.sub(r"\r\n?|\f", "\n", text) for text in answer["pages"])
    return [[line for raw in text.split("\n") if (line := clean(raw).strip())] for text in texts]

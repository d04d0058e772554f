"""PDF → raw lines with page numbers, from its text layer or, page by page, from what was read of its pictures."""

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
from indexer.files.scanned import assembled, sheets_of
from indexer.files.text import clean
from indexer.scans import PageCache

TIMEOUT, TIMEOUT_PER_MB = 9.0, 0.5
"""Seconds granted to a PDF, and per megabyte of it: PDFium reads some hundred pages of text a second."""

_REASONS = {
    "password": "PDF 已加密，需要先用密码解开",
    "damaged": "PDF 已损坏，读不出来",
    "too_large": f"PDF 超过上限（{pdf_worker.MAX_PAGES} 页，页面 5 米见方，解开后 {pdf_worker.MAX_MEMORY >> 20} MB）",
}


def extract_pdf(data: bytes, cache: PageCache | None = None) -> Extracted:
    """The text of a PDF: its text layer, and of scanned pages what was read from their pictures into ``cache``.

    Raises ExtractError where there is no text, where it is damaged or encrypted, and, marked as skipped, where the
    extra ``[pdf]`` is not installed or all pages are scans that nobody has read."""
    if importlib.util.find_spec("pypdfium2") is None:
        raise ExtractError("读 PDF 需要安装 gsearch[pdf]：pip install pypdfium2", skipped=True)
    pages, scanned = _page_lines(data)
    sheets = sheets_of(data, cache) if scanned else {}
    extracted = assembled("pdf", pages, scanned, sheets)
    if not extracted.lines and not extracted.warnings:
        raise ExtractError("PDF 里没有文字")
    return extracted


def scanned_pages(data: bytes) -> tuple[int, ...]:
    """The pages, from 0, of a PDF that have no usable text layer. Raises ExtractError as ``extract_pdf`` does."""
    if importlib.util.find_spec("pypdfium2") is None:
        return ()
    return tuple(_page_lines(data)[1])


def _page_lines(data: bytes) -> tuple[list[list[str]], list[int]]:
    """The lines of each page that are not blank, as PDFium found them, and which pages are scans."""
    command = [sys.executable, "-P", str(Path(pdf_worker.__file__)), str(len(data))]
    timeout = TIMEOUT + TIMEOUT_PER_MB * len(data) / (1 << 20)
    try:
        answer = json.loads(run_child(command, timeout=timeout, input_bytes=data))
    except ValueError:
        answer = {"error": "damaged"}
    if "pages" not in answer:
        raise ExtractError(_REASONS[answer["error"]])
    texts = (re.sub(r"\r\n?|\f", "\n", text) for text in answer["pages"])
    return [[line for raw in text.split("\n") if (line := clean(raw).strip())] for text in texts], answer[
        "scanned"
    ]

"""Chooses the reader of a file: by its content where that is unmistakable, otherwise by its name."""

from __future__ import annotations

from pathlib import PurePosixPath

from indexer.errors import ExtractError
from indexer.files import sniff
from indexer.files.archives import list_members
from indexer.files.docx import extract_docx
from indexer.files.extracted import Extracted
from indexer.files.legacy import extract_legacy
from indexer.files.ofd import extract_ofd
from indexer.files.pdf import extract_pdf
from indexer.files.records import extract_records
from indexer.files.text import extract_text
from indexer.files.webpage import extract_html

READABLE_SUFFIXES = frozenset(
    {".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".shtml", ".jsonl", ".ndjson"}
    | {".docx", ".docm", ".pdf", ".ofd", ".doc", ".wps"}
)
"""Suffixes, in lower case, that a folder is searched for; ``.zip`` is unpacked by :mod:`indexer.sources`."""

_WEB_PAGES = frozenset({".html", ".htm", ".xhtml", ".shtml"})
_OFFICE = frozenset({".doc", ".wps", ".docx"})
_BINARY_FORMATS = frozenset({".docx", ".docm", ".ofd", ".pdf"})
_LEGACY = {".wps": ".wps"}
_PDF_WITHIN = 1024
"""Bytes before a PDF's header that readers put up with (ISO 32000-1, annex H, implementation note 13)."""


def extract(name: str, data: bytes, encoding: str | None = None) -> Extracted:
    """The text lines or records of the file ``name`` with content ``data``.

    ``encoding`` overrides detection for text, web pages and ``.jsonl``. A text file that holds no text (a
    photograph) is no fault: it has no lines and one warning. Raises ExtractError with a Chinese reason where
    a document format is damaged, encrypted or unreadable here, and UsageError for an unknown ``encoding``.
    """
    suffix = PurePosixPath(name).suffix.lower()
    foreign = sniff.foreign_format(data)
    if foreign is not None:
        return Extracted(kind="binary", warnings=(f"内容是{foreign}，不是文字，没有取出任何文字",))
    if data.startswith(sniff.ZIP):
        return _extract_zipped(data, suffix)
    if sniff.PDF in data[:_PDF_WITHIN]:
        return extract_pdf(data)
    if data.startswith((sniff.OLE, sniff.RTF)):
        return extract_legacy(data, ".rtf" if data.startswith(sniff.RTF) else _LEGACY.get(suffix, ".doc"))
    if suffix in _BINARY_FORMATS and not sniff.looks_like_html(data):
        raise ExtractError(f"文件已损坏，内容不是 {suffix} 格式" if data else "文件是空的")
    if suffix in (".jsonl", ".ndjson"):
        return extract_records(data, encoding)
    if suffix in _WEB_PAGES or (suffix in _OFFICE and sniff.looks_like_html(data)):
        return extract_html(data, encoding)
    return extract_text(data, encoding)


def _extract_zipped(data: bytes, suffix: str) -> Extracted:
    """A document that is a zip package, by the part that only its format has."""
    marks = {member.name.lower() for member in list_members(data)}
    if "word/document.xml" in marks or (suffix in (".docx", ".docm") and "ofd.xml" not in marks):
        return extract_docx(data)
    if "ofd.xml" in marks or suffix == ".ofd":
        return extract_ofd(data)
    raise ExtractError("内容是 zip 压缩包，不是文档")

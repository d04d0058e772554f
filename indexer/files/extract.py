"""Chooses the reader of a file: by its content where that is unmistakable, otherwise by its name."""

from __future__ import annotations

from pathlib import PurePosixPath

from indexer.files import sniff
from indexer.files.extracted import Extracted
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


def extract(name: str, data: bytes, encoding: str | None = None) -> Extracted:
    """The text lines or records of the file ``name`` with content ``data``.

    ``encoding`` overrides detection for text, web pages and ``.jsonl``. A text file that holds no text (a
    photograph) is no fault: it has no lines and one warning. Raises ExtractError with a Chinese reason where
    a document format is damaged, encrypted or unreadable here, and UsageError for an unknown ``encoding``.
    """
    foreign = sniff.foreign_format(data)
    if foreign is not None:
        return Extracted(kind="binary", warnings=(f"内容是{foreign}，不是文字，没有取出任何文字",))
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in (".jsonl", ".ndjson"):
        return extract_records(data, encoding)
    if suffix in _WEB_PAGES or (suffix in _OFFICE and sniff.looks_like_html(data)):
        return extract_html(data, encoding)
    return extract_text(data, encoding)

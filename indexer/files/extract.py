"""Chooses the reader of a file: by its content where that is unmistakable, otherwise by its name."""

from __future__ import annotations

from indexer.files import sniff
from indexer.files.extracted import Extracted
from indexer.files.text import extract_text

READABLE_SUFFIXES = frozenset(
    {".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".shtml", ".jsonl", ".ndjson"}
    | {".docx", ".docm", ".pdf", ".ofd", ".doc", ".wps"}
)
"""Names, in lower case, that a folder is searched for; ``.zip`` is unpacked by :mod:`indexer.sources`."""


def extract(name: str, data: bytes, encoding: str | None = None) -> Extracted:
    """The text lines or records of the file ``name`` with content ``data``.

    ``encoding`` overrides detection for text, web pages and ``.jsonl``. A text file that holds no text (a
    photograph) is no fault: it has no lines and one warning. Raises ExtractError with a Chinese reason where
    a document format is damaged, encrypted or unreadable here, and UsageError for an unknown ``encoding``.
    """
    foreign = sniff.foreign_format(data)
    if foreign is not None:
        return Extracted(kind="binary", warnings=(f"内容是{foreign}，不是文字，没有取出任何文字",))
    return extract_text(data, encoding)

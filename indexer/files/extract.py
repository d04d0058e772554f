"""Chooses the reader of a file: by its content where that is unmistakable, otherwise by its name."""

from __future__ import annotations

from pathlib import PurePosixPath

from indexer.errors import ExtractError
from indexer.files import formats, sniff
from indexer.files.archives import list_members
from indexer.files.extracted import Extracted
from indexer.files.formats import Content, Format
from indexer.scans import PageCache


def extract(name: str, data: bytes, encoding: str | None = None, cache: PageCache | None = None) -> Extracted:
    """The text lines or records of the file ``name`` with content ``data``.

    ``encoding`` overrides detection for text, web pages and ``.jsonl``. Pages of scans are taken from ``cache``,
    into which :func:`indexer.recognising.recognise` has read them. A text file that holds no text (a photograph)
    is no fault: it has no lines and one warning. Raises ExtractError with a Chinese reason where a document format
    is damaged, encrypted or unreadable here, and UsageError for an unknown ``encoding``.
    """
    suffix = PurePosixPath(name).suffix.lower()
    foreign = sniff.foreign_format(data)
    if foreign is not None and not _is_picture(suffix, data):
        return Extracted(kind="binary", warnings=(f"内容是{foreign}，不是文字，没有取出任何文字",))
    return _format(suffix, data).extract(Content(suffix, data, encoding, cache))


def scanned_pages(name: str, data: bytes) -> tuple[int, ...]:
    """The pages, from 0, of a file that are pictures and have to be recognised; none in most formats.

    Raises ExtractError where the file is damaged.
    """
    row = _format(PurePosixPath(name).suffix.lower(), data) if formats.may_be_scanned(name) else None
    return row.scanned(data) if row is not None and row.scanned is not None else ()


def _is_picture(suffix: str, data: bytes) -> bool:
    """Whether a file is a picture and is called one: a photograph under a text's name is none of ours."""
    row = formats.named(suffix)
    return row is not None and row.kind == "image" and row.begins(data)


def _format(suffix: str, data: bytes) -> Format:
    """The row of the format that a file is. Raises ExtractError where it is none of those that its name allows."""
    if data.startswith(sniff.ZIP):
        return _zipped(suffix, data)
    known = (
        each for each in formats.FORMATS if each.begins(data) and (each.any_name or suffix in each.suffixes)
    )
    unmistakable = next(known, None)
    if unmistakable is not None:
        return unmistakable
    row = formats.named(suffix) or formats.of_kind("text")
    if row.magic or row.package:
        if sniff.looks_like_html(data):
            return formats.of_kind("html")
        if not row.text_too:
            raise ExtractError(f"文件已损坏，内容不是 {suffix} 格式" if data else "文件是空的")
        return formats.of_kind("text")
    return row


def _zipped(suffix: str, data: bytes) -> Format:
    """A document that is a zip package, by the part that only its format has, else by its name."""
    found = formats.packaged({member.name.lower() for member in list_members(data)})
    if found is not None:
        return found
    row = formats.named(suffix)
    if row is None or row.package is None:
        raise ExtractError("内容是 zip 压缩包，不是文档")
    return row

"""The formats that are read, one row each: how a file is known to be one, and who reads it.

A new format is a module with its reader and a row here; whoever walks, extracts or cuts files asks this table.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import PurePosixPath

from indexer.files import sniff
from indexer.files.docx import extract_docx
from indexer.files.extracted import Extracted
from indexer.files.image import extract_image, scanned_frames
from indexer.files.legacy import extract_legacy
from indexer.files.ofd import extract_ofd
from indexer.files.pdf import extract_pdf, scanned_pages
from indexer.files.records import extract_records
from indexer.files.text import extract_text
from indexer.files.webpage import extract_html
from indexer.scans import PageCache


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of one file; ``suffix`` is in lower case, ``encoding`` what the user says, None for detection.

    ``cache`` holds the pages of scans that have been read.
    """

    suffix: str
    data: bytes
    encoding: str | None = None
    cache: PageCache | None = None


@dataclass(frozen=True, slots=True)
class Format:
    """One format. ``kind`` is what ``Extracted.kind`` says of its files, ``suffixes`` are in lower case.

    ``magic`` are beginnings that only its files have, looked for in the first ``within`` bytes (0: at the very
    beginning); ``package`` is the part, in lower case, by which a zip archive is known as one of its documents;
    ``collection`` tells that one file holds many documents that are apart already. ``text_too`` says that
    programs write plain text or web pages under its suffixes, so that other content is no damage. ``scanned`` says
    which pages (from 0) of a file are pictures; None where the format has none. Without ``any_name`` the beginnings
    tell of files under its own suffixes only: a text may begin with BM, too.
    """

    kind: str
    suffixes: tuple[str, ...]
    extract: Callable[[Content], Extracted]
    magic: tuple[bytes, ...] = ()
    within: int = 0
    package: str | None = None
    collection: bool = False
    text_too: bool = False
    scanned: Callable[[bytes], tuple[int, ...]] | None = None
    any_name: bool = True

    def begins(self, data: bytes) -> bool:
        """Whether ``data`` is unmistakably a file of this format."""
        if self.within:
            return any(mark in data[: self.within] for mark in self.magic)
        return data.startswith(self.magic) if self.magic else False


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RTF = b"{\\rtf"


def _legacy_suffix(file: Content) -> str:
    """The suffix that makes programs read a file as what it is."""
    if file.data.startswith(_RTF):
        return ".rtf"
    return ".wps" if file.suffix == ".wps" else ".doc"


FORMATS = (
    Format("docx", (".docx", ".docm"), lambda file: extract_docx(file.data), package="word/document.xml"),
    Format("ofd", (".ofd",), lambda file: extract_ofd(file.data), package="ofd.xml"),
    # Readers put up with 1,024 bytes before the header (ISO 32000-1, annex H, implementation note 13).
    Format(
        "pdf",
        (".pdf",),
        lambda file: extract_pdf(file.data, file.cache),
        magic=(b"%PDF-",),
        within=1024,
        scanned=scanned_pages,
    ),
    Format(
        "image",
        (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp"),
        lambda file: extract_image(file.data, file.cache),
        magic=sniff.IMAGES,
        scanned=scanned_frames,
        any_name=False,
    ),
    Format(
        "legacy",
        (".doc", ".wps"),
        lambda file: extract_legacy(file.data, _legacy_suffix(file)),
        magic=(_OLE, _RTF),
        text_too=True,
    ),
    Format(
        "records",
        (".jsonl", ".ndjson"),
        lambda file: extract_records(file.data, file.encoding),
        collection=True,
    ),
    Format(
        "html",
        (".html", ".htm", ".xhtml", ".shtml"),
        lambda file: extract_html(file.data, file.encoding),
        text_too=True,
    ),
    Format(
        "text",
        (".txt", ".text", ".md", ".markdown"),
        lambda file: extract_text(file.data, file.encoding),
        text_too=True,
    ),
)

READABLE_SUFFIXES = frozenset(suffix for each in FORMATS for suffix in each.suffixes)
"""Suffixes, in lower case, that a folder is searched for; ``.zip`` is unpacked by :mod:`indexer.sources`."""

_BY_SUFFIX = {suffix: each for each in FORMATS for suffix in each.suffixes}


def named(suffix: str) -> Format | None:
    """The format whose files are called so; ``suffix`` in any case, with its dot."""
    return _BY_SUFFIX.get(suffix.lower())


def may_be_scanned(name: str) -> bool:
    """Whether a file of this name may hold pages that are pictures."""
    found = named(PurePosixPath(name).suffix)
    return found is not None and found.scanned is not None


def of_kind(kind: str) -> Format:
    """The row of that kind. Raises KeyError where there is none."""
    return {each.kind: each for each in FORMATS}[kind]


def packaged(parts: Collection[str]) -> Format | None:
    """The format whose documents are zip packages with one of ``parts`` (names in lower case) in them."""
    return next((each for each in FORMATS if each.package is not None and each.package in parts), None)


def is_packaged_name(suffix: str) -> bool:
    """Whether a zip file of this suffix is a document, to be read and not to be unpacked."""
    found = named(suffix)
    return found is not None and (found.package is not None or found.kind == "legacy")


def is_collection(name: str) -> bool:
    """Whether a file of this name holds many documents that are apart already."""
    found = named(PurePosixPath(name).suffix)
    return found is not None and found.collection

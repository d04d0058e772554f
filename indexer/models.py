"""The frozen values that travel between rooms: Issue, Document, DocumentNumber, Text and their parts.

Dates are ISO strings ``YYYY-MM-DD``; an absent value is ``None``, an absent list is ``()``. Line numbers are
1-based and inclusive; character offsets are 0-based and half-open, and always say into which text they point.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Text:
    """A cleaned text, paragraphs separated by ``\\n``, in which every character knows the line it came from.

    ``runs`` are ``(offset, line)`` pairs, ascending by offset: from ``offset`` on, characters come from ``line``
    of the source file until the next run.

    >>> Text("ab\\ncd", ((0, 7), (3, 9))).line_at(4)
    9
    """

    content: str
    runs: tuple[tuple[int, int], ...] = ()

    def line_at(self, offset: int) -> int:
        """The 1-based source line of the character at ``offset`` (0 when the text has no runs)."""
        at = bisect_right(self.runs, offset, key=lambda run: run[0]) - 1
        return self.runs[at][1] if at >= 0 else 0


@dataclass(frozen=True, slots=True, order=True)
class DocumentNumber:
    """A 发文字号: agency code, year, sequence. ``year`` is None for orders (国务院令第684号).

    >>> str(DocumentNumber("台政发", 2019, 7))
    '台政发〔2019〕7号'
    """

    agency_code: str
    year: int | None
    sequence: int

    def __str__(self) -> str:
        """The normal form of the contract."""
        if self.year is None:
            return f"{self.agency_code}第{self.sequence}号"
        return f"{self.agency_code}〔{self.year}〕{self.sequence}号"


@dataclass(frozen=True, slots=True)
class Gazette:
    """The issue that a document stands in, as its cover names it."""

    title: str | None = None
    year: int | None = None
    number: int | None = None
    serial_number: int | None = None
    published_on: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where a document stands: the file (relative to the path given, ``/`` separated) and its lines."""

    file: str
    first_line: int
    last_line: int


@dataclass(frozen=True, slots=True)
class Document:
    """One official document or news item, the unit of search. Field by field the contract's JSON.

    ``title_in_toc`` is the title as the issue's contents list prints it.
    """

    id: str
    title: str
    title_in_toc: str | None = None
    number: str | None = None
    issuer: str | None = None
    type: str | None = None
    instrument: str | None = None
    instrument_title: str | None = None
    written_on: str | None = None
    printed_on: str | None = None
    effective_on: str | None = None
    expires_on: str | None = None
    province: str | None = None
    city: str | None = None
    district: str | None = None
    year: int | None = None
    gazette: Gazette | None = None
    page: int | None = None
    section: str | None = None
    addressee: str | None = None
    copied_to: str | None = None
    attachments: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    repeals: tuple[str, ...] = ()
    disclosure: str | None = None
    registration_number: str | None = None
    source: Source | None = None
    warnings: tuple[str, ...] = ()
    text: Text = field(default_factory=lambda: Text(""))


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """One row of an issue's contents list: title, number and printed page as far as they could be read."""

    title: str
    line: int
    number: str | None = None
    page: int | None = None
    section: str | None = None
    document_id: str | None = None


@dataclass(frozen=True, slots=True)
class HeadEvidence:
    """Why a document begins at ``line``, or why none does: the signs there with their weights, and the sum.

    ``document_id`` is the id of the document that begins there, None where the candidate was rejected.
    """

    line: int
    title: str
    number: str | None
    signs: tuple[tuple[str, int], ...]
    document_id: str | None = None

    @property
    def weight(self) -> int:
        return sum(weight for _, weight in self.signs)


@dataclass(frozen=True, slots=True)
class Issue:
    """One file as understood: its cover, contents list and documents, with what was odd about it.

    ``heads`` are the documents' beginnings and the rejected candidates, in the order of the file.
    ``is_gazette`` is False for a file that is a single document without cover or contents.
    """

    file: str
    gazette: Gazette | None = None
    contents: tuple[ContentsEntry, ...] = ()
    documents: tuple[Document, ...] = ()
    warnings: tuple[str, ...] = ()
    encoding: str | None = None
    heads: tuple[HeadEvidence, ...] = ()

    @property
    def is_gazette(self) -> bool:
        return self.gazette is not None


def document_as_json(document: Document, *, with_text: bool = False) -> dict[str, Any]:
    """The contract's JSON object of a document; ``text`` (cleaned, paragraphs by ``\\n``) only where asked for."""
    result = {f.name: _plain(getattr(document, f.name)) for f in fields(document) if f.name != "text"}
    if with_text:
        result["text"] = document.text.content
    return result


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, Gazette | Source):
        return {f.name: getattr(value, f.name) for f in fields(value)}
    return value

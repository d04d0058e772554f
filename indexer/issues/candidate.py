"""A place where a document may begin, as every proposer gives it."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.models import ContentsEntry, DocumentNumber


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document's possible beginning: positions ``start`` to before ``end`` of the non-blank lines are its header.

    ``title_at`` are the positions (half-open) of the lines that the title was read from; ``alias`` is another title
    that the contents list may name it by (what an order puts into force; 公告2020年第88号), ``promulgates`` whether it
    is that of an instrument; ``year`` is that of a number without an agency code. ``signs`` are rows of
    dictionaries/head_signs.csv: what speaks for and against it.
    """

    start: int
    end: int
    title_at: tuple[int, int]
    title: str
    issuer: str | None
    number: DocumentNumber | None
    news: bool = False
    alias: str | None = None
    promulgates: bool = False
    year: int | None = None
    entry: ContentsEntry | None = None
    signs: frozenset[str] = frozenset()

    def overlaps(self, other: Candidate) -> bool:
        """Whether the two share a line of their headers."""
        return self.start < other.end and other.start < self.end

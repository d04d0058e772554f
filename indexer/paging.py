"""Which printed pages a document stands on, and what read them where they are pictures."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from indexer.evidence import Rule, evidence, with_evidence
from indexer.files import Extracted
from indexer.issues import Layout
from indexer.models import Document, PageStart, Recognition


def laid(document: Document, layout: Layout, extracted: Extracted) -> Document:
    """With its pages, and what read them."""
    return _recognised(_paged(document, layout, extracted), extracted)


def _paged(document: Document, layout: Layout, extracted: Extracted) -> Document:
    """With the page it begins on, where the contents list does not say and the file's format knows it, and where
    each further page begins.
    """
    if document.source is None:
        return document
    first = document.source.first_line
    of_file = [PageStart(at + 1, number if number > 0 else None) for at, number in extracted.pages]
    starts = _within(layout.page_starts or of_file, first, document.source.last_line)
    page = extracted.page_of(first) if document.page is None else None
    if page is None:
        return replace(document, page_starts=starts)
    proof = evidence("page", first, Rule.PAGE_OF_FILE)
    found = with_evidence(document.evidence, proof)
    return replace(document, page=page, page_starts=starts, evidence=found)


def _recognised(document: Document, extracted: Extracted) -> Document:
    """With the engine that read it and how sure it was, where most of its lines were read from pictures."""
    if document.source is None or not extracted.prints:
        return document
    own = extracted.prints[document.source.first_line - 1 : document.source.last_line]
    read = [each for each in own if each is not None]
    characters = sum(len(each.line.text) for each in read)
    if not characters or 2 * len(read) <= len(own):
        return document
    sure = sum(each.line.confidence * len(each.line.text) for each in read) / characters
    return replace(document, ocr=Recognition(read[0].engine, round(sure, 2)))


def _within(starts: Sequence[PageStart], first: int, last: int) -> tuple[PageStart, ...]:
    """The starts of pages that have text on the lines ``first`` to ``last``."""
    begin = max(bisect_right(starts, first, key=lambda start: start.line) - 1, 0)
    return tuple(start for start in starts[begin:] if start.line <= last)

"""The paragraphs of a document, and where a place of the squeezed text stands in them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from indexer.analysis import squeeze, squeezed
from indexer.models import Document
from indexer.tables import Table, TableRow, rows_by_paragraph, tables
from search_app.highlights.head import repeats_head, transmits
from search_app.highlights.occurrences import Occurrence, Range

if TYPE_CHECKING:
    from dictionaries import Dictionaries

SHORT_PARAGRAPH = 20
"""Characters up to which a paragraph says little: a signature, a date, a label."""
WORTH_OF_TRANSMITTAL = 0.25
_CHUNK = 512
"""Characters of a paragraph that are mapped at a time: one line can be a whole book."""


class Body:
    """The paragraphs of a document; squeezed offsets are mapped to source offsets chunk by chunk, when
    needed.
    """

    def __init__(self, document: Document, dictionaries: Dictionaries) -> None:
        self.document = document
        self._dictionaries = dictionaries
        self.paragraphs = document.text.content.split("\n")
        self._chunks: dict[int, list[int]] = {}
        self._maps: dict[tuple[int, int], list[int]] = {}

    def span(self, occurrence: Occurrence) -> Range:
        """``[start, end)`` of an occurrence in its paragraph."""
        number = occurrence.paragraph
        return self.source(number, occurrence.start)[0], self.source(number, occurrence.end - 1)[1]

    def source(self, number: int, position: int) -> tuple[int, int]:
        """``[start, end)`` in paragraph ``number`` (1-based) of its squeezed character ``at``."""
        starts = self._chunk_starts(number)
        chunk = bisect_right(starts, position) - 1
        key = (number, chunk)
        if key not in self._maps:
            text = self.paragraphs[number - 1][chunk * _CHUNK : (chunk + 1) * _CHUNK]
            self._maps[key] = squeeze(text)[1]
        start = chunk * _CHUNK + self._maps[key][position - starts[chunk]]
        return start, start + 1

    def value(self, number: int) -> float:
        """What a fragment of this paragraph counts: less for a signature or a label, least for what names the title
        once more.
        """
        if transmits(self.document, self.paragraphs[number - 1]):
            return WORTH_OF_TRANSMITTAL
        return 0.8 if len(self.paragraphs[number - 1]) < SHORT_PARAGRAPH else 1.0

    def repeats_head(self, number: int) -> bool:
        return repeats_head(self.document, self.paragraphs[number - 1])

    @cached_property
    def _rows(self) -> Mapping[int, tuple[Table, TableRow]]:
        return rows_by_paragraph(tables(self.paragraphs, self._dictionaries))

    def columns(self, number: int) -> tuple[str, ...]:
        """The names of the columns of the row that paragraph ``number`` (1-based) is; () where it has none."""
        table, row = self._rows.get(number - 1, (None, None))
        return tuple(name for name, _ in table.named(row)) if table and row else ()

    def line(self, number: int, position: int) -> int:
        """The source line of the character ``at`` of a paragraph."""
        before = sum(len(text) + 1 for text in self.paragraphs[: number - 1])
        return self.document.text.line_at(before + position)

    def _chunk_starts(self, number: int) -> list[int]:
        if number not in self._chunks:
            text = self.paragraphs[number - 1]
            sizes = (
                len(squeezed(text[position : position + _CHUNK]))
                for position in range(0, len(text) - _CHUNK, _CHUNK)
            )
            self._chunks[number] = list(accumulate(sizes, initial=0))
        return self._chunks[number]

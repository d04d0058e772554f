"""The tables of one document: all of them, and where their headers stand in its text."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from dictionaries import Dictionaries
from indexer.models import Document
from indexer.tables import Table, tables


def tables_of(document: Document, dictionaries: Dictionaries) -> tuple[Table, ...]:
    """All tables of ``document`` in order; a table that goes on after a page break is one."""
    return tables(document.text.content.split("\n"), dictionaries)


def headers_of(document: Document, found: Sequence[Table]) -> frozenset[int]:
    """The offsets at which the rows begin that print a header of ``found``, again or for the first time."""
    printed = {paragraph for table in found for paragraph in table.printed}
    lengths = (len(text) + 1 for text in document.text.content.split("\n"))
    begins = accumulate(lengths, initial=0)
    return frozenset(begin for paragraph, begin in enumerate(begins) if paragraph in printed)

"""Reading an index: posting lists, columns and texts, each record checked as it is read.

A ``Segment`` is shared by all requests of a process to one generation: what it reads once it holds, within bounds.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from indexer.backends.postings.arithmetic import (
    Arithmetic,
    Column,
    Counts,
    List,
    Numbers,
    Shares,
    arithmetic,
)
from indexer.backends.query import Query, Substring
from indexer.backends.storage.held import Held
from indexer.backends.storage.layout import (
    COLUMNS_FILE,
    FILES,
    FORMAT,
    LISTS_FILE,
    RECORDS_FILE,
    ROOT_FILE,
    TERMS_FILE,
    TEXTS_FILE,
    encoded,
)
from indexer.backends.storage.records import DamagedRecordError, RecordFile, read_root
from indexer.backends.storage.terms import Block, Entry, Terms, key_of

LISTS_BYTES = 48 << 20
"""Memory for decoded posting lists."""
SHARES_BYTES = 48 << 20
"""Memory for what the documents of lists gain by them."""
FOUND_BYTES = 16 << 20
"""Memory for what strings were found in."""
BLOCKS = 4096
"""Blocks of the dictionary of terms that are held: 2 kB each."""
ENTRIES = 1 << 15
"""Terms whose entry, or lack of one, is held: a query asks for the same ones again and again."""
IDENTS = 1 << 14
"""Ids of hits that are held with their numbers."""
_NO_ENTRY = Entry(0, 0, 0)


class Segment:
    """One open index; a ``Store``. Raises DamagedRecordError, OSError whenever it reads; KeyError, ValueError and
    the like where a record is sound but not of this format.
    """

    def __init__(self, folder: Path, choose: Callable[[int], Arithmetic] = arithmetic) -> None:
        """``choose`` says what to compute with, by the number of documents. Raises FileNotFoundError."""
        root = read_root(folder / ROOT_FILE)
        if root["format"] != FORMAT:
            raise DamagedRecordError(f"{ROOT_FILE}: {root['format']}")
        self._documents: int = root["documents"]
        self.fields: tuple[str, ...] = tuple(root["fields"])
        self.mean_lengths: Mapping[str, float] = root["mean_lengths"]
        self._places: dict[str, tuple[str, int, int]] = root["columns"]
        self._facets = frozenset(root["facets"])
        self._files = {name: RecordFile(folder / name) for name in FILES}
        self.arithmetic: Arithmetic = choose(self._documents)
        self._blocks: Held[int, Block] = Held(BLOCKS, lambda block: 1)
        self._entries: Held[tuple[str, str], Entry] = Held(ENTRIES, lambda entry: 1)
        self._numbers: Held[str, tuple[int, ...]] = Held(IDENTS, lambda numbers: 1)
        self._lists: Held[tuple[str, str], tuple[List, Counts]] = Held(LISTS_BYTES, self._size_of)
        self._shares: Held[tuple[str, str], Shares] = Held(
            SHARES_BYTES, lambda shares: 100 + self.arithmetic.size_of_shares(shares)
        )
        self._found: Held[Query, Numbers] = Held(FOUND_BYTES, lambda found: 64 + 8 * len(found))
        self._columns: dict[str, Any] = {}
        self._terms = Terms(self._files[TERMS_FILE], self._column_bytes("terms"), self._blocks.get)

    def document_count(self) -> int:
        return self._documents

    def frequency(self, field: str, token: str) -> int:
        return self._entry(field, token).frequency

    def postings(self, field: str, token: str) -> tuple[List, Counts]:
        return self._lists.get((field, token), lambda: self._read_list(field, token))

    def shares(self, field: str, token: str) -> Shares:
        def shares() -> Shares:
            return self.arithmetic.shares(*self.postings(field, token), self.norms(field))

        return self._shares.get((field, token), shares)

    def tokens(self, field: str, prefix: str, limit: int) -> Iterator[str]:
        return (token for token, _ in islice(self.terms(field, prefix), limit))

    def terms(self, field: str, prefix: str = "") -> Iterator[tuple[str, int]]:
        """Tokens of ``field`` that begin with ``prefix``, ascending, with their document frequency."""
        key = key_of(field, prefix.encode("utf-8", "replace"))
        start = len(field.encode()) + 1
        for found, frequency in self._terms.beginning_with(key):
            yield found[start:].decode("utf-8", "replace"), frequency

    def remembered(self, query: Query, find: Callable[[], Numbers]) -> Numbers:
        """Strings only: finding them reads texts. Everything else is quicker found than remembered."""
        return self._found.get(query, find) if isinstance(query, Substring) else find()

    def holding(self, found: Numbers, folded: str) -> Numbers:
        wanted = folded.encode("utf-8", "surrogatepass")
        places = self.arithmetic.ranges(self._column("text_end"), found)
        return self.arithmetic.chosen(found, list(self._files[TEXTS_FILE].holding(places, wanted)))

    def norms(self, field: str) -> Column:
        return self._column(f"{field}_norm")

    def order(self) -> Column:
        return self._column("order")

    def dates(self) -> Column:
        return self._column("date")

    def facet(self, field: str) -> tuple[Column, Sequence[str], Mapping[str, str]] | None:
        if field not in self._facets:
            return None
        values, labels = self._kept(f"{field}_values", json.loads)
        return self._column(f"{field}_facet"), values, labels

    def ids_of(self, numbers: Sequence[int]) -> list[str]:
        ids: bytes = self._kept("ids", bytes)
        found = (ids[begin : begin + size] for begin, size in self._ranges("id", numbers))
        named = [ident.decode("utf-8", "surrogatepass") for ident in found]
        for ident, number in zip(named, numbers, strict=True):
            self._numbers.get(ident, lambda number=number: (number,))  # type: ignore[misc]
        return named

    def number_of(self, ident: str) -> int | None:
        """The number of the document with this id."""
        numbers = self._numbers.get(ident, lambda: tuple(map(int, self._read_list("id", ident)[0])))
        return numbers[0] if numbers else None

    def texts(self, numbers: Sequence[int]) -> list[str]:
        """``folded`` of each document."""
        read = self._files[TEXTS_FILE].read
        found = (read(offset, size) for offset, size in self._ranges("text", numbers))
        return [text.decode("utf-8", "surrogatepass") for text in found]

    def records(self, numbers: Sequence[int]) -> list[str]:
        """``record`` of each document."""
        read = self._files[RECORDS_FILE].read
        found = (read(offset, size) for offset, size in self._ranges("record", numbers))
        return [zlib.decompress(record).decode("utf-8", "surrogatepass") for record in found]

    def verify(self) -> None:
        """Reads every record. Raises as reading does."""
        for name in self._places:
            self._column_bytes(name)
        for _ in self._files[TEXTS_FILE].read_many(self._ranges("text", range(self._documents))):
            pass
        for _ in self._files[RECORDS_FILE].read_many(self._ranges("record", range(self._documents))):
            pass
        lists = self._files[LISTS_FILE]
        for entries in self._terms.entries():
            for _ in lists.read_many([(entry.offset, entry.size) for entry in entries]):
                pass

    def _read_list(self, field: str, token: str) -> tuple[List, Counts]:
        entry = self._entry(field, token)
        if entry is _NO_ENTRY:
            return self.arithmetic.numbers(()), None
        content = self._files[LISTS_FILE].read(entry.offset, entry.size)
        return self.arithmetic.decode(content, entry.frequency)

    def _entry(self, field: str, token: str) -> Entry:
        return self._entries.get(
            (field, token), lambda: self._terms.find(key_of(field, encoded(token))) or _NO_ENTRY
        )

    def _size_of(self, read: tuple[List, Counts]) -> int:
        return 100 + self.arithmetic.size_of(*read)

    def _ranges(self, name: str, found: Sequence[int] | Numbers) -> Sequence[tuple[int, int]]:
        """Where the records of documents begin in their file, and their sizes."""
        return self.arithmetic.ranges(self._column(f"{name}_end"), found)

    def _column(self, name: str) -> Column:
        typecode = self._places[name][0]
        return self._kept(name, lambda content: self.arithmetic.column(typecode, content))

    def _kept(self, name: str, read: Callable[[bytes], Any]) -> Any:
        found = self._columns.get(name)
        if found is None:
            found = self._columns[name] = read(self._column_bytes(name))
        return found

    def _column_bytes(self, name: str) -> bytes:
        _, offset, size = self._places[name]
        return self._files[COLUMNS_FILE].read(offset, size)

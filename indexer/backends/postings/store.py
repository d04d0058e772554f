"""What an engine of posting lists offers to answering: lists, columns, texts, and what it remembers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol

from indexer.backends.postings.arithmetic import Arithmetic, Column, Counts, List, Numbers, Shares
from indexer.backends.query import Query


class Store(Protocol):
    """One open index. Document numbers count from 0 in the order of writing.

    ``bigram`` and ``unigram`` hold every n-gram of ``folded`` documents; a token of ``search`` that is all
    ideographs stands in them (see ``indexer.analysis``).
    """

    @property
    def arithmetic(self) -> Arithmetic: ...

    def document_count(self) -> int: ...

    def frequency(self, field: str, token: str) -> int:
        """How many documents hold the token."""

    def postings(self, field: str, token: str) -> tuple[List, Counts]:
        """The documents that hold the token, and how often each does."""

    def shares(self, field: str, token: str) -> Shares:
        """The shares of the token's list."""

    def tokens(self, field: str, prefix: str, limit: int) -> Iterable[str]:
        """At most ``limit`` tokens that begin with ``prefix``, ascending."""

    def holding(self, found: Numbers, folded: str) -> Numbers:
        """Those of ``found`` in whose stored ``folded`` the string stands."""

    def remembered(self, query: Query, find: Callable[[], Numbers]) -> Numbers:
        """What ``query`` matches: found once while it is remembered."""

    def norms(self, field: str) -> Column:
        """``scoring.norm`` of each document's length in the field."""

    def order(self) -> Column:
        """The rank of each document's id among all ids."""

    def dates(self) -> Column:
        """Each document's date as the number yyyymmdd, 0 where it has none."""

    def facet(self, field: str) -> tuple[Column, Sequence[str], Mapping[str, str]] | None:
        """Each document's value as an index into the values (folded), and the values as people read them."""

    def ids_of(self, numbers: Sequence[int]) -> list[str]: ...

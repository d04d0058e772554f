"""The syntax tree of a query: frozen, free of any engine, and printable as a canonical query string.

Every node knows ``position``, the 0-based index into the query where it begins; positions do not take part in
equality, so that ``parse_query(str(tree)) == tree``.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from indexer.identifiers import NumberPattern


@dataclass(frozen=True, slots=True)
class Word:
    """A run of text typed without quotes and without blanks: a word, a term, a title, a whole question."""

    text: str
    position: int = dataclasses.field(default=0, compare=False)

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Phrase:
    """``"text"``: exactly this string, blanks, breaks, punctuation, width and old forms apart."""

    text: str
    position: int = dataclasses.field(default=0, compare=False)

    def __str__(self) -> str:
        return _quoted(self.text)


@dataclass(frozen=True, slots=True)
class PrefixWord:
    """``text*``: a word that begins with ``text``."""

    text: str
    position: int = dataclasses.field(default=0, compare=False)

    def __str__(self) -> str:
        return f"{self.text}*"


@dataclass(frozen=True, slots=True)
class NumberWord:
    """A 发文字号 recognised in running text, whole or in part (``pattern``)."""

    text: str
    pattern: NumberPattern
    position: int = dataclasses.field(default=0, compare=False)

    def __str__(self) -> str:
        return str(self.pattern.number or self.text)


@dataclass(frozen=True, slots=True)
class Filter:
    """``field:value``; ``field`` is the English name. ``quoted`` asks for the whole value as it stands."""

    field: str
    value: str
    quoted: bool = False
    position: int = dataclasses.field(default=0, compare=False)

    def __str__(self) -> str:
        return f"{self.field}:{_quoted(self.value)}" if self.quoted else f"{self.field}:{self.value}"


@dataclass(frozen=True, slots=True)
class YearFilter:
    """``year:2018`` or ``year:2018..2021``; an open end is None. Both ends are inclusive."""

    first: int | None
    last: int | None
    position: int = dataclasses.field(default=0, compare=False)

    def __str__(self) -> str:
        if self.first == self.last:
            return f"year:{self.first}"
        return f"year:{'' if self.first is None else self.first}..{'' if self.last is None else self.last}"


@dataclass(frozen=True, slots=True)
class Sequence:
    """Clauses side by side: all of them wanted, documents with all of them first."""

    clauses: tuple[Node, ...]
    position: int = dataclasses.field(default=0, compare=False)

    def __str__(self) -> str:
        return " ".join(_operand(clause, Sequence | AllOf | AnyOf) for clause in self.clauses)


@dataclass(frozen=True, slots=True)
class AllOf:
    """``A AND B``: documents that match every clause."""

    clauses: tuple[Node, ...]
    position: int = dataclasses.field(default=0, compare=False)

    def __str__(self) -> str:
        return " AND ".join(_operand(clause, AllOf | AnyOf) for clause in self.clauses)


@dataclass(frozen=True, slots=True)
class AnyOf:
    """``A OR B``: documents that match at least one clause."""

    clauses: tuple[Node, ...]
    position: int = dataclasses.field(default=0, compare=False)

    def __str__(self) -> str:
        return " OR ".join(_operand(clause, AnyOf) for clause in self.clauses)


@dataclass(frozen=True, slots=True)
class Excluded:
    """``NOT A`` or ``-A``: documents that do not match."""

    clause: Node
    position: int = dataclasses.field(default=0, compare=False)

    def __str__(self) -> str:
        return f"NOT {_operand(self.clause, Sequence | AllOf | AnyOf)}"


Node = Word | Phrase | PrefixWord | NumberWord | Filter | YearFilter | Sequence | AllOf | AnyOf | Excluded


def leaves(node: Node) -> Iterator[Node]:
    """The words, phrases, numbers and filters of the tree, left to right, those under NOT included."""
    match node:
        case Sequence() | AllOf() | AnyOf():
            for clause in node.clauses:
                yield from leaves(clause)
        case Excluded():
            yield from leaves(node.clause)
        case _:
            yield node


def _quoted(text: str) -> str:
    return f"“{text}”" if '"' in text or "＂" in text else f'"{text}"'


def _operand(node: Node, bracketed: object) -> str:
    return f"({node})" if isinstance(node, bracketed) else str(node)  # type: ignore[arg-type]

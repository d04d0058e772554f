"""The query language: a string → an engine-free syntax tree, or a QueryError that knows the place.

::

    query    = any
    any      = all (("OR" | "|") all)*
    all      = sequence ("AND" sequence)*
    sequence = unary+
    unary    = ("NOT" | "-") unary | field value | "(" any ")" | word | phrase | prefix | number
    value    = word | phrase | number | "(" any ")"

A group after a field gives each of its words that field: ``year:(2018 OR 2019)``.
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from indexer.analysis import fold, squeezed
from indexer.errors import QueryError
from indexer.fields import BY_NAME, query_names
from search_app.query.dates import read_dates
from search_app.query.lexer import Kind, Lexeme, lexemes
from search_app.query.syntax import (
    AllOf,
    AnyOf,
    Excluded,
    Filter,
    Node,
    NumberWord,
    Phrase,
    PrefixWord,
    Sequence,
    Word,
    YearFilter,
)

if TYPE_CHECKING:
    from dictionaries import Dictionaries
    from indexer.identifiers import FoundNumberQuery, NumberPattern

MAX_LENGTH = 1000
"""Characters; a whole title or paragraph fits, a document does not."""
MAX_CLAUSES = 64
MAX_DEPTH = 16
"""Brackets and NOTs inside each other."""

_YEARS = re.compile(r"(?P<first>[12]\d{3})?年?(?P<range>\.\.+|…+|-+|~|至|到)?(?P<last>[12]\d{3})?年?")
_DASHED = re.compile(r"\s?[-－—–/_]\s?第?(?P<sequence>\d{1,5})(?:\s?[号號])?(?![\d.])")


def parse_query(query: str, dictionaries: Dictionaries, codes: Container[str] = ()) -> Node:
    """The syntax tree of ``query``; names of fields and 发文字号 are known from the dictionaries,
    ``codes`` are those that the index's documents bear.

    Raises QueryError, with a Chinese message and the 0-based position, for anything malformed and for a query
    without a single searchable character; raises nothing else.
    """
    check_text(query)
    found = lexemes(query, query_names(dictionaries.query_fields), _numbers(query, dictionaries, codes))
    if not found:
        raise QueryError("没有可查的字；请输入要查的词、标题或文号", query, 0)
    return _Parser(query, found).parse()


def _numbers(
    query: str, dictionaries: Dictionaries, codes: Container[str]
) -> list[tuple[int, int, NumberPattern]]:
    """The 发文字号 in the query; the tables they are known by are loaded only where there may be one."""
    if not any(char.isdigit() or char in "号號" for char in query):
        return []
    from indexer.identifiers import find_number_queries

    return [_with_dash(query, found) for found in find_number_queries(query, dictionaries, codes)]


def _with_dash(query: str, found: FoundNumberQuery) -> tuple[int, int, NumberPattern]:
    """``台政发2019-7``: a sequence after a dash belongs to the number."""
    pattern = found.pattern
    dashed = _DASHED.match(query, found.end)
    if dashed is None or pattern.year is None or pattern.sequence is not None:
        return found.start, found.end, pattern
    return found.start, dashed.end(), replace(pattern, sequence=int(dashed["sequence"]))


def check_text(query: str) -> None:
    """Raises QueryError for what is too long to be a query or is no text at all."""
    if len(query) > MAX_LENGTH:
        raise QueryError(
            f"查询太长（{len(query)} 字，最多 {MAX_LENGTH} 字）；请只写关键的词句",
            query[: MAX_LENGTH + 1],
            MAX_LENGTH,
        )
    for position, char in enumerate(query):
        if "\ud800" <= char <= "\udfff":
            raise QueryError("这里有不成字的字节；请检查输入的编码", _presentable(query), position)


def _presentable(query: str) -> str:
    return "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in query)


@dataclass
class _Parser:
    query: str
    lexemes: list[Lexeme]
    position: int = 0
    clauses: int = 0
    field: Lexeme | None = field(default=None)

    def parse(self) -> Node:
        tree = self.any_of(0)
        if lexeme := self.peek():
            raise self.fail("这个右括号没有配对；请补上左括号，或去掉它", lexeme.start)
        return tree

    def peek(self, *kinds: Kind) -> Lexeme | None:
        """The next lexeme, if there is one and it is of one of ``kinds`` (of any, where none are named)."""
        if self.position == len(self.lexemes) or (kinds and self.lexemes[self.position].kind not in kinds):
            return None
        return self.lexemes[self.position]

    def take(self, *kinds: Kind) -> Lexeme | None:
        lexeme = self.peek(*kinds)
        if lexeme:
            self.position += 1
        return lexeme

    def fail(self, message: str, position: int) -> QueryError:
        return QueryError(message, self.query, position)

    def any_of(self, depth: int) -> Node:
        clauses = [self.all_of(depth)]
        while self.take(Kind.OR):
            clauses.append(self.all_of(depth))
        return clauses[0] if len(clauses) == 1 else AnyOf(_flat(clauses, AnyOf), clauses[0].position)

    def all_of(self, depth: int) -> Node:
        clauses = [self.sequence(depth)]
        while self.take(Kind.AND):
            clauses.append(self.sequence(depth))
        return clauses[0] if len(clauses) == 1 else AllOf(_flat(clauses, AllOf), clauses[0].position)

    def sequence(self, depth: int) -> Node:
        clauses = [self.unary(depth)]
        while (lexeme := self.peek()) and lexeme.kind not in (Kind.OR, Kind.AND, Kind.CLOSE):
            clauses.append(self.unary(depth))
        return clauses[0] if len(clauses) == 1 else Sequence(_flat(clauses, Sequence), clauses[0].position)

    def unary(self, depth: int) -> Node:
        lexeme = self.take()
        if lexeme is None or lexeme.kind in (Kind.OR, Kind.AND, Kind.CLOSE):
            raise self.missing(lexeme)
        if depth >= MAX_DEPTH:
            raise self.fail(f"括号或 NOT 套得太深（最多 {MAX_DEPTH} 层）", lexeme.start)
        if lexeme.kind is Kind.NOT:
            return Excluded(self.unary(depth + 1), lexeme.start)
        if lexeme.kind is Kind.OPEN:
            return self.group(lexeme, depth)
        if lexeme.kind is Kind.FIELD:
            return self.filter(lexeme, depth)
        self.clauses += 1
        if self.clauses > MAX_CLAUSES:
            raise self.fail(f"查询的词太多（最多 {MAX_CLAUSES} 个）；请减少一些", lexeme.start)
        return self.value(self.field, lexeme) if self.field else _leaf(lexeme)

    def missing(self, lexeme: Lexeme | None) -> QueryError:
        """What to say where a word should stand and ``lexeme`` stands (None: the end of the query)."""
        before = (
            self.lexemes[self.position - (2 if lexeme else 1)]
            if self.position > (1 if lexeme else 0)
            else None
        )
        if before and before.kind in (Kind.AND, Kind.OR, Kind.NOT):
            return self.fail(f"“{before.text}”后面缺少要查的词", before.start)
        if before and before.kind is Kind.OPEN:
            if lexeme and lexeme.kind is Kind.CLOSE:
                return self.fail("括号里是空的；请写上要查的词，或去掉括号", before.start)
            if lexeme is None:
                return self.fail("这个左括号没有配对；请补上右括号，或去掉它", before.start)
        if lexeme and lexeme.kind is Kind.CLOSE:
            return self.fail("这个右括号没有配对；请补上左括号，或去掉它", lexeme.start)
        assert lexeme is not None, "a query ends after an operator or a bracket, or it is complete"
        return self.fail(f"“{lexeme.text}”前面缺少要查的词", lexeme.start)

    def group(self, opening: Lexeme, depth: int) -> Node:
        inside = self.any_of(depth + 1)
        if not self.take(Kind.CLOSE):
            raise self.fail("这个左括号没有配对；请补上右括号，或去掉它", opening.start)
        return inside

    def filter(self, name: Lexeme, depth: int) -> Node:
        lexeme = self.peek()
        if self.field:
            raise self.fail("一个字段的括号里不能再有字段", name.start)
        if lexeme is None or lexeme.start != name.end:
            raise self.fail(f"“{self.query[name.start : name.end]}”后面要紧跟要查的值", name.start)
        if lexeme.kind is Kind.OPEN:
            self.field = name
            self.position += 1
            inside = self.group(lexeme, depth)
            self.field = None
            return inside
        if lexeme.kind not in (Kind.WORD, Kind.PREFIX, Kind.PHRASE, Kind.NUMBER):
            raise self.fail(f"“{self.query[name.start : name.end]}”后面要紧跟要查的值", name.start)
        self.field = name
        found = self.unary(depth)
        self.field = None
        return found

    def value(self, name: Lexeme, lexeme: Lexeme) -> Node:
        if name.text == "year":
            return replace(read_years(lexeme.text, self.query, lexeme.start), position=name.start)
        if not squeezed(lexeme.text):
            raise self.fail("这里缺少要查的值", lexeme.start)
        if name.text not in BY_NAME or not BY_NAME[name.text].filter:
            raise self.fail(f"还不能按“{self.query[name.start : name.end - 1]}”检索", name.start)
        if BY_NAME[name.text].filter == "dates":
            read_dates(lexeme.text, self.query, lexeme.start)
        return Filter(name.text, lexeme.text.strip(), lexeme.kind is Kind.PHRASE, name.start)


def read_years(text: str, query: str = "", position: int = 0) -> YearFilter:
    """``2018``, ``2018年``, ``2018..2021``, ``2018..``, ``..2021``, ``2018-2021``, in any width.

    Raises QueryError (about ``query`` at ``position``) for anything else.
    """
    query = query or text
    found = _YEARS.fullmatch(fold(text).strip())
    if not found or not (found["first"] or found["last"]):
        raise QueryError(f"“{text}”不是年份；请写成 2019 或 2018..2021", query, position)
    first, last = (int(found[name]) if found[name] else None for name in ("first", "last"))
    if not found["range"]:
        if first is not None and last is not None:
            raise QueryError(f"“{text}”不是年份；请写成 2019 或 2018..2021", query, position)
        first = last = first or last
    elif first is not None and last is not None and first > last:
        raise QueryError(f"起始年份 {first} 晚于终止年份 {last}；请对调", query, position)
    return YearFilter(first, last, position)


def _leaf(lexeme: Lexeme) -> Node:
    match lexeme.kind:
        case Kind.PHRASE:
            return Phrase(lexeme.text, lexeme.start)
        case Kind.PREFIX:
            return PrefixWord(lexeme.text, lexeme.start)
        case Kind.NUMBER if lexeme.number is not None:
            return NumberWord(lexeme.text, lexeme.number, lexeme.start)
        case _:
            return Word(lexeme.text, lexeme.start)


def _flat(clauses: list[Node], kind: type[AnyOf] | type[AllOf] | type[Sequence]) -> tuple[Node, ...]:
    """``A OR (B OR C)`` is ``A OR B OR C``."""
    flat: list[Node] = []
    for clause in clauses:
        flat.extend(clause.clauses if isinstance(clause, kind) else (clause,))
    return tuple(flat)

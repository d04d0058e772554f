"""A query string → its lexemes: words, quoted phrases, numbers, field names, brackets and operators.

Full-width and half-width forms of every mark are the same: ``（ ） ＂ “ ” － ｜ ： ＊``. A hyphen, a bar
or an operator word is one only where it cannot be part of a word: ``COVID-19`` is a word, ``-19`` excludes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from indexer.analysis import fold, is_han, squeezed
from indexer.errors import QueryError
from indexer.fields import FILTERS

if TYPE_CHECKING:
    from indexer.identifiers import NumberPattern

STRAIGHT_QUOTES = '"＂'
CURLY_QUOTES = "“”„‟〝〞"
QUOTES = STRAIGHT_QUOTES + CURLY_QUOTES
OPENING = "(（"
CLOSING = ")）"
BARS = "|｜"
MINUSES = "-－−"
STARS = "*＊"
COLONS = ":："
OPERATORS = {"OR": "OR", "AND": "AND", "NOT": "NOT", "ＯＲ": "OR", "ＡＮＤ": "AND", "ＮＯＴ": "NOT"}
LONGEST_HAN_NAME = 4
"""Han characters before a colon up to which they are read as a field's name: 各有关单位： is text."""


class Kind(Enum):
    WORD = auto()
    PREFIX = auto()
    PHRASE = auto()
    NUMBER = auto()
    FIELD = auto()
    OPEN = auto()
    CLOSE = auto()
    OR = auto()
    AND = auto()
    NOT = auto()


@dataclass(frozen=True, slots=True)
class Lexeme:
    """``text`` is the word, the inside of the quotes, or the field's English name; ``[start, end)`` in
    the query.
    """

    kind: Kind
    text: str
    start: int
    end: int
    number: NumberPattern | None = None


def lexemes(
    query: str, fields: Mapping[str, str], numbers: Sequence[tuple[int, int, NumberPattern]]
) -> list[Lexeme]:
    """The lexemes of ``query``, left to right; words that hold nothing searchable (``，``) are left out.

    ``fields`` maps each name that may stand before a colon to its field, ``numbers`` are the 发文字号
    found in the query as ``(start, end, number)``. Raises QueryError.
    """
    return list(_Lexer(query, fields, numbers).run())


class _Lexer:
    def __init__(
        self, query: str, fields: Mapping[str, str], numbers: Sequence[tuple[int, int, NumberPattern]]
    ) -> None:
        self.query = query
        self.fields = fields
        self.numbers = {start: (end, number) for start, end, number in numbers}
        self.position = 0

    def run(self) -> Iterator[Lexeme]:
        while self.position < len(self.query):
            char = self.query[self.position]
            if char.isspace() or not char.isprintable():
                self.position += 1
            elif char in QUOTES and not self._is_stray(self.position):
                yield self._phrase()
            elif self.position in self.numbers:
                yield self._number()
            elif char in OPENING + CLOSING + BARS:
                yield self._mark(char)
            elif char in MINUSES and self._begins_here():
                yield self._minus()
            else:
                yield from self._run_of_text()

    def fail(self, message: str, position: int) -> QueryError:
        return QueryError(message, self.query, position)

    def _phrase(self) -> Lexeme:
        start = self.position
        same = STRAIGHT_QUOTES if self.query[start] in STRAIGHT_QUOTES else CURLY_QUOTES
        end = self._first_of(same, start + 1)
        if end < 0:
            end = self._first_of(QUOTES, start + 1)
        if end < 0:
            raise self.fail("这个引号没有配对；请补上另一半，或去掉它", start)
        inside = self.query[start + 1 : end]
        if not squeezed(inside):
            raise self.fail("引号里没有可查的字（标点和空格不算）；请写上要查的文字", start)
        self.position = end + 1
        return Lexeme(Kind.PHRASE, inside, start, self.position)

    def _is_stray(self, position: int) -> bool:
        """Whether the last quotation mark of the query is half a pair inside running text: no phrase."""
        around = self.query[max(0, position - 1) : position] + self.query[position + 1 : position + 2]
        inside = len(around) == 2 and around.isalnum()
        return inside and self.query[position] in CURLY_QUOTES and self._first_of(QUOTES, position + 1) < 0

    def _first_of(self, chars: str, start: int) -> int:
        return min(
            (position for char in chars if (position := self.query.find(char, start)) >= 0), default=-1
        )

    def _number(self) -> Lexeme:
        start = self.position
        self.position, number = self.numbers[start]
        return Lexeme(Kind.NUMBER, self.query[start : self.position], start, self.position, number)

    def _mark(self, char: str) -> Lexeme:
        start = self.position
        kind = Kind.OPEN if char in OPENING else Kind.CLOSE if char in CLOSING else Kind.OR
        self.position += 1
        while kind is Kind.OR and self.query[self.position : self.position + 1] in tuple(BARS):
            self.position += 1
        return Lexeme(kind, self.query[start : self.position], start, self.position)

    def _begins_here(self) -> bool:
        """Whether nothing stands directly before: a hyphen inside a word excludes nothing."""
        before = self.query[self.position - 1 : self.position]
        return not before or before.isspace() or before in OPENING + BARS + MINUSES + QUOTES

    def _minus(self) -> Lexeme:
        start = self.position
        following = self.query[start + 1 : start + 2]
        if not following or following.isspace() or following in CLOSING + BARS:
            raise self.fail("“-”表示排除，后面要紧跟要排除的词，如 -转发", start)
        self.position += 1
        return Lexeme(Kind.NOT, self.query[start], start, self.position)

    def _run_of_text(self) -> Iterator[Lexeme]:
        """From here to the next blank, bracket, quote or bar: a field's name, operators and words."""
        start = self.position
        end = self._end_of_run(start)
        colon = min(
            (position for char in COLONS if (position := self.query.find(char, start, end)) >= 0), default=-1
        )
        if colon >= 0 and (field := self._field(start, colon)) is not None:
            self.position = colon + 1
            yield Lexeme(Kind.FIELD, field, start, self.position)
            if self.position < len(self.query) and self.position < end and self.position not in self.numbers:
                yield self._value(end)
            return
        self.position = end
        for first, last in self._split_operators(start, end):
            text = self.query[first:last]
            if text in OPERATORS:
                yield Lexeme(Kind[OPERATORS[text]], text, first, last)
            elif word := self._word(first, last):
                yield word

    def _end_of_run(self, start: int) -> int:
        position = start
        while position < len(self.query):
            char = self.query[position]
            if char.isspace() or not char.isprintable() or char in OPENING + CLOSING + BARS:
                break
            if char in QUOTES and not self._is_stray(position):
                break
            if position > start and position in self.numbers:
                break
            position += 1
        return position

    def _field(self, start: int, colon: int) -> str | None:
        """The field named before the colon; None where the colon is punctuation."""
        name = self.query[start:colon]
        if field := self.fields.get(fold(name)):
            return field
        if self.query.startswith("//", colon + 1):
            return None
        if not name:
            raise self.fail("冒号前面要写字段名，如 区县:周村区；冒号若是要查的文字，请加引号", colon)
        looks_like_name = (name.isascii() and name.replace("_", "").isalpha()) or (
            len(name) <= LONGEST_HAN_NAME and all(map(is_han, name))
        )
        if not looks_like_name:
            return None
        raise self.fail(self._unknown_field(name), start)

    def _unknown_field(self, name: str) -> str:
        from difflib import get_close_matches

        near = get_close_matches(fold(name), list(self.fields), n=1, cutoff=0.5)
        if near:
            advice = f"是不是“{near[0]}:”？"
        else:
            advice = "可用的有 " + " ".join(f"{known}:" for known in self._field_names()) + "。"
        return f"没有“{name}”这个检索字段；{advice}冒号若是要查的文字，请加引号"

    def _field_names(self) -> list[str]:
        """The first Chinese name of each field that can be searched by."""
        return [each.label for each in FILTERS]

    def _value(self, end: int) -> Lexeme:
        start, self.position = self.position, end
        return self._starred(start, end) or Lexeme(Kind.WORD, self.query[start:end], start, end)

    def _split_operators(self, start: int, end: int) -> list[tuple[int, int]]:
        """``河长制OR湖长制`` → three parts; an operator inside Latin letters or digits is none."""
        parts, first, position = [], start, start
        while position < end:
            operator = next((o for o in OPERATORS if self.query.startswith(o, position, end)), "")
            after = position + len(operator)
            if (
                operator
                and not _latin(self.query, position - 1, start)
                and not _latin(self.query, after, start, end)
            ):
                parts += [(first, position), (position, after)]
                first = position = after
            else:
                position += 1
        return [part for part in [*parts, (first, end)] if part[0] < part[1]]

    def _word(self, start: int, end: int) -> Lexeme | None:
        starred = self._starred(start, end)
        if starred:
            return starred
        text = self.query[start:end]
        return Lexeme(Kind.WORD, text, start, end) if squeezed(text) else None

    def _starred(self, start: int, end: int) -> Lexeme | None:
        text = self.query[start:end]
        star = min((position for char in STARS if (position := text.find(char)) >= 0), default=-1)
        if star < 0:
            return None
        if star == 0 or not squeezed(text[:star]):
            raise self.fail("“*”只能放在词的后面，如 公共*；前面至少要有一个字", start + star)
        if text[star:].strip(STARS):
            raise self.fail("“*”只能放在词尾，如 公共*；词中间不能用", start + star)
        return Lexeme(Kind.PREFIX, text[:star], start, end)


def _latin(query: str, position: int, start: int, end: int | None = None) -> bool:
    inside = start <= position < (len(query) if end is None else end)
    return inside and query[position].isalnum() and not is_han(query[position])

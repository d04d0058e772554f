"""A typed 发文字号 against the index: the documents that bear it, those that cite it, how it may be
spelled.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from indexer.analysis import squeezed
from indexer.backends import And, Nothing, Query, Substring, Term
from indexer.models import DocumentNumber
from indexer.schema import keyword
from search_app.highlights import Mark
from search_app.query.combining import any_of
from search_app.query.spellings import lookalike_spellings
from search_app.searcher import Searcher

if TYPE_CHECKING:
    from indexer.identifiers import NumberPattern

_CODE_AND_YEAR = re.compile(r"\D{2,}(?:19|20)\d\d(?=\d)")
MAX_NUMBERS = 200
"""Numbers of the index that a pattern (台政发2019) is looked up among its documents by."""


MAX_MISPRINTED = 4
"""Spellings of which look-alike misprints are sought."""


@dataclass(frozen=True, slots=True)
class NumberMatch:
    """``own``: documents that bear a number like this, ``cited``: that cite one, ``query``: either, or
    its text.

    ``notice`` says which code was read for a look-alike of it that no document has; else None.
    """

    typed: str
    pattern: NumberPattern
    numbers: tuple[str, ...]
    own: Query
    cited: Query
    query: Query
    marks: tuple[Mark, ...]
    notice: str | None = None


@dataclass(frozen=True, slots=True)
class HeldCodes:
    """The 机关代字 that documents of the index bear, as a set that is only asked."""

    index: Searcher

    def __contains__(self, code: object) -> bool:
        return isinstance(code, str) and bool(self.index.frequency("agency_code", keyword(code)))


def number_match(pattern: NumberPattern, typed: str, index: Searcher, *, exact: bool = False) -> NumberMatch:
    """Whatever of the number was typed: all that agree with it; misprints of it too, unless ``exact``."""
    typed_as = pattern
    pattern = pattern if exact else _as_borne(pattern, index)
    own, numbers = own_query(pattern), matching_numbers(pattern, index)
    cited = any_of([Term("cites", keyword(number)) for number in numbers])
    strings = list(dict.fromkeys(squeezed(text) for text in (*numbers, typed)))
    if not exact:
        strings += [other for text in strings[:MAX_MISPRINTED] for other in lookalike_spellings(text, index)]
    texts = [Substring(text) for text in strings if _specific(text)]
    marks = tuple(_marks([text for text in strings if _specific(text)]))
    query = any_of([own, cited, *texts])
    return NumberMatch(typed, pattern, numbers, own, cited, query, marks, _notice(typed_as, pattern))


def _as_borne(pattern: NumberPattern, index: Searcher) -> NumberPattern:
    """The pattern with its code read as a look-alike that a document bears with the same year and
    sequence, where none is known by the code itself.
    """
    if pattern.agency_code is None or index.count(own_query(pattern)):
        return pattern
    if pattern.number is not None and index.frequency("cites", keyword(str(pattern.number))):
        return pattern
    from indexer.identifiers import borne_code

    code = borne_code(pattern.agency_code, HeldCodes(index), index.dictionaries)
    other = replace(pattern, agency_code=code)
    return other if code is not None and index.count(own_query(other)) else pattern


def _notice(typed: NumberPattern, borne: NumberPattern) -> str | None:
    if typed == borne:
        return None
    return f"没有代字是“{typed.agency_code}”的这个文号，下面按形近的“{borne.agency_code}”查找"


def _marks(strings: list[str]) -> Iterator[Mark]:
    """The number without 号; what stands before its sequence, where a line breaks it there."""
    for text in strings:
        whole = text.removesuffix("号")
        yield Mark(whole, 4.0, number=True, run=strings[0])
        code_and_year = _CODE_AND_YEAR.match(whole)
        if code_and_year:
            yield Mark(code_and_year.group(), part_of=strings[0])


def own_query(pattern: NumberPattern) -> Query:
    """Documents whose own number agrees with every part that was typed."""
    parts = (
        ("agency_code", pattern.agency_code),
        ("number_year", pattern.year),
        ("sequence", pattern.sequence),
    )
    clauses = tuple(Term(name, keyword(str(value))) for name, value in parts if value is not None)
    return clauses[0] if len(clauses) == 1 else And(clauses) if clauses else Nothing()


def matching_numbers(pattern: NumberPattern, index: Searcher) -> tuple[str, ...]:
    """The normal forms of the numbers, borne or cited in the index, that agree with the pattern, the
    exact one first.
    """
    if pattern.number is not None:
        return (str(pattern.number),)
    from indexer.identifiers import parse_number

    prefix = keyword(pattern.agency_code or "")
    found: dict[DocumentNumber, None] = {}
    for field in ("number", "cites"):
        for value, _ in index.reader.terms(field, prefix):
            number = parse_number(value)
            if number is not None and pattern.matches(number) and len(found) < MAX_NUMBERS:
                found[number] = None
    return tuple(str(number) for number in sorted(found, key=_order))


def _order(number: DocumentNumber) -> tuple[str, int, int]:
    return (number.agency_code, -(number.year or 0), number.sequence)


def _specific(text: str) -> bool:
    """Whether the squeezed spelling can be sought as text: 22号 alone stands everywhere."""
    return len(text) >= 5

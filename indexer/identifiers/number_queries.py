"""发文字号 as people type them: whole or in part, alone or inside a longer query.

Offsets are 0-based and half-open, into the query given.
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from functools import cache

from dictionaries import Dictionaries
from indexer.identifiers.agency_codes import LONGEST_CODE, AgencyCodes, codes_of
from indexer.identifiers.code_edges import BRACKET, LINE
from indexer.identifiers.number_spelling import (
    CLOSE,
    DASH,
    HAN,
    OPEN,
    SEQUENCE,
    YEAR,
    B,
    D,
    is_year,
    squeeze,
    value,
)
from indexer.identifiers.numbers import find_numbers, parse_number
from indexer.models import DocumentNumber


# Functions, so that a cold search compiles only what it uses: each takes 2 to 6 ms.
@cache
def _partial() -> re.Pattern[str]:
    return re.compile(
        rf"""
        # 台政发〔2019, 〔2019〕12, 台政发 12号
        (?P<code>{HAN}(?:{B}{HAN}){{0,{LONGEST_CODE - 1}}}?)? {B}
        (?: {OPEN}? {B} (?P<year>{YEAR}) (?!{D}{B}[号號]) {B} (?:年{B})? {CLOSE}? {B} (?:字{B})? )?
        (?: (?:第{B})? (?P<sequence>{SEQUENCE}) {B} [号號]? )?
        """,
        re.VERBOSE,
    )


@cache
def _typed_number() -> re.Pattern[str]:
    return re.compile(
        rf"""
        # 台政发2019 12号, 台政发-2019-12
        (?P<code>{HAN}{{1,{LONGEST_CODE}}}) {B}
        (?: (?:{OPEN}|{DASH})? {B} (?P<year>{YEAR}) {B} (?:年{B})? (?:{CLOSE}|{DASH}(?={B}{D}))? )?
        {B} (?:第{B})? (?P<sequence>{SEQUENCE})? {B} (?P<end>[号號])?
        """,
        re.VERBOSE,
    )


@cache
def _typed_without_code() -> re.Pattern[str]:
    return re.compile(
        rf"""
        # 〔2019〕22号
        {OPEN} {B} (?P<year>{YEAR}) {B} {CLOSE} {B} (?:第{B})? (?P<sequence>{SEQUENCE}) {B} [号號]
        """,
        re.VERBOSE,
    )


@dataclass(frozen=True, slots=True)
class NumberPattern:
    """What somebody typed of a number; a part left out is None."""

    agency_code: str | None
    year: int | None
    sequence: int | None

    def matches(self, number: DocumentNumber) -> bool:
        """Do all parts that were typed agree? 7号 never matches 17号."""
        return (
            self.agency_code in (None, number.agency_code)
            and self.year in (None, number.year)
            and self.sequence in (None, number.sequence)
        )

    @property
    def number(self) -> DocumentNumber | None:
        """The number itself, where enough was typed to make one."""
        if self.agency_code is None or self.sequence is None:
            return None
        if self.year is None and not self.agency_code.endswith("令"):
            return None
        return DocumentNumber(self.agency_code, self.year, self.sequence)


@dataclass(frozen=True, slots=True)
class FoundNumberQuery:
    """A number, whole or in part, inside a query: ``raw == query[start:end]``."""

    pattern: NumberPattern
    start: int
    end: int
    raw: str


def parse_number_query(text: str) -> NumberPattern | None:
    """What ``text``, typed as a number and nothing else, says of code, year and sequence; None if nothing.

    >>> parse_number_query("台政办字22号")
    NumberPattern(agency_code='台政办字', year=None, sequence=22)
    """
    whole = parse_number(text)
    if whole is not None:
        return NumberPattern(whole.agency_code, whole.year, whole.sequence)
    match = _partial().fullmatch(text.strip())
    if match is None:
        return None
    code, year, sequence = match["code"], match["year"], match["sequence"]
    if code is None and year is None and sequence is None:
        return None
    return NumberPattern(
        squeeze(code) if code else None,
        value(year) if year else None,
        value(sequence) if sequence else None,
    )


def find_number_queries(
    query: str, dictionaries: Dictionaries, own: Container[str] = ()
) -> tuple[FoundNumberQuery, ...]:
    """Numbers, whole or in part, inside a longer query, in order and not overlapping.

    ``own``: codes that the index's documents bear; they count as known. The whole query is read as a number
    first. Elsewhere a code has year and sequence and looks like one, or it is known (agencies.csv) and has
    either; without a code, year in brackets and 号 are needed.
    """
    codes = codes_of(dictionaries)
    whole = _whole(query, codes, own)
    if whole is not None:
        return (whole,)
    found = [
        FoundNumberQuery(
            NumberPattern(n.number.agency_code, n.number.year, n.number.sequence), n.start, n.end, n.raw
        )
        for n in find_numbers(query, dictionaries, own)
    ]
    if not any("0" <= char <= "9" or "①" <= char <= "㊿" or "０" <= char <= "９" for char in query):
        return tuple(found)
    for match in _typed_number().finditer(query):
        typed = _typed(query, match, codes, own)
        if typed is not None and not _overlaps(typed, found):
            found.append(typed)
    for match in _typed_without_code().finditer(query):
        pattern = NumberPattern(None, value(match["year"]), value(match["sequence"]))
        typed = FoundNumberQuery(pattern, match.start(), match.end(), match.group())
        if not _overlaps(typed, found):
            found.append(typed)
    return tuple(sorted(found, key=lambda number: number.start))


def _whole(query: str, codes: AgencyCodes, own: Container[str]) -> FoundNumberQuery | None:
    """The query as one number and nothing else, unless its code only begins further on
    (关于台政发〔2019〕7号) or, where no bracket stands before the year, does not look like one."""
    number = parse_number(query)
    if number is None or number.year is None:
        return None
    code = number.agency_code
    if code not in own:
        bracketed = re.search(rf"{HAN}{B}{OPEN}", query) is not None
        edge = codes.left_edge(code, {0: BRACKET if bracketed else LINE}, _ends(code, own))
        if edge or (edge is None and not bracketed):
            return None
    raw = query.strip()
    start = query.index(raw)
    return FoundNumberQuery(NumberPattern(code, number.year, number.sequence), start, start + len(raw), raw)


def _ends(run: str, own: Container[str]) -> frozenset[str]:
    """The ends of ``run`` that are codes of the index."""
    return frozenset(run[start:] for start in range(len(run) - 1) if run[start:] in own)


def _typed(
    query: str, match: re.Match[str], codes: AgencyCodes, own: Container[str]
) -> FoundNumberQuery | None:
    year, sequence = match["year"], match["sequence"]
    if year is None and sequence is None:
        return None
    run, held = match["code"], _ends(match["code"], own)
    if sequence is not None and year is None and match["end"] is None and is_year(sequence):
        year, sequence = sequence, None
    if year is not None and sequence is not None and not run.endswith("令"):
        edge = codes.left_edge(run, own=held)
    else:
        edge = codes.edge(run, own=held)
    if edge is None and not codes.is_family(run):
        return None
    start = match.end("code") - len(run) + (edge or 0)
    pattern = NumberPattern(
        run[edge or 0 :], value(year) if year else None, value(sequence) if sequence else None
    )
    return FoundNumberQuery(pattern, start, match.end(), query[start : match.end()])


def _overlaps(typed: FoundNumberQuery, found: list[FoundNumberQuery]) -> bool:
    return any(typed.start < other.end and other.start < typed.end for other in found)

"""发文字号 and 登记号: found in running text, parsed from one string, recognised in what people type.

The parts of a 发文字号 are those of GB/T 9704-2012, 7.2.5: 机关代字, 年份 in 六角括号, 顺序号. Real
text breaks
every one of its rules but the order of the parts. Offsets are 0-based and half-open, into the text given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from dictionaries import Dictionaries
from indexer.identifiers.agency_codes import LONGEST_CODE, AgencyCodes, codes_of
from indexer.identifiers.dates import chinese_number
from indexer.identifiers.number_series import FoundNumber, further
from indexer.identifiers.number_spelling import (
    CLOSE,
    DASH,
    HAN,
    NUMERALS,
    OPEN,
    SEQUENCE,
    SHORT_YEAR,
    YEAR,
    B,
    D,
    ascii_form,
    digits,
    is_year,
    squeeze,
    value,
)
from indexer.models import DocumentNumber

_BRACKETED = re.compile(
    rf"""
    (?: (?:第{B})? (?P<open>{OPEN}) {B} )? (?<![0-9０-９]) (?P<year>{YEAR}|{SHORT_YEAR}) {B} (?P<close>{CLOSE})?
    {B} (?:(?P<suffix>字){B})? (?:第{B})? (?P<sequence>{SEQUENCE}) (?: {B} (?P<end>[号號]) )?
    """,
    re.VERBOSE,
)
"""Year and sequence of a number, with what stands between them; the code is sought to its left."""

_DATE_UNITS = "年月日号"
"""In 8月9日大连市人民政府令第12号 the run of Han begins with the rest of a date."""

_ORDER = re.compile(
    rf"令 {B} (?:[（(]{B})? (?:第{B})? (?P<sequence>{SEQUENCE}|{NUMERALS}) {B} [号號]",
    re.VERBOSE,
)
"""An order has no year: 国务院令第684号, 主席令第七十一号."""

_REGISTRATION = re.compile(
    rf"(?<![A-Za-zＡ-Ｚ])(?P<letters>[A-ZＡ-Ｚ]{{2,8}}) {B} [-－—–] {B} (?P<year>{YEAR}) {B} [-－—–] {B}"
    rf"(?P<serial>{D}(?:[ \u3000\xa0]?{D}){{4,8}})(?!{D})",
    re.VERBOSE,
)
"""登记号 of a 规范性文件: letters of the area, year, seven digits (two for the office, five in order)."""


# Functions, so that a cold search compiles only what it uses: each takes 2 to 6 ms.
@cache
def _run() -> re.Pattern[str]:
    return re.compile(rf"(?:{HAN}[ \u3000\xa0\r\n]{{0,6}}){{1,40}}$")


@cache
def _whole() -> re.Pattern[str]:
    return re.compile(
        rf"""
        (?P<code>{HAN}(?:{B}{HAN}){{0,{LONGEST_CODE - 1}}}?) {B} (?:{OPEN}|{DASH})? {B}
        (?P<year>{YEAR}|{SHORT_YEAR}) {B} (?:年{B})? (?:{CLOSE}|{DASH})? {B} (?:(?P<suffix>字){B})? (?:第{B})?
        (?P<sequence>{SEQUENCE}) (?:{B}[号號])?
        """,
        re.VERBOSE,
    )


@cache
def _whole_order() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<code>{HAN}(?:{B}{HAN}){{0,{LONGEST_CODE}}}?{B}令) {B} (?:第{B})?"
        rf"(?P<sequence>{SEQUENCE}|{NUMERALS}) (?:{B}[号號])?",
        re.VERBOSE,
    )


@cache
def _partial() -> re.Pattern[str]:
    return re.compile(
        rf"""
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
        (?P<code>{HAN}{{1,{LONGEST_CODE}}}) {B}
        (?: (?:{OPEN}|{DASH})? {B} (?P<year>{YEAR}) {B} (?:年{B})? (?:{CLOSE}|{DASH}(?={B}{D}))? )?
        {B} (?:第{B})? (?P<sequence>{SEQUENCE})? {B} (?P<end>[号號])?
        """,
        re.VERBOSE,
    )


@cache
def _typed_without_code() -> re.Pattern[str]:
    return re.compile(
        rf"{OPEN} {B} (?P<year>{YEAR}) {B} {CLOSE} {B} (?:第{B})? (?P<sequence>{SEQUENCE}) {B} [号號]",
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


@dataclass(frozen=True, slots=True)
class FoundRegistration:
    """A 登记号 in a text, in its normal form TQDR-2016-0010002."""

    registration_number: str
    start: int
    end: int
    raw: str


def find_numbers(text: str, dictionaries: Dictionaries) -> tuple[FoundNumber, ...]:
    """All 发文字号 in ``text``, in order, in any spelling; whatever only looks like one is left out."""
    codes = codes_of(dictionaries)
    found: list[FoundNumber] = []
    for match in _BRACKETED.finditer(text):
        first = _with_code(text, match, codes)
        if first is not None:
            found.append(first)
            found.extend(further(text, first))
    found.extend(_orders(text, codes))
    return tuple(sorted(found, key=lambda number: number.start))


def find_registration_numbers(text: str) -> tuple[FoundRegistration, ...]:
    """All 登记号 in ``text``, blanks inside them removed."""
    return tuple(
        FoundRegistration(
            f"{ascii_form(match['letters'])}-{value(match['year'])}-{digits(match['serial'])}",
            match.start(),
            match.end(),
            match.group(),
        )
        for match in _REGISTRATION.finditer(text)
    )


def parse_number(text: str) -> DocumentNumber | None:
    """The number that ``text`` is, in any spelling, or None where it is not exactly one number.

    >>> str(parse_number("台 政 发 ( 2019 ) 第 7 号"))
    '台政发〔2019〕7号'
    """
    stripped = text.strip()
    order = _whole_order().fullmatch(stripped)
    if order is not None:
        return _order(squeeze(order["code"]), order["sequence"])
    match = _whole().fullmatch(stripped)
    if match is None:
        return None
    return _document_number(_with_suffix(squeeze(match["code"]), match), match["year"], match["sequence"])


def parse_number_query(text: str) -> NumberPattern | None:
    """What ``text``, typed as a number and nothing else, says of code, year and sequence; None if
    it says nothing.

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


def find_number_queries(query: str, dictionaries: Dictionaries) -> tuple[FoundNumberQuery, ...]:
    """Numbers, whole or in part, inside a longer query, in order and not overlapping.

    A code must be known (agencies.csv) and have a year or a sequence; without a code, year in
    brackets and 号 are
    needed.
    """
    codes = codes_of(dictionaries)
    found = [
        FoundNumberQuery(
            NumberPattern(n.number.agency_code, n.number.year, n.number.sequence), n.start, n.end, n.raw
        )
        for n in find_numbers(query, dictionaries)
    ]
    if not any("0" <= char <= "9" or "①" <= char <= "㊿" or "０" <= char <= "９" for char in query):
        return tuple(found)
    for match in _typed_number().finditer(query):
        typed = _typed(query, match, codes)
        if typed is not None and not _overlaps(typed, found):
            found.append(typed)
    for match in _typed_without_code().finditer(query):
        pattern = NumberPattern(None, value(match["year"]), value(match["sequence"]))
        typed = FoundNumberQuery(pattern, match.start(), match.end(), match.group())
        if not _overlaps(typed, found):
            found.append(typed)
    return tuple(sorted(found, key=lambda number: number.start))


def faulty_examples(dictionaries: Dictionaries) -> tuple[str, ...]:
    """The codes of agencies.csv whose example is not read as it should be (checked by ``gsearch check``)."""
    faulty = []
    for agency in dictionaries.agencies:
        phrase, _, expected = agency.example.replace("\\n", "\n").replace("\\t", "\t").partition(" -> ")
        if [str(found.number) for found in find_numbers(phrase, dictionaries)] != [expected]:
            faulty.append(agency.code)
    return tuple(faulty)


def _with_code(text: str, match: re.Match[str], codes: AgencyCodes) -> FoundNumber | None:
    """The number whose year and sequence ``match`` is, if a code stands before them."""
    brackets = (match["open"] is not None) + (match["close"] is not None)
    short = len(match["year"]) == 2
    start = _code_start(text, match.start(), codes, known_only=brackets < 2 or match["end"] is None or short)
    if start is None or (match["end"] is None and (short or not _ends_cleanly(text, match.end(), brackets))):
        return None
    code = codes.dictionaries.traditional
    squeezed = "".join(code.get(char, char) for char in squeeze(text[start : match.start()]))
    number = _document_number(
        _with_suffix(squeezed.removesuffix("第"), match), match["year"], match["sequence"]
    )
    if number is None:
        return None
    return FoundNumber(number, start, match.end(), text[start : match.end()])


def _ends_cleanly(text: str, end: int, brackets: int) -> bool:
    """May 号 be missing here? Only with both brackets and where no word or number goes on."""
    following = text[end : end + 1]
    return brackets == 2 and not (following.isalnum() or following in tuple("-－—.．/%％·~～"))


def _code_start(text: str, end: int, codes: AgencyCodes, *, known_only: bool) -> int | None:
    """Where the code that ends at ``end`` (blanks apart) begins, or None."""
    window_start = max(0, end - 4 * LONGEST_CODE)
    run = _run().search(text[window_start:end])
    if run is None:
        return None
    offsets = [
        window_start + at for at in range(run.start(), run.end()) if not text[window_start + at].isspace()
    ]
    if offsets[0] and text[offsets[0]] in _DATE_UNITS and text[offsets[0] - 1].isdigit():
        offsets = offsets[1:]
    run_text = "".join(text[at] for at in offsets)
    traditional = codes.dictionaries.traditional
    folded = "".join(traditional.get(char, char) for char in run_text)
    pieces = _pieces(text, offsets)
    for first in reversed(pieces):
        cut = first > 0 and codes.is_bare_family(folded[first:])
        edge = None if cut else _edge(folded[first:], codes)
        if edge is not None:
            return offsets[first + edge]
    if known_only:
        return None
    for first in reversed(pieces):
        edge = codes.left_edge(folded[first:])
        if edge is not None and len(folded) - first - edge > 1:
            return offsets[first + edge]
    return None


def _edge(run: str, codes: AgencyCodes) -> int | None:
    return codes.order_edge(run) if run.endswith("令") else codes.known_edge(run)


def _pieces(text: str, offsets: list[int]) -> list[int]:
    """Indexes into ``offsets`` where a piece of the run begins; single spaced-out characters are
    one piece."""
    starts = [0]
    for index in range(1, len(offsets)):
        if offsets[index] - offsets[index - 1] == 1:
            continue
        gap = text[offsets[index - 1] + 1 : offsets[index]]
        alone_after = index + 1 == len(offsets) or offsets[index + 1] - offsets[index] > 1
        if not alone_after or "\n" in gap:
            starts.append(index)
    return starts


def _orders(text: str, codes: AgencyCodes) -> Iterator[FoundNumber]:
    for match in _ORDER.finditer(text):
        start = _code_start(text, match.start() + 1, codes, known_only=True)
        if start is None:
            continue
        number = _order(squeeze(text[start : match.start() + 1]), match["sequence"])
        if number is not None:
            found = FoundNumber(number, start, match.end(), text[start : match.end()])
            yield found
            yield from further(text, found)


def _order(code: str, sequence: str) -> DocumentNumber | None:
    number = value(sequence) or chinese_number(sequence)
    return DocumentNumber(code.removeprefix("中华人民共和国"), None, number) if number else None


def _with_suffix(code: str, match: re.Match[str]) -> str:
    """In 济天金〔2019〕字第7号 the code's 字 stands behind the year."""
    return code + "字" if match["suffix"] and not code.endswith("字") else code


def _document_number(code: str, year: str, sequence: str) -> DocumentNumber | None:
    number, full = value(sequence), value(year)
    return DocumentNumber(code, full if full > 99 else 1900 + full, number) if number and code else None


def _typed(query: str, match: re.Match[str], codes: AgencyCodes) -> FoundNumberQuery | None:
    year, sequence = match["year"], match["sequence"]
    if year is None and sequence is None:
        return None
    code_end = match.end("code")
    if sequence is not None and year is None and match["end"] is None and is_year(sequence):
        year, sequence = sequence, None
    edge = _edge(match["code"], codes)
    if edge is None and not codes.is_family(match["code"]):
        return None
    start = code_end - len(match["code"]) + (edge or 0)
    pattern = NumberPattern(
        query[start:code_end], value(year) if year else None, value(sequence) if sequence else None
    )
    return FoundNumberQuery(pattern, start, match.end(), query[start : match.end()])


def _overlaps(typed: FoundNumberQuery, found: list[FoundNumberQuery]) -> bool:
    return any(typed.start < other.end and other.start < typed.end for other in found)

"""发文字号 and 登记号: found in running text, parsed from one string.

The parts of a 发文字号 are those of GB/T 9704-2012, 7.2.5: 机关代字, 年份 in 六角括号, 顺序号. Real
text breaks every one of its rules but the order of the parts. Offsets are 0-based and half-open, into the text given.
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
        edge = None if cut else codes.edge(folded[first:])
        if edge is not None:
            return offsets[first + edge]
    if known_only:
        return None
    for first in reversed(pieces):
        edge = codes.left_edge(folded[first:])
        if edge is not None and len(folded) - first - edge > 1:
            return offsets[first + edge]
    return None


def _pieces(text: str, offsets: list[int]) -> list[int]:
    """Indexes into ``offsets`` where a piece of the run begins; single spaced-out characters are one piece."""
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

"""发文字号: found in running text, read from one string.

The parts of a 发文字号 are those of GB/T 9704-2012, 7.2.5: 机关代字, 年份 in 六角括号, 顺序号. Real
text breaks every one of its rules but the order of the parts. Offsets are 0-based and half-open, into the text given.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Set
from dataclasses import dataclass
from functools import cache

from dictionaries import Dictionaries
from indexer.identifiers.agency_codes import LONGEST_CODE, AgencyCodes, codes_of
from indexer.identifiers.code_runs import CodeRun, code_run
from indexer.identifiers.dates import chinese_number
from indexer.identifiers.number_series import FoundNumber, further
from indexer.identifiers.number_spelling import (
    ANY_SEQUENCE,
    ANY_YEAR,
    CLOSE,
    DASH,
    HAN,
    NUMERALS,
    OPEN,
    SEQUENCE,
    B,
    D,
    mended,
    squeeze,
    value,
)
from indexer.models import DocumentNumber

_BRACKETED = re.compile(
    rf"""
    # 〔2019〕22号, [2018] 8 号, 〔二〇一九〕七号, 2019〕22, 〔2019〕字第7号
    (?: (?:第{B})? (?P<open>{OPEN}{{1,2}}) {B} )? (?<![0-9０-９]) (?P<year>{ANY_YEAR}) {B} (?:年{B})?
    (?P<close>{CLOSE}{{1,2}})? {B} (?:(?P<suffix>字){B})? (?:第{B})? (?P<sequence>{ANY_SEQUENCE})
    (?: {B} (?P<end>[号號]) )?
    """,
    re.VERBOSE,
)
"""Year and sequence of a number, with what stands between them; the code is sought to its left."""

_YEAR_SIGN = re.compile(rf"{D}|[一二]{B}[九〇零○]")
"""What every year holds; most paragraphs have none of it."""

_ORDER = re.compile(
    rf"""
    # 令第684号, 令（第七十一号
    令 {B} (?:[（(]{B})? (?:第{B})? (?P<sequence>{SEQUENCE}|{NUMERALS}) {B} [号號]
    """,
    re.VERBOSE,
)
"""An order has no year: 国务院令第684号, 主席令第七十一号."""


# Functions, so that a cold search compiles only what it uses: each takes 2 to 6 ms.
@cache
def _whole() -> re.Pattern[str]:
    return re.compile(
        rf"""
        # 台政办字〔2019〕22号, 台政发2019-22
        (?P<code>{HAN}(?:{B}{HAN}){{0,{LONGEST_CODE - 1}}}?) {B} (?:{OPEN}{{1,2}}|{DASH})? {B}
        (?P<year>{ANY_YEAR}) {B} (?:年{B})? (?:{CLOSE}{{1,2}}|{DASH})? {B} (?:(?P<suffix>字){B})? (?:第{B})?
        (?P<sequence>{ANY_SEQUENCE}) (?:{B}[号號])?
        """,
        re.VERBOSE,
    )


@cache
def _whole_order() -> re.Pattern[str]:
    return re.compile(
        rf"""
        # 国务院令第684号
        (?P<code>{HAN}(?:{B}{HAN}){{0,{LONGEST_CODE}}}?{B}令) {B} (?:第{B})?
        (?P<sequence>{SEQUENCE}|{NUMERALS}) (?:{B}[号號])?
        """,
        re.VERBOSE,
    )


@dataclass(frozen=True, slots=True)
class NumberReading:
    """The number that a string is; ``mended`` where a misread digit (8]号) was put right to get it."""

    number: DocumentNumber
    mended: bool


def find_numbers(text: str, dictionaries: Dictionaries, own: Container[str] = ()) -> tuple[FoundNumber, ...]:
    """All 发文字号 in ``text``, in order, in any spelling; whatever only looks like one is left out.

    ``own``: codes known from elsewhere, the issue's or the collection's; those with a certain left
    edge in ``text`` (（教基二〔2012〕4号）) are added to them.
    """
    codes = codes_of(dictionaries)
    matches = [
        (match, code_run(text, match.start(), match.end(), dictionaries))
        for match in (_BRACKETED.finditer(text) if _YEAR_SIGN.search(text) else ())
    ]
    certain = _certain([run for _, run in matches if run is not None], codes)
    found: list[FoundNumber] = []
    for match, run in matches:
        first = _with_code(text, match, run, codes, certain | _among(own, run)) if run is not None else None
        if first is not None:
            found.append(first)
            found.extend(further(text, first))
    if "令" in text:
        found.extend(_orders(text, codes))
    return tuple(sorted(found, key=lambda number: number.start))


def parse_number(text: str) -> DocumentNumber | None:
    """The number that ``text`` is, in any spelling, or None where it is not exactly one number.

    >>> str(parse_number("台 政 发 ( 2019 ) 第 7 号"))
    '台政发〔2019〕7号'
    """
    reading = read_number(text)
    return reading.number if reading is not None else None


def read_number(text: str) -> NumberReading | None:
    """As parse_number, and whether a misread digit was put right by its place in the number.

    >>> read_number("湘政办发 [2018] 8]号")
    NumberReading(number=DocumentNumber(agency_code='湘政办发', year=2018, sequence=81), mended=True)
    """
    stripped = text.strip()
    order = _whole_order().fullmatch(stripped)
    if order is not None:
        number = _order(squeeze(order["code"]), order["sequence"])
        return NumberReading(number, mended=False) if number is not None else None
    match = _whole().fullmatch(stripped)
    if match is None:
        return None
    number = _document_number(squeeze(match["code"]), match)
    return NumberReading(number, _is_mended(match)) if number is not None else None


def faulty_examples(dictionaries: Dictionaries) -> tuple[str, ...]:
    """The codes of agencies.csv whose example is not read as it should be (checked by ``gsearch check``)."""
    faulty = []
    for agency in dictionaries.agencies:
        phrase, _, expected = agency.example.replace("\\n", "\n").replace("\\t", "\t").partition(" -> ")
        if [str(found.number) for found in find_numbers(phrase, dictionaries)] != [expected]:
            faulty.append(agency.code)
    return tuple(faulty)


def certain_codes(text: str, dictionaries: Dictionaries) -> frozenset[str]:
    """The codes in ``text`` whose left edge is certain, to be known as the document's own elsewhere in it."""
    matches = _BRACKETED.finditer(text)
    runs = (code_run(text, match.start(), match.end(), dictionaries) for match in matches)
    return _certain([run for run in runs if run is not None], codes_of(dictionaries))


def _certain(runs: list[CodeRun], codes: AgencyCodes) -> frozenset[str]:
    """Codes that a bracket sets off on the left."""
    return frozenset(run.text for run in runs if run.is_set_off and codes.left_edge(run.text, run.marks) == 0)


def _among(own: Container[str], run: CodeRun | None) -> frozenset[str]:
    """The ends of the run that are codes of the collection."""
    if not own or run is None:
        return frozenset()
    ends = (run.text[start:] for start in range(max(0, len(run.text) - LONGEST_CODE), len(run.text) - 1))
    return frozenset(end for end in ends if end in own)


def _with_code(
    text: str, match: re.Match[str], run: CodeRun, codes: AgencyCodes, own: Set[str]
) -> FoundNumber | None:
    """The number whose year and sequence ``match`` is, if a code stands before them."""
    brackets = (match["open"] is not None) + (match["close"] is not None)
    short = len(match["year"]) == 2
    if match["end"] is None and (short or not _ends_cleanly(text, match.end(), brackets)):
        return None
    unsure = brackets < 2 or match["end"] is None or short or _is_mended(match)
    suffix = "字" if match["suffix"] else ""
    edge = (codes.edge if unsure else codes.left_edge)(run.text + suffix, run.marks, own)
    if edge is None or _is_doubtful(text, match, run.offsets[edge]):
        return None
    number = _document_number(run.text[edge:].removesuffix("第"), match)
    if number is None:
        return None
    start = run.offsets[edge]
    return FoundNumber(number, start, match.end(), text[start : match.end()], _is_mended(match))


def _is_doubtful(text: str, match: re.Match[str], start: int) -> bool:
    """May a ] be no digit? In 25]1号 it is one too many, in [国发〔2018〕8]号 it closes the first."""
    stray = re.search(r"[]］].", match["sequence"]) is not None
    return stray or ("]" in match["sequence"] and text[:start].rstrip().endswith(("[", "［")))


def _ends_cleanly(text: str, end: int, brackets: int) -> bool:
    """May 号 be missing here? Only with both brackets and where no word or number goes on."""
    following = text[end : end + 1]
    return brackets == 2 and not (following.isalnum() or following in tuple("-－—.．/%％·~～"))


def _orders(text: str, codes: AgencyCodes) -> Iterator[FoundNumber]:
    for match in _ORDER.finditer(text):
        run = code_run(text, match.start() + 1, match.end(), codes.dictionaries)
        edge = codes.order_edge(run.text) if run is not None else None
        if run is None or edge is None:
            continue
        start = run.offsets[edge]
        number = _order(run.text[edge:], match["sequence"])
        if number is not None:
            found = FoundNumber(number, start, match.end(), text[start : match.end()])
            yield found
            yield from further(text, found)


def _order(code: str, sequence: str) -> DocumentNumber | None:
    number = value(sequence) or chinese_number(sequence)
    return DocumentNumber(code.removeprefix("中华人民共和国"), None, number) if number else None


def _document_number(code: str, match: re.Match[str]) -> DocumentNumber | None:
    """In 济天金〔2019〕字第7号 the code's 字 stands behind the year."""
    code += "字" if match["suffix"] and not code.endswith("字") else ""
    number, full = _value(match["sequence"]), _value(match["year"])
    return (
        DocumentNumber(code, full if full > 99 else 1900 + full, number) if number and full and code else None
    )


def _value(text: str) -> int:
    return value(mended(text)) or chinese_number(text) or 0


def _is_mended(match: re.Match[str]) -> bool:
    return any(mended(match[part]) != match[part] for part in ("year", "sequence"))

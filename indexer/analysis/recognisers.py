"""What no dictionary can hold, found before segmentation.

发文字号, dates, 登记号, telephone numbers, terms with inner marks, e-mail and web addresses, decimal
numbers, runs of letters and digits. A recogniser gets a text with its folded form and returns spans of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from indexer.analysis.folding import squeezed

if TYPE_CHECKING:
    from dictionaries import Dictionaries


class Found(NamedTuple):
    """A recognised thing at ``[start, end)``; ``text`` is its normal form, ``parts`` what else finds it."""

    start: int
    end: int
    text: str
    kind: str
    parts: tuple[str, ...] = ()


Recogniser = Callable[[str, str], Iterable[Found]]
"""Takes a text and the same text folded."""

_PATTERN = re.compile(
    r"""
    (?=[(a-z0-9]) (?:
    (?P<email>      (?<![a-z0-9])[a-z0-9][a-z0-9._+-]{0,63}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+ )     # zwgk@zz.gov.cn
  | (?P<address>    (?:https?://|www\.)[a-z0-9./?=&%_~:\#+-]*[a-z0-9/] )        # www.tianqiao.gov.cn
  | (?P<telephone>  (?<![\d-])\(?0\d{2,3}\)?\s?-?\s?[2-9]\d{6,7}(?![\d.]) )     # 0632-3088000
  | (?P<decimal>    (?<![\d.a-z])[a-z]{0,8}\d+\.\d+(?![\d.]) )                   # 12.5, pm2.5
  | (?P<thousands>  (?<![\d,])\d{1,3}(?:,\d{3})+(?![\d,]) )                      # 1,200,000
  | (?P<ascii>      [a-z0-9]+ )                                                  # ppp, 12345
    )
    """,
    re.VERBOSE | re.ASCII,
)
"""The parts of a mail address are as long as RFC 5321, 4.5.3.1, and RFC 1035, 2.3.4, let them be: without a bound,
``a+a+a…`` would be read to its end from every letter."""

_ASCII_KINDS = frozenset({"decimal", "thousands", "ascii"})
_MIXED = re.compile(r"[a-z]+|[0-9]+(?:\.[0-9]+)?")
_ALNUM = re.compile(r"[a-z0-9]+")
_DIGIT = re.compile(r"[0-9]")
_NUMERAL = re.compile(r"[0-9]|[年令]")
_GAP = r"[\W_]{0,3}"
_SIGN = re.compile(r"[a-z0-9年令-]")
"""What every recognised thing holds, terms apart: most lines of a text have none of it."""
_LONGEST_RUN = 64
"""Characters of letters and digits that make one token; longer runs are no words and are cut."""


def recogniser(dictionaries: Dictionaries, marked: Iterable[str]) -> Callable[[str, str], list[Found]]:
    """Finds everything of a text, ascending; of overlapping spans the earlier counts, then the longer."""
    terms = marked_terms(marked)
    others = (document_numbers(dictionaries), registration_numbers, dates)

    def recognise(text: str, folded: str) -> list[Found]:
        if _SIGN.search(folded) is None:
            return list(terms(text, folded))
        all_of_them = (*others, terms, letters_and_digits)
        return _apart([one for find in all_of_them for one in find(text, folded)])

    return recognise


def _apart(found: list[Found]) -> list[Found]:
    found.sort(key=lambda one: (one.start, -one.end))
    kept: list[Found] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def document_numbers(dictionaries: Dictionaries) -> Recogniser:
    """发文字号 in any spelling; the token is the normal form, its parts are code, year and sequence."""

    def recognise_numbers(text: str, folded: str) -> Iterator[Found]:
        if not _NUMERAL.search(folded):
            return
        from indexer.identifiers import find_numbers

        for found in find_numbers(folded, dictionaries):
            number = found.number
            parts = (number.agency_code, *((str(number.year),) if number.year else ()), str(number.sequence))
            written = squeezed(folded[found.start : found.end])
            yield Found(
                found.start,
                found.end,
                str(number),
                "number",
                parts if number.agency_code in written else parts[1:],
            )

    return recognise_numbers


def registration_numbers(text: str, folded: str) -> Iterator[Found]:
    """登记号; the token is the normal form."""
    if "-" not in folded:
        return
    from indexer.identifiers import find_registration_numbers

    for found in find_registration_numbers(text):
        parts = tuple(_ALNUM.findall(found.registration_number.lower()))
        yield Found(found.start, found.end, found.registration_number, "registration", parts)


def dates(text: str, folded: str) -> Iterator[Found]:
    """Dates and months that exist; the token is ISO, its parts the month and the year."""
    if not _NUMERAL.search(folded):
        return
    from indexer.identifiers import find_dates

    for found in find_dates(folded, months=True):
        if found.value is not None:
            parts = (found.value[:7],) if len(found.value) > 7 else ()
            yield Found(found.start, found.end, found.value, "date", (*parts, found.value[:4]))


def letters_and_digits(text: str, folded: str) -> Iterator[Found]:
    """Everything written in ASCII letters and digits.

    >>> [found.text for found in letters_and_digits("", "电话0632-6611110,pm2.5降低3.5%,5g")]
    ['06326611110', 'pm2.5', '3.5', '5g']
    """
    for match in _PATTERN.finditer(folded):
        kind = match.lastgroup or "ascii"
        source = match.group()
        if kind == "ascii" and len(source) > _LONGEST_RUN:
            yield from _pieces(source, match.start())
        else:
            token, parts = _normal_form(kind, source)
            yield Found(match.start(), match.end(), token, "ascii" if kind in _ASCII_KINDS else kind, parts)


def _normal_form(kind: str, source: str) -> tuple[str, tuple[str, ...]]:
    if kind in ("telephone", "thousands"):
        return "".join(_ALNUM.findall(source)), ()
    if kind in ("email", "address"):
        return source, tuple(part[:_LONGEST_RUN] for part in _ALNUM.findall(source))
    parts = _MIXED.findall(source)
    return source, tuple(parts) if len(parts) > 1 else ()


def _pieces(source: str, start: int) -> Iterator[Found]:
    for at in range(0, len(source), _LONGEST_RUN):
        piece = source[at : at + _LONGEST_RUN]
        yield Found(start + at, start + at + len(piece), piece, "ascii")


def marked_terms(terms: Iterable[str]) -> Recogniser:
    """``terms`` with any or no marks and blanks between their parts; the token is the squeezed term."""
    spellings = sorted({term for term in terms if squeezed(term)}, key=lambda term: (-len(term), term))
    if not spellings:
        return lambda text, folded: ()
    firsts = "".join(sorted({re.escape(squeezed(term)[0]) for term in spellings}))
    pattern = re.compile(f"(?=[{firsts}])(?:{'|'.join(_spelling(term) for term in spellings)})")

    def recognise_terms(text: str, folded: str) -> Iterator[Found]:
        for match in pattern.finditer(folded):
            parts = tuple(re.findall(r"[^\W_]+", match.group()))
            token = squeezed(match.group())
            yield Found(match.start(), match.end(), token, "term", parts if len(parts) > 1 else ())

    return recognise_terms


def _spelling(term: str) -> str:
    """A pattern for one term: marks and blanks may stand, or be missing, wherever the term has a mark."""
    parts = re.findall(r"[^\W_]+", term)
    before = "(?<![a-z0-9])" if parts[0][0].isascii() else ""
    after = "(?![a-z0-9])" if parts[-1][-1].isascii() else ""
    return before + _GAP.join(re.escape(part) for part in parts) + after

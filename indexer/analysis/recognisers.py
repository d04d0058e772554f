"""What no dictionary can hold, found before segmentation: document numbers, dates, registration numbers, telephone
numbers, terms with inner marks, e-mail and web addresses, decimal numbers, runs of letters and digits.

Every recogniser returns ``Found`` spans into the folded text; ``recognise`` keeps, of overlapping ones, the one that
begins first, then the longest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from indexer.analysis.folding import squeezed


class Found(NamedTuple):
    """``text`` is the token's normal form, ``folded[start:end]`` its source, ``parts`` what else it is found by."""

    start: int
    end: int
    text: str
    kind: str
    parts: tuple[str, ...] = ()


Recogniser = Callable[[str], Iterable[Found]]

_PATTERN = re.compile(
    r"""
    (?P<email>      [a-z0-9][a-z0-9._+-]*@[a-z0-9-]+(?:\.[a-z0-9-]+)+ )
  | (?P<address>    (?:https?://|www\.)[a-z0-9./?=&%_~:\#+-]*[a-z0-9/] )
  | (?P<registration> [a-z]{2,8}\s?-\s?\d{4}\s?-\s?\d{3,8} )            # TQDR-2016-0010002
  | (?P<telephone>  (?<![\d-])(?:\(?0\d{2,3}\)?\s?-?\s?)[2-9]\d{6,7}(?![\d.]) )
  | (?P<decimal>    (?<![\d.])\d+\.\d+(?![\d.]) )
  | (?P<thousands>  (?<![\d,])\d{1,3}(?:,\d{3})+(?![\d,]) )
  | (?P<ascii>      [a-z0-9]+ )
    """,
    re.VERBOSE | re.ASCII,
)
_MIXED = re.compile(r"[a-z]+|[0-9]+")
_ALNUM = re.compile(r"[a-z0-9]+")
_GAP = r"[\W_]{0,3}"


def recognise_runs(folded: str) -> Iterator[Found]:
    """Everything written in letters and digits.

    >>> [found.text for found in recognise_runs("电话0632-6611110,pm2.5降低3.5%,5g")]
    ['06326611110', 'pm2.5', '3.5', '5g']
    """
    for match in _PATTERN.finditer(folded):
        kind = match.lastgroup or "ascii"
        source = match.group()
        text, parts = _NORMAL_FORMS[kind](source)
        yield Found(match.start(), match.end(), text, "ascii" if kind in _ASCII_KINDS else kind, parts)


def _ascii(source: str) -> tuple[str, tuple[str, ...]]:
    parts = _MIXED.findall(source)
    return source, tuple(parts) if len(parts) > 1 else ()


def _with_parts(source: str) -> tuple[str, tuple[str, ...]]:
    return source, tuple(_ALNUM.findall(source))


def _joined(source: str) -> tuple[str, tuple[str, ...]]:
    return "".join(_ALNUM.findall(source)), ()


def _registration(source: str) -> tuple[str, tuple[str, ...]]:
    parts = _ALNUM.findall(source)
    return "-".join(parts), tuple(parts)


_ASCII_KINDS = frozenset({"decimal", "thousands", "ascii"})
_NORMAL_FORMS: dict[str, Callable[[str], tuple[str, tuple[str, ...]]]] = {
    "email": _with_parts,
    "address": _with_parts,
    "registration": _registration,
    "telephone": _joined,
    "decimal": lambda source: (source, ()),
    "thousands": _joined,
    "ascii": _ascii,
}


def marked_terms(terms: Iterable[str]) -> Recogniser:
    """Recognises ``terms`` with any or no marks and blanks between their parts; the token is the squeezed term."""
    spellings = sorted({term for term in terms if squeezed(term)}, key=lambda term: (-len(term), term))
    if not spellings:
        return lambda folded: ()
    firsts = "".join(sorted({re.escape(squeezed(term)[0]) for term in spellings}))
    pattern = re.compile(f"(?=[{firsts}])(?:{'|'.join(_spelling(term) for term in spellings)})")

    def recognise(folded: str) -> Iterator[Found]:
        for match in pattern.finditer(folded):
            yield Found(match.start(), match.end(), squeezed(match.group()), "term")

    return recognise


def _spelling(term: str) -> str:
    parts = re.findall(r"[^\W_]+", term)
    body = _GAP.join(re.escape(part) for part in parts)
    before = "(?<![a-z0-9])" if parts[0][0].isascii() else ""
    after = "(?![a-z0-9])" if parts[-1][-1].isascii() else ""
    return before + body + after


def recognise(folded: str, recognisers: Iterable[Recogniser]) -> list[Found]:
    """The spans all ``recognisers`` find in ``folded``, ascending, none overlapping: the earlier, then the longer."""
    found = [one for recogniser in recognisers for one in recogniser(folded)]
    found.sort(key=lambda one: (one.start, -one.end))
    kept: list[Found] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept

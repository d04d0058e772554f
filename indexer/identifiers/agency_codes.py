"""Where the 机关代字 of a 发文字号 begins: 政府关于贯彻落实国发〔2019〕6号 has 国发,
和淄政字〔2018〕62号 has 淄政字.

Known codes and families (agencies.csv) with the short names of areas decide; where none fits, the
words that stand
before numbers in running text (number_context.txt) are cut off and what is left must look like a code.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from dictionaries import Dictionaries

LONGEST_CODE = 16
"""Characters of the longest code that is looked for, area and family together."""

LONGEST_AREA = 4


@lru_cache(maxsize=4)
def codes_of(dictionaries: Dictionaries) -> AgencyCodes:
    """The codes of these dictionaries, made once for each of them."""
    return AgencyCodes(dictionaries)


@dataclass(frozen=True)
class AgencyCodes:
    """Finds the left edge of a code; not slotted, since its sets are kept once they are made."""

    dictionaries: Dictionaries

    def left_edge(self, run: str) -> int | None:
        """The offset in ``run`` at which the code that ends with ``run`` begins, or None where
        there is no code.

        ``run`` are the Han characters before the year's bracket, without blanks, back to a mark that no code
        contains (or as far as LONGEST_CODE).
        """
        known = self.known_edge(run)
        return known if known is not None else self._unknown_edge(run)

    def edge(self, run: str) -> int | None:
        """Where the code of a number or an order begins that ends with ``run``; None where no code is known."""
        return self.order_edge(run) if run.endswith("令") else self.known_edge(run)

    def known_edge(self, run: str) -> int | None:
        """As left_edge, but only for codes of agencies.csv, a known area before the family."""
        absolute, family = self._absolute_edge(run), self._family_edge(run)
        if absolute in (1, 2) and self._is_local(run[:absolute], run[absolute:]):
            return 0
        if absolute is None or family is None:
            return family if absolute is None else absolute
        is_context = family < absolute and run[family:absolute] in self._context
        return absolute if is_context else min(absolute, family)

    def order_edge(self, run: str) -> int | None:
        """The left edge of the issuer of an order: ``run`` ends with 令, as in 根据山东省人民政府令."""
        edge = self.known_edge(run)
        if edge is not None and self._absolute_edge(run) in (edge, None):
            return edge
        issuer = run[:-1].removeprefix("中华人民共和国")
        start = len(run) - 1 - len(_after_last(self._order_context, issuer))
        suffixes = self.dictionaries.markers.get("order_issuer_suffix", ())
        return start if issuer.endswith(suffixes) and len(run) - start > 2 else None

    def is_bare_family(self, code: str) -> bool:
        """Is ``code`` a family alone, its area cut off by a line's end?"""
        return code in self._families

    def is_family(self, code: str) -> bool:
        """Is ``code`` one of agencies.csv, with at most LONGEST_AREA characters for the area before it?"""
        return code in self._absolute or any(
            0 < len(code) - len(family) <= LONGEST_AREA for family in self._family_ends(code)
        )

    def _is_local(self, area: str, code: str) -> bool:
        """In 大财企 a city's department uses its ministry's code 财企."""
        central = self.dictionaries.markers.get("central_code_lead", ())
        return area in self._areas and area not in self._context and not code.startswith(central)

    def _absolute_edge(self, run: str) -> int | None:
        plain = run.removesuffix(self._normative)
        return next((start for start in _starts(run) if {run[start:], plain[start:]} & self._absolute), None)

    def _family_edge(self, run: str) -> int | None:
        for family in self._family_ends(run):
            rest = run[: len(run) - len(family)]
            area = self._area(rest, LONGEST_AREA + (2 if len(family) == 1 else 0))
            if area:
                return len(rest) - len(area)
        return None

    def _family_ends(self, run: str) -> Iterator[str]:
        return (run[start:] for start in _starts(run) if run[start:] in self._families)

    def _area(self, rest: str, longest: int) -> str | None:
        """The area's short name that ``rest`` ends with, or None."""
        tail = _after_last(self._issuer_ends, self._without_context(rest)[:-1]) + rest[-1:]
        tail = tail if self._without_context(rest) else ""
        if 0 < len(tail) <= longest and (tail[:1] in self._areas or tail[:2] in self._areas):
            return tail
        nearest = (rest[start:] for start in _starts(rest, LONGEST_AREA))
        found = next((area for area in nearest if area in self._areas), None)
        if found is None and len(tail) == 1 and tail == rest:
            return tail
        return None if found and not tail and rest.endswith(self._long_context) else found

    def _unknown_edge(self, run: str) -> int | None:
        tail = self._without_context(run)
        after_issuer = _after_last(self._issuer_ends, tail)
        if len(after_issuer) > 2 and after_issuer[0] in self._areas:
            tail = after_issuer
        if not 2 <= len(tail) <= LONGEST_CODE - 4 or tail.endswith(self._not_codes):
            return None
        if any(word in tail for word in self._not_codes):
            return None
        looks_like_code = tail[-1:] in self._endings or tail[:1] in self._areas or tail[:2] in self._areas
        return len(run) - len(tail) if looks_like_code else None

    def _without_context(self, run: str) -> str:
        """What is left of ``run`` after the last word that is no part of a code."""
        return _after_last(self._context, run)

    @cached_property
    def _absolute(self) -> frozenset[str]:
        return frozenset(agency.code for agency in self.dictionaries.agencies if not agency.takes_area)

    @cached_property
    def _normative(self) -> str:
        """What a code ends in since 2018 where the document is normative: 发改价格规."""
        return next(iter(self.dictionaries.markers.get("normative_code_end", ())), "")

    @cached_property
    def _families(self) -> frozenset[str]:
        return frozenset(agency.family for agency in self.dictionaries.agencies if agency.takes_area)

    @cached_property
    def _endings(self) -> frozenset[str]:
        return frozenset(family for family in self._families if len(family) == 1) | {"令"}

    @cached_property
    def _context(self) -> tuple[str, ...]:
        return self.dictionaries.number_context

    @cached_property
    def _order_context(self) -> tuple[str, ...]:
        issuers = self.dictionaries.markers.get("order_issuer_suffix", ())
        return tuple(word for word in self._context if not word.endswith(issuers))

    @cached_property
    def _long_context(self) -> tuple[str, ...]:
        return tuple(word for word in self._context if len(word) > 1)

    @cached_property
    def _issuer_ends(self) -> tuple[str, ...]:
        return self.dictionaries.markers.get("issuer_end_before_code", ())

    @cached_property
    def _not_codes(self) -> tuple[str, ...]:
        return self.dictionaries.markers.get("not_agency_code", ())

    @cached_property
    def _areas(self) -> frozenset[str]:
        return frozenset(self.dictionaries.area_names) | frozenset(_short_names(self.dictionaries))


def _after_last(words: tuple[str, ...], run: str) -> str:
    """What stands in ``run`` after the last of ``words``."""
    for end in range(len(run), 0, -1):
        if run.endswith(words, 0, end):
            return run[end:]
    return run


def _starts(run: str, longest: int = LONGEST_CODE) -> Iterable[int]:
    """Offsets of the suffixes of ``run``, the longest first."""
    return range(max(0, len(run) - longest), len(run))


def _short_names(dictionaries: Dictionaries) -> Iterator[str]:
    """First one and two characters of every division's name, and city with county (济南 + 天桥 -> 济天)."""
    for division in dictionaries.divisions:
        yield division.name[:1]
        yield division.name[:2]
        if division.city:
            yield division.city[0] + division.name[0]
            yield division.city[0] + division.name[:2]

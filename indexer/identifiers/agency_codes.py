"""Which 机关代字 are known, and where the one of a 发文字号 begins: 政府关于贯彻落实国发〔2019〕6号 has 国发,
和淄政字〔2018〕62号 has 淄政字.

Codes and families of agencies.csv with the short names of areas are known; ``code_edges`` weighs where any code
begins. The issuer of an order (国务院令) is a name in full and has rules of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from dictionaries import Dictionaries
from indexer.identifiers.code_edges import MARK, CodeEdges, after_last
from indexer.identifiers.code_likelihood import LONGEST_AREA, area_names, province_letters

LONGEST_CODE = 16
"""Characters of the longest code that is looked for, area and family together."""

_SOMEWHERE = {0: MARK}


@lru_cache(maxsize=4)
def codes_of(dictionaries: Dictionaries) -> AgencyCodes:
    """The codes of these dictionaries, made once for each of them."""
    return AgencyCodes(dictionaries)


@dataclass(frozen=True)
class AgencyCodes:
    """Knows codes and finds their left edges; not slotted, since its sets are kept once they are made."""

    dictionaries: Dictionaries

    def left_edge(
        self, run: str, marks: Mapping[int, float] = _SOMEWHERE, own: Collection[str] = ()
    ) -> int | None:
        """The offset in ``run`` at which the code that ends with ``run`` begins, or None where
        there is no code.

        ``run`` are the Han characters before the year's bracket, without blanks, back to a mark that no
        code contains. ``marks``: offsets in ``run`` before which a mark, a blank or a line's end stands,
        with their weights (code_edges). ``own``: codes that are certain in this document or collection.
        """
        known = {start: self._acquaintance(run, start, marks) for start in _starts(run)}
        best = self._edges.best(run, marks, own, known)
        return best.start if best is not None else None

    def edge(
        self, run: str, marks: Mapping[int, float] = _SOMEWHERE, own: Collection[str] = ()
    ) -> int | None:
        """As left_edge, for a number or an order, but only where the code is known or one of ``own``."""
        if run.endswith("令"):
            return self.order_edge(run)
        start = self.left_edge(run, marks, own)
        return start if start is not None and (run[start:] in own or self.is_known(run[start:])) else None

    def order_edge(self, run: str) -> int | None:
        """The left edge of the issuer of an order: ``run`` ends with 令, as in 根据山东省人民政府令."""
        short = self.left_edge(run)
        family = short if short is not None and self.is_known(run[short:]) else None
        edges = [edge for edge in (self._absolute_edge(run), family) if edge is not None]
        if edges and self._absolute_edge(run) in (min(edges), None):
            return min(edges)
        issuer = run[:-1].removeprefix("中华人民共和国")
        start = len(run) - 1 - len(after_last(self._order_context, issuer))
        suffixes = self.dictionaries.markers.get("order_issuer_suffix", ())
        return start if issuer.endswith(suffixes) and len(run) - start > 2 else None

    def is_family(self, code: str) -> bool:
        """Is ``code`` one of agencies.csv, with at most LONGEST_AREA characters for the area before it?"""
        return code in self._absolute or any(
            0 < len(code) - len(family) <= LONGEST_AREA for family in self._family_ends(code)
        )

    def is_known(self, code: str) -> bool:
        """Is ``code`` a row of agencies.csv, with the short name of an area where it takes one?"""
        return self._known(code) > 0

    def _acquaintance(self, run: str, start: int, marks: Mapping[int, float]) -> float:
        """How well known the code ``run[start:]`` is; negative for a family whose area is cut off."""
        code = run[start:]
        if code not in self._families or code in self._absolute:
            return self._known(code)
        area_before = any(run[max(0, start - size) : start] in self._areas for size in (1, 2))
        return (-2.5 if start in marks else -1.5) if area_before else -0.5

    def _known(self, code: str) -> float:
        """1 for a row of the table; less for an area before a family of one character (济发), which may
        be chance; 0 for what is unknown.
        """
        if code in self._absolute or code.removesuffix(self._normative) in self._absolute:
            return 1.0
        return max((self._local(code, at) for at in range(1, min(LONGEST_AREA + 1, len(code)))), default=0.0)

    def _local(self, code: str, at: int) -> float:
        """How well known ``code`` is as an area of ``at`` characters and a family, or the code of a
        ministry (大财企), which its departments below use."""
        area, family = code[:at], code[at:]
        if area not in self._areas and not (area[0] in self._letters and area[1:] in self._areas):
            return 0.0
        if family in self._families:
            return 1.0 if len(family) > 1 else 0.25 if at > 1 or area in self._letters else 0.1
        central = self.dictionaries.markers.get("central_code_lead", ())
        return 1.0 if family in self._absolute and not family.startswith(central) else 0.0

    def _absolute_edge(self, run: str) -> int | None:
        return next((start for start in _starts(run) if run[start:] in self._absolute), None)

    def _family_ends(self, run: str) -> Iterator[str]:
        return (run[start:] for start in _starts(run) if run[start:] in self._families)

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
    def _order_context(self) -> tuple[str, ...]:
        issuers = self.dictionaries.markers.get("order_issuer_suffix", ())
        return tuple(word for word in self.dictionaries.number_context if not word.endswith(issuers))

    @cached_property
    def _letters(self) -> frozenset[str]:
        return province_letters(self.dictionaries)

    @cached_property
    def _areas(self) -> frozenset[str]:
        return area_names(self.dictionaries)

    @cached_property
    def _edges(self) -> CodeEdges:
        return CodeEdges(self.dictionaries)


def _starts(run: str, longest: int = LONGEST_CODE) -> Iterable[int]:
    """Offsets of the suffixes of ``run``, the longest first."""
    return range(max(0, len(run) - longest), len(run))

"""How much a string looks like a 机关代字: pairs of neighbouring characters in the codes of agencies.csv.

A code that no table holds (教基二, 发改地区) is made of the same stems as its neighbours there: 教基, 教职成,
发改价格. The model is a bigram over codes, with the area's short name as one symbol (鲁政发 and 沪政发 are the
same sequence), smoothed towards single characters and a flat rest (Witten and Bell 1991, method C).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from math import log

from dictionaries import Dictionaries

LONGEST_AREA = 4
"""Characters of the longest short name of an area: 济天, 长宁, 市中."""

_START, _AREA, _END = "^", "*", "$"
_TEXT = -6.2
"""Log probability of a character of running text; what a code's characters have to beat."""
_CHARACTERS = 3_500
"""Characters in common use, among which the flat rest is shared."""
_FLAT = 0.3
_ENDING = 0.15
"""Probability that a code ends after a character that ended none so far."""
_LETTERS = 0.6
"""Share of letters of their own among the areas in codes."""


@dataclass(frozen=True)
class CodeLikelihood:
    """The model; not slotted, since its counts are kept once they are made."""

    dictionaries: Dictionaries

    def gains(self, run: str) -> tuple[float, ...]:
        """For each offset in ``run``: log of how much likelier a code than running text
        ``run[offset:]`` is.

        Positive means a code; a known one has from 5 to 30.
        """
        rest = [0.0] * len(run)
        for at in reversed(range(len(run))):
            following = run[at + 1] if at + 1 < len(run) else _END
            rest[at] = self._log(run[at], following) + (rest[at + 1] if following != _END else 0.0)
        return tuple(self._best_start(run, at, rest) - _TEXT * (len(run) - at) for at in range(len(run)))

    def _best_start(self, run: str, at: int, rest: list[float]) -> float:
        """``run[at:]`` begins with a department's stem or with an area's short name."""
        named = (
            self._log(_START, _AREA) + chance + self._log(_AREA, run[end]) + rest[end]
            for end, chance in self._areas_at(run, at)
        )
        return max(self._log(_START, run[at]) + rest[at], *named, -1e9)

    def _areas_at(self, run: str, at: int) -> Iterator[tuple[int, float]]:
        """Ends of the areas' names that begin at ``at``, with the log of the chance of each; below a
        province's letter another may stand (沪崇)."""
        letter = self._area_chances[run[at]] if run[at] in self._letters else None
        for end in range(at + 1, min(at + LONGEST_AREA + 1, len(run))):
            chance = self._area_chances.get(run[at:end])
            below = self._area_chances.get(run[at + 1 : end])
            if chance is not None:
                yield end, chance
            elif letter is not None and below is not None:
                yield end, letter + below

    def _log(self, before: str, char: str) -> float:
        alone = _ENDING if char == _END else (self._single[char] + _FLAT) / self._singles
        if before not in self._pairs:
            return log(alone)
        followers, total, kinds = self._pairs[before]
        return log((followers[char] + kinds * alone) / (total + kinds))

    @cached_property
    def _pairs(self) -> dict[str, tuple[Counter[str], int, float]]:
        """Character -> those that follow it with their counts, how many, and how many kinds."""
        pairs: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for code in self._codes:
            symbols = f"{_START}{code}{_END}"
            for at in range(len(symbols) - 1):
                pairs[symbols[at]][symbols[at + 1]] += 1
        return {char: (found, found.total(), len(found) + 0.5) for char, found in pairs.items()}

    @cached_property
    def _single(self) -> Counter[str]:
        return Counter(char for code in self._codes for char in code.removeprefix(_AREA))

    @cached_property
    def _singles(self) -> float:
        return self._single.total() + _FLAT * _CHARACTERS

    @cached_property
    def _codes(self) -> tuple[str, ...]:
        """All but an order's (国务院令), which is the issuer's name in full."""
        agencies = self.dictionaries.agencies
        return tuple(one.code for one in agencies if one.takes_area or not one.code.endswith("令"))

    @cached_property
    def _letters(self) -> frozenset[str]:
        return province_letters(self.dictionaries)

    @cached_property
    def _area_chances(self) -> dict[str, float]:
        """Short name -> log of its share among areas; a province's letter is the commonest."""
        letters, names = self.dictionaries.area_names, area_names(self.dictionaries)
        chances = dict.fromkeys(names, log((1 - _LETTERS) / max(len(names), 1)))
        return chances | dict.fromkeys(letters, log(_LETTERS / max(len(letters), 1)))


def province_letters(dictionaries: Dictionaries) -> frozenset[str]:
    """Areas' letters of their own (鲁, 沪), without what also ends issuers' names (省, 市)."""
    ends = dictionaries.markers.get("issuer_end_before_code", ())
    return frozenset(dictionaries.area_names) - frozenset(ends)


def area_names(dictionaries: Dictionaries) -> frozenset[str]:
    """Short names of areas as codes have them: the first one or two characters of a division's name,
    alone or below the first of its city's (济天), and the letters of their own."""
    names = set(dictionaries.area_names)
    for division in dictionaries.divisions:
        names.update((division.name[:1], division.name[:2]))
        if division.city:
            names.update((division.city[0] + division.name[0], division.city[0] + division.name[:2]))
    return frozenset(names)

"""A division under the names it bore before and bears since: 章丘市 became 章丘区 in 2016.

Source: the successors in dictionaries/divisions.csv. Only an area that goes on counts, whole or split or joined with
others; what was merely moved across a border (a year in brackets in the source) does not make one division another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from dictionaries import Dictionaries, Division


@lru_cache(maxsize=4)
def history_of(dictionaries: Dictionaries) -> PlaceHistory:
    """The history of these dictionaries' divisions, made once for each of them."""
    return PlaceHistory(dictionaries)


@dataclass(frozen=True, slots=True)
class Succession:
    """``name`` is the same place, or part of it, as ``of`` was asked for; ``year``: when the one became the other.

    ``earlier``: ``name`` is the older of the two.
    """

    of: Division
    other: Division
    year: int
    earlier: bool


@dataclass(frozen=True)
class PlaceHistory:
    """Successors and predecessors; not slotted, since its tables are kept once they are made."""

    dictionaries: Dictionaries

    def named(self, name: str) -> tuple[Division, ...]:
        """The divisions that ``name`` means at some time: 章丘市, with what it stands in before it or not."""
        return tuple(
            division
            for end in range(len(name) - 1)
            for division in self._by_name.get(name[end:], ())
            if _stands_in(division, name[:end])
        )

    def successions(self, division: Division) -> tuple[Succession, ...]:
        """Every other name of the area, before and since, the nearest in time first."""
        before = self._followed(division, self._predecessors, earlier=True)
        since = self._followed(division, self._successors, earlier=False)
        return (*since, *before)

    def _followed(
        self, division: Division, table: Mapping[Division, tuple[Division, ...]], *, earlier: bool
    ) -> Iterator[Succession]:
        seen, waiting = {division}, [division]
        while waiting:
            step = waiting.pop(0)
            for other in table.get(step, ()):
                if other not in seen:
                    seen.add(other)
                    waiting.append(other)
                    year = (other if earlier else step).until or other.since
                    if (other.name, other.city) != (division.name, division.city):
                        yield Succession(division, other, year, earlier)

    @cached_property
    def _by_name(self) -> Mapping[str, tuple[Division, ...]]:
        found: defaultdict[str, list[Division]] = defaultdict(list)
        for division in self.dictionaries.divisions:
            found[division.name].append(division)
        return {name: tuple(divisions) for name, divisions in found.items()}

    @cached_property
    def _by_code(self) -> Mapping[str, list[Division]]:
        found: defaultdict[str, list[Division]] = defaultdict(list)
        for division in self.dictionaries.divisions:
            found[division.code].append(division)
        return found

    @cached_property
    def _successors(self) -> Mapping[Division, tuple[Division, ...]]:
        found = {
            division: tuple(dict.fromkeys(self._following(division)))
            for division in self.dictionaries.divisions
            if division.until is not None
        }
        return {division: others for division, others in found.items() if others}

    def _following(self, division: Division) -> Iterator[Division]:
        for code in division.successors:
            for other in self._by_code.get(code, ()):
                if other != division and other.since <= (division.until or 0) < (other.until or 9999):
                    yield other

    @cached_property
    def _predecessors(self) -> Mapping[Division, tuple[Division, ...]]:
        found: defaultdict[Division, list[Division]] = defaultdict(list)
        for division, others in self._successors.items():
            for other in others:
                found[other].append(division)
        return {division: tuple(others) for division, others in found.items()}


def _stands_in(division: Division, above: str) -> bool:
    """Does ``above`` (济南市, 山东省济南市, nothing) name what ``division`` stands in?"""
    city = division.city or ""
    return above in ("", city, division.province, division.province + city)

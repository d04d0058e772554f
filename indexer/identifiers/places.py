"""Province, city and district from the name of an issuer or a gazette, as far as they are certain.

The division table (dictionaries/divisions.csv, GB/T 2260 with the years of every change) decides:
台儿庄区 exists
once, so its city and province are filled in; 市中区 exists in several cities, so they stay None.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from dictionaries import Dictionaries, Division


@dataclass(frozen=True, slots=True)
class Place:
    """Where an issuer or a gazette belongs; None for what is not stated or not certain.

    In the four municipalities ``city`` is the municipality itself; a county directly under a
    province has no city.
    """

    province: str | None = None
    city: str | None = None
    district: str | None = None

    def agrees(self, other: Place) -> bool:
        """Can both speak of the same place? What is None agrees with everything."""
        pairs = (
            (self.province, other.province),
            (self.city, other.city),
            (self.district, other.district),
        )
        return all(mine is None or theirs is None or mine == theirs for mine, theirs in pairs)


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to read the names at the start of a text: how many characters, and the place they make."""

    end: int
    place: Place
    current: bool


@dataclass(frozen=True)
class Places:
    """Locates names; not slotted, since the table's index by name is kept once it is made."""

    dictionaries: Dictionaries

    def locate(self, text: str, year: int | None = None, within: Place = NOWHERE) -> Place:
        """The place that ``text`` (济南市天桥区人民政府公报) begins with; blanks do not count.

        ``year`` chooses among names that changed; without it names in use now come first.
        ``within`` (the place of
        the gazette, say) narrows a name that exists in several places, and is ignored where it contradicts.
        """
        compact = re.sub(r"\s", "", text).lstrip("《〈【[（(“\"‘'「『#*")
        start = next((len(lead) for lead in self._leads if compact.startswith(lead)), 0)
        readings = list(self._readings(compact, start, NOWHERE, year))
        longest = max((reading.end for reading in readings), default=0)
        best = [reading for reading in readings if reading.end == longest]
        places = [reading.place for reading in best if reading.current] or [r.place for r in best]
        return _common([place for place in places if place.agrees(within)] or places)

    def code(self, place: Place, year: int | None = None) -> str | None:
        """The six digits of GB/T 2260 that ``place`` had in ``year`` (None: has now); None where it is no one division.

        A place known down to its city has the city's code, where the district is known the district's.
        """
        divisions = self._by_place.get(place)
        if place == NOWHERE or divisions is None:
            return None
        codes = {division.code for division in _at_time(divisions, year)}
        return codes.pop() if len(codes) == 1 else None

    def possible(self, text: str, year: int | None = None) -> tuple[Place, ...]:
        """Every place that the name at the beginning of ``text`` may mean: 市中区 in 济南市, 枣庄市, 乐山市 …"""
        compact = re.sub(r"\s", "", text)
        readings = list(self._readings(compact, 0, NOWHERE, year))
        longest = max((reading.end for reading in readings), default=0)
        return tuple(dict.fromkeys(reading.place for reading in readings if reading.end == longest))

    def _readings(self, text: str, at: int, above: Place, year: int | None) -> Iterator[_Reading]:
        """Ways to read division names from ``at`` on, each below the one before it."""
        for end, divisions in self._names_at(text, at):
            for division in _at_time(divisions, year):
                place = _place(division)
                if division.name in self._nameless and above.city is None:
                    continue
                if _level(place) > _level(above) and above.agrees(place):
                    deeper = list(self._readings(text, end, place, year))
                    yield from deeper or [_Reading(end, place, division.until is None)]

    def _names_at(self, text: str, at: int) -> Iterator[tuple[int, tuple[Division, ...]]]:
        for end in range(at + 2, min(len(text), at + self._longest) + 1):
            name = text[at:end]
            if name in self._by_name:
                yield end, self._by_name[name]
            elif name in self._by_short_name and self._may_be_short(text, end):
                yield end, self._by_short_name[name]

    def _may_be_short(self, text: str, end: int) -> bool:
        """Does what follows a name without 省, 市, 县 or 区 show that it is one?"""
        if end == len(text) or text.startswith(self._followers, end):
            return True
        return any(text[end:stop] in self._by_name for stop in range(end + 2, end + self._longest))

    @cached_property
    def _leads(self) -> tuple[str, ...]:
        return self.dictionaries.markers.get("place_lead", ())

    @cached_property
    def _nameless(self) -> tuple[str, ...]:
        return self.dictionaries.markers.get("nameless_division", ())

    @cached_property
    def _followers(self) -> tuple[str, ...]:
        return self.dictionaries.markers.get("short_place_follower", ())

    @cached_property
    def _by_name(self) -> dict[str, tuple[Division, ...]]:
        return _grouped((division.name, division) for division in self.dictionaries.divisions)

    @cached_property
    def _by_place(self) -> dict[Place, tuple[Division, ...]]:
        grouped: dict[Place, list[Division]] = {}
        for division in self.dictionaries.divisions:
            grouped.setdefault(_place(division), []).append(division)
        return {place: tuple(divisions) for place, divisions in grouped.items()}

    @cached_property
    def _by_short_name(self) -> dict[str, tuple[Division, ...]]:
        return _grouped(
            (short, division)
            for division in self.dictionaries.divisions
            if len(short := self._short(division.name)) > 1 and short not in self._by_name
        )

    def _short(self, name: str) -> str:
        """A name without its kind: 周村 for 周村区, 内蒙古 for 内蒙古自治区, 新疆 for 新疆维吾尔自治区."""
        kinds = sorted(self.dictionaries.markers.get("division_kind", ()), key=len, reverse=True)
        return next((name.removesuffix(kind) for kind in kinds if name.endswith(kind)), name)

    @cached_property
    def _longest(self) -> int:
        return max((len(name) for name in self._by_name), default=0)


def _grouped(pairs: Iterable[tuple[str, Division]]) -> dict[str, tuple[Division, ...]]:
    groups: dict[str, list[Division]] = {}
    for name, division in pairs:
        groups.setdefault(name, []).append(division)
    return {name: tuple(divisions) for name, divisions in groups.items()}


def _at_time(divisions: tuple[Division, ...], year: int | None) -> tuple[Division, ...]:
    """Those in force in ``year`` (now, without a year); where none was, those nearest to it."""
    at = 9999 if year is None else year
    nearest = min(_distance(division, at) for division in divisions)
    return tuple(division for division in divisions if _distance(division, at) == nearest)


def _distance(division: Division, year: int) -> int:
    """Years between ``year`` and the nearest year in which the division bore its name."""
    if year < division.since:
        return division.since - year
    return 0 if division.until is None or year < division.until else year - division.until + 1


def _place(division: Division) -> Place:
    municipality = division.province.endswith("市")
    if division.level == "province":
        return Place(division.province, division.province if municipality else None)
    if division.level == "city":
        return Place(division.province, division.name)
    return Place(division.province, division.province if municipality else division.city, division.name)


def _level(place: Place) -> int:
    if place.district:
        return 3
    return 2 if place.city and place.city != place.province else int(place.province is not None)


def _common(places: list[Place]) -> Place:
    """What all places agree on."""
    if not places:
        return NOWHERE
    provinces = {place.province for place in places}
    cities = {place.city for place in places} if len(provinces) == 1 else set()
    districts = {place.district for place in places}
    return Place(
        provinces.pop() if len(provinces) == 1 else None,
        cities.pop() if len(cities) == 1 else None,
        districts.pop() if len(districts) == 1 else None,
    )

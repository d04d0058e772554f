"""How closely a text covers a query: the best passage of the stored squeezed text, in content words by
weight.
"""

from __future__ import annotations

from collections.abc import Sequence

from search_app.query.units import Unit

MAX_PLACES = 60
"""Places of one form that are looked at in one document."""


def best_passage(folded: str, units: Sequence[Unit], window: int) -> float:
    """The greatest weight of different ``units`` that stand within ``window`` squeezed characters of
    ``folded``.

    A share of all weight, 0 to 1; units that no document holds (weight 0) do not count.
    """
    return best_passages(folded, units, (window,))[0]


def best_passages(folded: str, units: Sequence[Unit], windows: Sequence[int]) -> list[float]:
    """``best_passage`` for each of ``windows``."""
    weights = [unit.weight for unit in units]
    total = sum(weights)
    if not total:
        return [0.0] * len(windows)
    places = sorted(
        (start, start + len(form), number)
        for number, unit in enumerate(units)
        if unit.weight
        for form in unit.forms
        for start in _places(folded, form)
    )
    held = sum(weights[number] for number in {number for _, _, number in places})
    return [
        (held if len(folded) <= window else _best_window(places, weights, window)) / total
        for window in windows
    ]


def coverage(folded: str, units: Sequence[Unit]) -> float:
    """As ``best_passage``, over the whole document."""
    total = sum(unit.weight for unit in units)
    held = sum(unit.weight for unit in units if any(form in folded for form in unit.forms))
    return held / total if total else 0.0


def _places(folded: str, form: str) -> list[int]:
    found: list[int] = []
    position = folded.find(form)
    while position >= 0 and len(found) < MAX_PLACES:
        found.append(position)
        position = folded.find(form, position + 1)
    return found


def _best_window(places: list[tuple[int, int, int]], weights: list[float], window: int) -> float:
    """Two ends over the sorted places, counting each unit once."""
    held = [0] * len(weights)
    best = current = 0.0
    first = 0
    for _, end, number in places:
        held[number] += 1
        if held[number] == 1:
            current += weights[number]
        while places[first][0] < end - window:
            gone = places[first][2]
            held[gone] -= 1
            if not held[gone]:
                current -= weights[gone]
            first += 1
        if current > best:
            best = current
    return best

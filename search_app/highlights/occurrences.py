"""Where the words of a query stand in a stored text: on ``folded`` (squeezed title and paragraphs, one a line)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

MAX_OCCURRENCES = 100
"""Of one mark, that are looked at: the best passage of a long text is among the first ones or in its
title."""
MOST_COUNTED = 2_000
"""Of one mark, that are counted and stepped through in one document."""
Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Mark:
    """A squeezed string to be marked. ``number`` ones never stand inside a longer number (7号, not 17号).

    ``part_of`` names the run that a single word belongs to: it is marked only where that run (a mark with
    this ``run``) does not stand whole.
    """

    text: str
    weight: float = 1.0
    number: bool = False
    run: str = ""
    part_of: str = ""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A mark's occurrence: ``[start, end)`` in the squeezed paragraph number ``paragraph`` (0: the title)."""

    paragraph: int
    start: int
    end: int
    mark: Mark


def occurrences(folded: str, marks: Iterable[Mark], most: int = MAX_OCCURRENCES) -> Iterator[Occurrence]:
    """Where ``marks`` stand in ``folded``, mark by mark, the first ``most`` of each."""
    starts = _line_starts(folded)
    for mark in marks:
        for start in _find_all(folded, mark, most):
            paragraph = bisect_right(starts, start) - 1
            begin = start - starts[paragraph]
            yield Occurrence(paragraph, begin, begin + len(mark.text), mark)


def without_parts(found: Iterable[Occurrence], first: int) -> list[Occurrence]:
    """The occurrences from paragraph ``first`` on, without words of runs that stand there whole."""
    kept = [occurrence for occurrence in found if occurrence.paragraph >= first]
    whole = {occurrence.mark.run for occurrence in kept if occurrence.mark.run}
    return [
        occurrence
        for occurrence in kept
        if occurrence.mark.part_of not in whole or not occurrence.mark.part_of
    ]


def counted_marks(folded: str, marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """The marks that are counted and stepped through: what was typed whole; parts where it stands whole nowhere in
    the text behind the title.
    """
    known = tuple(marks)
    whole = tuple(mark for mark in known if not mark.part_of)
    text = folded.find("\n") + 1
    stands = text and any(next(_find_all(folded[text:], mark, 1), None) is not None for mark in whole)
    return whole if stands else known


def places(folded: str, marks: Iterable[Mark], first: int = 1) -> int:
    """How many places the counted ``marks`` take from paragraph ``first`` on; those that overlap are one."""
    starts = _line_starts(folded)
    if first >= len(starts):
        return 0
    counted = counted_marks(folded, marks)
    ranges = ((at, at + len(mark.text)) for mark in counted for at in _find_all(folded, mark, MOST_COUNTED))
    count, reached = 0, 0
    for start, end in sorted(span for span in ranges if span[0] >= starts[first]):
        count += start >= reached
        reached = max(reached, end)
    return count


def _find_all(folded: str, mark: Mark, most: int) -> Iterator[int]:
    """Ascending; a number only where it is no part of a longer one, if it stands so anywhere (50, not 3500)."""
    places = _places(folded, mark.text)
    if not (mark.text[:1].isdigit() or mark.text[-1:].isdigit()):
        yield from islice(places, most)
        return
    whole = list(
        islice(
            (position for position in places if _is_whole(folded, position, position + len(mark.text))), most
        )
    )
    yield from whole if whole or mark.number else islice(_places(folded, mark.text), most)


def _places(folded: str, text: str) -> Iterator[int]:
    position = folded.find(text)
    while position >= 0:
        yield position
        position = folded.find(text, position + len(text))


def _is_whole(folded: str, start: int, end: int) -> bool:
    """Whether no digit at either end of ``[start, end)`` has another beside it."""
    around = (folded[start - 1 : start + 1] if start else "", folded[end - 1 : end + 1])
    return not any(len(pair) == 2 and pair.isdecimal() for pair in around)


@lru_cache(maxsize=64)
def _line_starts(folded: str) -> list[int]:
    starts = [0]
    position = folded.find("\n")
    while position >= 0:
        starts.append(position + 1)
        position = folded.find("\n", position + 1)
    return starts


def apart(places: Iterable[Range]) -> list[Range]:
    """Ranges, longest first: without those that overlap a longer or earlier one, neighbours that touch
    as one.
    """
    kept: list[Range] = []
    for start, end in sorted(set(places), key=_by_length):
        if all(end <= first or last <= start for first, last in kept):
            kept.append((start, end))
    joined: list[Range] = []
    for start, end in sorted(kept):
        if joined and joined[-1][1] == start:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return sorted(joined, key=_by_length)


def _by_length(place: Range) -> Range:
    return place[0] - place[1], place[0]

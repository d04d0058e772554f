"""What is in force on a day: a timeline of stated facts, and the pure function over it.

Rules and their sources stand in docs/validity.md. Days are ISO strings; a term holds on its last day too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from indexer.relations.durations import later, term_end
from indexer.titles import in_title_marks

EventKind = Literal[
    "effective", "expires", "extended", "continued", "amended", "partly_repealed", "repealed", "lapsed"
]
Status = Literal[
    "not_yet", "in_force", "amended", "partly_repealed", "expired", "repealed", "lapsed", "not_stated"
]
STATUSES: tuple[Status, ...] = get_args(Status)
FIRST_DAY = "0001-01-01"


@dataclass(frozen=True, slots=True)
class Reference:
    """A document as it is named beside an event or in a relation; ``id`` is None where the collection has none."""

    id: str | None
    number: str | None
    title: str | None


@dataclass(frozen=True, slots=True)
class Event:
    """A stated fact: ``by`` says it in ``sentence``, at ``line`` of ``file``.

    ``date`` is the day from which it counts (for ``expires`` the last day of the term), None where nothing tells
    it: such an event is shown and decides nothing. ``until`` is the last day that an extension or a list row names,
    ``months`` a counted extension; ``listed`` marks rows of clean-up lists.
    """

    kind: EventKind
    date: str | None
    by: Reference
    sentence: str
    file: str | None
    line: int
    until: str | None = None
    months: int | None = None
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Timeline:
    """All events of one document, or of a number that is only named. ``issued_on`` is its date, if known."""

    events: tuple[Event, ...] = ()
    issued_on: str | None = None
    has_validity: bool = True


@dataclass(frozen=True, slots=True)
class State:
    """``since`` the day from which ``status`` holds, ``until`` the last day of a stated term still running."""

    status: Status
    since: str | None = None
    until: str | None = None


_RANKS: dict[tuple[EventKind, bool], int] = {
    ("lapsed", True): 1,
    ("repealed", True): 2,
    ("extended", False): 3,
    ("continued", False): 4,
    ("amended", False): 5,
    ("partly_repealed", False): 6,
    ("lapsed", False): 7,
    ("repealed", False): 8,
}
"""Order on one day: a declared repeal outweighs a list row, and among list rows 继续有效 is believed."""


@dataclass(slots=True)
class _Course:
    """Where the events read so far have led."""

    until: str | None
    since: str | None
    stated: bool
    dead: Status | None = None
    changed: Status | None = None


def status(timeline: Timeline, on: str) -> State:
    """What the stated facts make of the document on the day ``on``; only ``continued`` revives what is dead."""
    begun = _first(timeline, "effective")
    course = _Course(until=_own_end(timeline), since=begun or timeline.issued_on, stated=begun is not None)
    course.stated = course.stated or course.until is not None
    for event in _ordered(timeline):
        if event.date is not None and event.date <= on:
            _apply(event, course)
    if course.dead is not None:
        return State(course.dead, course.since)
    start = begun or timeline.issued_on
    if course.stated and start is not None and on < start:
        return State(
            "not_yet", timeline.issued_on if timeline.issued_on and timeline.issued_on <= on else None
        )
    if course.until is not None and on > course.until:
        return State("expired", later(course.until, days=1))
    if not course.stated:
        return State("not_stated")
    return State(course.changed or "in_force", course.since, course.until)


def steps(timeline: Timeline) -> tuple[tuple[str, Status], ...]:
    """(day, status from that day on), ascending, the first at the beginning of time; neighbours differ."""
    days = {FIRST_DAY, *(day for day in _turns(timeline) if day is not None)}
    found: list[tuple[str, Status]] = []
    for day in sorted(days):
        now = status(timeline, day).status
        if not found or found[-1][1] != now:
            found.append((day, now))
    return tuple(found)


def contradictions(timeline: Timeline) -> tuple[str, ...]:
    """What the facts leave open, as sentences for readers."""
    return tuple(dict.fromkeys((*_revivals(timeline), *_odd_terms(timeline), *_undated(timeline))))


def _first(timeline: Timeline, kind: EventKind) -> str | None:
    return next((event.date for event in timeline.events if event.kind == kind and event.date), None)


def _own_end(timeline: Timeline) -> str | None:
    """The term's last day by the document itself, else by the lists that name it as it was."""
    own = _first(timeline, "expires")
    if own is not None:
        return own
    named = (event.until for event in _ordered(timeline) if event.kind in ("lapsed", "repealed"))
    return next((day for day in named if day), None)


def _ordered(timeline: Timeline) -> list[Event]:
    """The events that change something, by day."""
    turning = [event for event in timeline.events if event.kind not in ("effective", "expires")]
    return sorted(turning, key=lambda event: (event.date or "", _rank(event), event.by.id or "", event.line))


def _rank(event: Event) -> int:
    return _RANKS.get((event.kind, event.listed)) or _RANKS[(event.kind, False)]


def _apply(event: Event, course: _Course) -> None:
    match event.kind:
        case "repealed" | "lapsed":
            if course.dead is None or (event.kind == "repealed" and course.dead == "lapsed"):
                course.dead, course.since = event.kind, event.date
        case "continued":
            _continue(event, course)
        case "extended" if course.dead is None:
            course.until = event.until or _longer(course.until, event.months)
            course.stated = True
        case "amended" | "partly_repealed" if course.dead is None:
            if course.changed != "partly_repealed":
                course.changed, course.since = event.kind, event.date
            course.stated = True


def _continue(event: Event, course: _Course) -> None:
    """继续有效: alive, until the day named; a term that was over before no longer ends it."""
    if course.dead is not None:
        course.dead, course.changed, course.since = None, None, event.date
    course.stated = True
    if event.until is not None or (course.until is not None and event.date and course.until < event.date):
        course.until = event.until


def _longer(until: str | None, months: int | None) -> str | None:
    """A counted extension begins on the day after the old term's end."""
    return term_end(later(until, days=1), months) if until and months else until


def _turns(timeline: Timeline) -> Iterator[str | None]:
    """Every day on which the status may change."""
    yield timeline.issued_on
    ends = [_own_end(timeline)]
    for event in _ordered(timeline):
        yield event.date
        ends.append(event.until or _longer(ends[-1], event.months))
    yield _first(timeline, "effective")
    for event in timeline.events:
        yield event.date
    for end in ends:
        yield later(end, days=1) if end else None


def _revivals(timeline: Timeline) -> Iterator[str]:
    dead: Event | None = None
    for event in _ordered(timeline):
        if event.kind in ("repealed", "lapsed"):
            dead = dead or event
        elif dead is not None and event.date and dead.date:
            yield (
                f"{dead.date}{_name(dead.by)}说它{_SAID[dead.kind]}，"
                f"{event.date}{_name(event.by)}又说它{_SAID[event.kind]}，两处不一致"
            )
        if event.kind == "continued":
            dead = None


def _odd_terms(timeline: Timeline) -> Iterator[str]:
    own = _first(timeline, "expires")
    begun = _first(timeline, "effective")
    if own and begun and own < begun:
        yield f"施行日期{begun}晚于有效期至{own}"
    for event in timeline.events:
        if own and event.listed and event.kind in ("lapsed", "repealed") and event.until not in (None, own):
            yield f"文件自己写明有效期至{own}，{_name(event.by)}的目录写的是{event.until}"


def _undated(timeline: Timeline) -> Iterator[str]:
    for event in timeline.events:
        if event.date is None:
            yield f"{_name(event.by)}说它{_SAID[event.kind]}，但日期不详，没有据此判断"


def _name(by: Reference) -> str:
    return by.number or (in_title_marks(by.title) if by.title else "另一件公文")


_SAID: dict[EventKind, str] = {
    "effective": "施行",
    "expires": "有效期满",
    "extended": "延长有效期",
    "continued": "继续有效",
    "amended": "修改",
    "partly_repealed": "部分废止",
    "repealed": "废止",
    "lapsed": "失效",
}

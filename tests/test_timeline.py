"""What is in force on a day: the pure function over a timeline, and what holds for every timeline."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.relations.durations import later
from indexer.relations.signatures import signature, status_on
from indexer.relations.timeline import (
    Event,
    EventKind,
    Reference,
    Timeline,
    contradictions,
    status,
    steps,
)

BY = Reference("9", "台政发〔2020〕1号", "某某通知")


def event(kind: EventKind, day: str | None, **more: object) -> Event:
    return Event(kind, day, BY, "证明", "甲.txt", 3, **more)  # type: ignore[arg-type]


def timeline(*events: Event, issued_on: str | None = "2019-01-10") -> Timeline:
    return Timeline(events, issued_on)


EFFECTIVE = event("effective", "2019-02-01")
EXPIRES = event("expires", "2024-01-31")


@pytest.mark.parametrize(
    ("events", "on", "expected"),
    [
        ((), "2026-11-21", "not_stated"),
        ((EFFECTIVE,), "2019-01-31", "not_yet"),
        ((EFFECTIVE,), "2019-02-01", "in_force"),
        ((EFFECTIVE, EXPIRES), "2024-01-31", "in_force"),
        ((EFFECTIVE, EXPIRES), "2024-02-01", "expired"),
        ((EFFECTIVE, EXPIRES, event("extended", "2024-01-05", until="2026-12-31")), "2025-01-01", "in_force"),
        ((EFFECTIVE, EXPIRES, event("extended", "2024-01-05", months=24)), "2026-01-31", "in_force"),
        ((EFFECTIVE, EXPIRES, event("extended", "2024-01-05", months=24)), "2026-02-01", "expired"),
        ((EFFECTIVE, event("amended", "2021-01-01")), "2022-01-01", "amended"),
        ((EFFECTIVE, event("amended", "2021-01-01")), "2020-12-31", "in_force"),
        ((EFFECTIVE, event("partly_repealed", "2021-01-01")), "2022-01-01", "partly_repealed"),
        ((EFFECTIVE, event("repealed", "2021-01-01")), "2020-12-31", "in_force"),
        ((EFFECTIVE, event("repealed", "2021-01-01")), "2021-01-01", "repealed"),
        ((event("lapsed", "2021-01-01", listed=True),), "2021-01-02", "lapsed"),
        ((event("continued", "2019-09-29", until="2020-12-31", listed=True),), "2020-12-31", "in_force"),
        ((event("continued", "2019-09-29", until="2020-12-31", listed=True),), "2026-11-21", "expired"),
        ((event("repealed", "2018-01-01"), event("continued", "2019-01-01", listed=True)), "2020-01-01", "in_force"),
        ((event("repealed", "2018-01-01"), event("extended", "2019-01-01", until="2030-01-01")), "2020-01-01",
         "repealed"),
        ((event("repealed", "2019-01-01"), event("continued", "2019-01-01", listed=True)), "2020-01-01", "repealed"),
        ((EFFECTIVE, event("repealed", None)), "2026-11-21", "in_force"),
    ],
)  # fmt: skip
def test_stated_facts_decide(events: tuple[Event, ...], on: str, expected: str) -> None:
    assert status(timeline(*events), on).status == expected


def test_the_end_of_a_running_term_is_told() -> None:
    assert status(timeline(EFFECTIVE, EXPIRES), "2020-01-01").until == "2024-01-31"
    assert status(timeline(EFFECTIVE, EXPIRES), "2025-01-01").since == "2024-02-01"


def test_a_contradiction_is_told_and_not_hidden() -> None:
    both = timeline(event("repealed", "2018-01-01"), event("continued", "2019-01-01", listed=True))
    assert "不一致" in contradictions(both)[0]
    assert contradictions(timeline(EFFECTIVE, EXPIRES)) == ()


def test_an_undated_repeal_decides_nothing_and_is_told() -> None:
    assert "日期不详" in contradictions(timeline(EFFECTIVE, event("repealed", None)))[0]


DAYS = st.dates(date(2015, 1, 1), date(2030, 1, 1)).map(date.isoformat)
KINDS: list[EventKind] = [
    "effective", "expires", "extended", "continued", "amended", "partly_repealed", "repealed", "lapsed",
]  # fmt: skip
EVENTS = st.builds(
    lambda kind, day, until, months, listed: event(kind, day, until=until, months=months, listed=listed),
    st.sampled_from(KINDS), DAYS, st.none() | DAYS, st.none() | st.integers(1, 120), st.booleans(),
)  # fmt: skip
TIMELINES = st.builds(
    lambda events, issued: Timeline(tuple(events), issued), st.lists(EVENTS, max_size=6), st.none() | DAYS
)


@given(TIMELINES, EVENTS.filter(lambda each: each.kind != "continued"), DAYS)
def test_only_a_continued_event_revives(before: Timeline, more: Event, on: str) -> None:
    if status(before, on).status == "repealed":
        assert status(replace(before, events=(*before.events, more)), on).status == "repealed"


@given(TIMELINES, DAYS)
def test_nothing_changes_between_the_days_of_the_steps(whole: Timeline, on: str) -> None:
    assert status_on(signature(whole), on) == status(whole, on).status


@given(TIMELINES)
def test_the_steps_ascend_and_differ(whole: Timeline) -> None:
    found = steps(whole)
    assert [day for day, _ in found] == sorted({day for day, _ in found})
    assert all(a[1] != b[1] for a, b in pairwise(found))


@given(TIMELINES, DAYS)
def test_a_term_that_is_told_has_not_run_out(whole: Timeline, on: str) -> None:
    now = status(whole, on)
    assert now.until is None or now.until >= on


@given(DAYS, st.integers(0, 400))
def test_days_are_counted_by_the_calendar(day: str, days: int) -> None:
    assert later(day, days=days) == (date.fromisoformat(day) + timedelta(days=days)).isoformat()

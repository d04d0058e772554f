"""A timeline's course as one keyword, so that an engine can filter and count by status on any day.

``0001-01-01=not_yet|2019-12-01=in_force|2024-12-01=expired``: documents with the same course share the value, and
whoever asks for a day reads each distinct value once.
"""

from __future__ import annotations

from indexer.relations.timeline import STATUSES, Status, Timeline, steps


def signature(timeline: Timeline) -> str:
    """The keyword of ``timeline``."""
    return "|".join(f"{day}={now}" for day, now in steps(timeline))


def status_on(course: str, on: str) -> Status:
    """The status that ``course`` (a signature) has on the day ``on``; ``not_stated`` for an empty one.

    >>> status_on("0001-01-01=not_yet|2019-12-01=in_force|2024-12-01=expired", "2024-11-30")
    'in_force'
    """
    now = "not_stated"
    for step in course.split("|"):
        day, _, named = step.partition("=")
        if day > on:
            break
        now = named
    return next((each for each in STATUSES if each == now), "not_stated")

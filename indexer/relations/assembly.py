"""From statements to events: what a document says of itself, and what a mention means for the one it names."""

from __future__ import annotations

from collections.abc import Iterable

from indexer.relations.signatures import signature
from indexer.relations.statements import Head, Kind, Mention, OwnTerm
from indexer.relations.timeline import Event, EventKind, Reference, Timeline

DEFAULT_SIGNATURE = signature(Timeline())
"""The course of a document of which nothing is stated."""

_EVENTS: dict[Kind, EventKind] = {
    "repeals": "repealed",
    "repeals_partly": "partly_repealed",
    "amends": "amended",
    "extends": "extended",
    "continues": "continued",
    "lapses": "lapsed",
}


def reference(head: Head) -> Reference:
    return Reference(head.id, head.number, head.title)


def own_events(head: Head, terms: Iterable[OwnTerm]) -> tuple[Event, ...]:
    """施行 and 有效期至 as the document itself states them."""
    by = reference(head)
    return tuple(Event(term.kind, term.on, by, term.sentence, head.file, term.line) for term in terms)


def event_of(mention: Mention, citing: Head) -> Event:
    """The event that ``mention`` is for the document it names; only for VALIDITY_KINDS.

    It counts from the day that the sentence gives, else from that on which the citing document does.
    """
    return Event(
        kind=_EVENTS[mention.kind],
        date=mention.on or citing.dated_on,
        by=reference(citing),
        sentence=mention.sentence,
        file=citing.file,
        line=mention.line,
        until=mention.until,
        months=mention.months,
        listed=mention.listed,
    )

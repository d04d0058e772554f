"""What the stored relations answer: a document's relations both ways, its validity on a day, its chain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from indexer.relations.assembly import event_of, own_events, reference
from indexer.relations.statements import VALIDITY_KINDS, Head, Kind
from indexer.relations.store import Link, Store
from indexer.relations.timeline import Event, Reference, Status, Timeline, contradictions, status

Direction = Literal["out", "in"]
_HANDED_DOWN: frozenset[Kind] = frozenset({"based_on", "forwards"})
_DEEPEST = 8
_WIDEST = 60


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation of a document, as the contract's JSON: ``out`` it speaks of the other, ``in`` the other of it.

    ``number`` and ``title`` are the other's, ``id`` None where the collection lacks it; ``sentence`` stands at
    ``line`` of the speaking document's file.
    """

    kind: Kind
    direction: Direction
    number: str | None
    title: str | None
    id: str | None
    sentence: str
    line: int
    confidence: float
    registration_number: str | None = None
    on: str | None = None
    until: str | None = None
    until_raw: str | None = None


@dataclass(frozen=True, slots=True)
class Validity:
    """The contract's ``validity``: the status on the day ``on``, with every event that proves it.

    ``notes`` are sentences: contradictions, and for kinds of documents without validity that it is so.
    """

    status: Status
    on: str
    since: str | None
    until: str | None
    events: tuple[Event, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """A document that nobody indexed, as others speak of it."""

    key: str
    number: str | None
    title: str | None
    validity: Validity
    relations: tuple[Relation, ...]


@dataclass(frozen=True, slots=True)
class ChainNode:
    """A document in a chain; ``days`` from the one it was handed down from, where both dates are known.

    ``level`` is 国家, 省, 市, 区县 or 部门 as far as its place and issuer tell, None where they do not.
    """

    document: Reference
    issuer: str | None
    written_on: str | None
    place: str | None
    level: str | None
    days: int | None
    sentence: str | None
    children: tuple[ChainNode, ...] = ()


@dataclass(frozen=True, slots=True)
class Chain:
    """``above``: what the document is based on, each with what that is based on; ``below``: what was based on it."""

    document: ChainNode
    above: tuple[ChainNode, ...]
    below: tuple[ChainNode, ...]


def relations_of(key: str, store: Store) -> tuple[Relation, ...]:
    """All relations of a document (id) or of what is only named (key): first its own, then those of others."""
    own = tuple(_out(link, store) for link in store.citing(key))
    return own + tuple(_in(link, store) for link in store.cited(key))


def timeline_of(key: str, store: Store) -> Timeline:
    """What is stated of the document, by itself and by others, of whichever print; empty for an unknown key."""
    known = store.head(key)
    events = tuple(_declared([link for each in store.prints(key) for link in store.cited(each)], store))
    if known is None:
        return Timeline(events)
    head, terms = known
    return Timeline((*own_events(head, terms), *events), head.written_on, head.has_validity)


def validity_of(key: str, store: Store, on: str | None = None, no_validity: str | None = None) -> Validity:
    """The status on the day ``on`` (ISO; today without one) with its proofs.

    ``no_validity`` is the sentence for kinds of documents that have none.
    """
    return validity(timeline_of(key, store), on or date.today().isoformat())


def validity(timeline: Timeline, on: str) -> Validity:
    """``timeline`` read on the day ``on``."""
    now = status(timeline, on)
    notes = contradictions(timeline)
    if not timeline.has_validity and now.status == "not_stated":
        notes = ("这类公文（人事任免、通报、消息等）没有施行和废止可言", *notes)
    events = sorted(timeline.events, key=lambda event: (event.date or "9999", event.kind, event.line))
    return Validity(now.status, on, now.since, now.until, tuple(events), notes)


def named(number: str, store: Store, on: str | None = None) -> tuple[Named, ...]:
    """What the collection says of a number that none of its documents bears; several where places differ."""
    found = []
    for key in store.named(number):
        links = store.cited(key)
        title = next((link.mention.title for link in links if link.mention.title), None)
        own = next((link.mention.number for link in links if link.mention.number), number)
        relations = tuple(_in(link, store) for link in links)
        found.append(Named(key, own, title, validity_of(key, store, on), relations))
    return tuple(found)


def chain_of(key: str, store: Store) -> Chain | None:
    """The chain through a document (id) or something only named (key); None where neither is known."""
    node = _node(key, store)
    if node is None:
        return None
    return Chain(node, _above(key, store, {key}, node, 0), _below(key, store, {key}, node, 0))


def _above(key: str, store: Store, seen: set[str], node: ChainNode, depth: int) -> tuple[ChainNode, ...]:
    return tuple(_linked(store.citing(key), "cited", store, seen, node, depth))


def _below(key: str, store: Store, seen: set[str], node: ChainNode, depth: int) -> tuple[ChainNode, ...]:
    return tuple(_linked(store.cited(key), "citing", store, seen, node, depth))


def _linked(
    links: Sequence[Link],
    end: Literal["cited", "citing"],
    store: Store,
    seen: set[str],
    node: ChainNode,
    depth: int,
) -> Iterator[ChainNode]:
    """The nodes at the other end of ``links`` that hand something down, with what lies beyond them."""
    handed = [link for link in links if link.mention.kind in _HANDED_DOWN]
    for link in handed[:_WIDEST]:
        other = link.cited if end == "cited" else link.citing
        found = _node(other, store, link) if other not in seen and depth < _DEEPEST else None
        if found is None:
            continue
        seen.add(other)
        upper, lower = (found, node) if end == "cited" else (node, found)
        further = _above if end == "cited" else _below
        yield ChainNode(
            found.document, found.issuer, found.written_on, found.place, found.level,
            _days(upper.written_on, lower.written_on), link.mention.sentence,
            further(other, store, seen, found, depth + 1),
        )  # fmt: skip


def _node(key: str, store: Store, link: Link | None = None) -> ChainNode | None:
    known = store.head(key)
    if known is not None:
        head = known[0]
        place = "".join(part or "" for part in _places(head)) or None
        return ChainNode(reference(head), head.issuer, head.written_on, place, _level(head), None, None)
    link = link or next(iter(store.cited(key)), None)
    if link is None:
        return None
    return ChainNode(
        Reference(None, link.mention.number, link.mention.title), None, None, None, None, None, None
    )


def _places(head: Head) -> tuple[str | None, ...]:
    city = head.city if head.city != head.province else None
    return head.province, city, head.district


def _level(head: Head) -> str | None:
    """Where the issuer stands; an organ that is no 政府 and no 办公 of one is a department."""
    if head.issuer and "政府" not in head.issuer and "国务院" not in head.issuer:
        return "部门"
    if head.district:
        return "区县"
    if head.city:
        return "市"
    if head.province:
        return "省"
    return "国家" if head.issuer and "国务院" in head.issuer else None


def _days(earlier: str | None, later: str | None) -> int | None:
    if not earlier or not later:
        return None
    return (date.fromisoformat(later) - date.fromisoformat(earlier)).days


def _declared(links: Iterable[Link], store: Store) -> Iterator[Event]:
    """The events that ``links`` are; what two prints of one document declare is one."""
    said: set[tuple[str, Kind]] = set()
    for link in links:
        citing = store.head(link.citing) if link.mention.kind in VALIDITY_KINDS else None
        if citing is None:
            continue
        event = (store.prints(link.citing)[0], link.mention.kind)
        if event not in said:
            said.add(event)
            yield event_of(link.mention, citing[0])


def _out(link: Link, store: Store) -> Relation:
    """The other as the document names it; its title from the collection where none is named."""
    mention = link.mention
    known = store.head(link.cited) if link.held else None
    title = known[0].title if known else mention.title
    number = mention.number or (known[0].number if known else None)
    return Relation(
        mention.kind, "out", number, title, known[0].id if known else None, mention.sentence, mention.line,
        mention.confidence, mention.registration_number, mention.on, mention.until, mention.until_raw,
    )  # fmt: skip


def _in(link: Link, store: Store) -> Relation:
    mention = link.mention
    known = store.head(link.citing)
    head = known[0] if known else None
    return Relation(
        mention.kind, "in", head.number if head else None, head.title if head else None, link.citing,
        mention.sentence, mention.line, mention.confidence, mention.registration_number, mention.on,
        mention.until, mention.until_raw,
    )  # fmt: skip

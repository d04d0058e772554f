"""What is in force, the chain and the comparison of two documents → what their pages show. No HTML here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from indexer.identifiers import find_numbers
from indexer.models import Document
from indexer.relations import (
    Chain,
    ChainNode,
    Event,
    Relation,
    Validity,
    chain_of,
    named,
    relations_of,
    validity_of,
)
from indexer.schema import keyword
from search_app.documents import UNTITLED
from search_app.highlights import Link
from search_app.relations import (
    EVENT_LABELS,
    Comparison,
    Pair,
    Partner,
    Piece,
    Unit,
    chain_rows,
    partners,
    status_line,
)
from search_app.response import SearchRequest
from search_app.searcher import Searcher
from search_app.web.links import document_url, search_url

_PAIR_LABELS = {"same": "相同", "changed": "改动", "only_a": "只在甲", "only_b": "只在乙"}


@dataclass(frozen=True, slots=True)
class EventView:
    """One fact of a timeline; ``url`` leads to the line that proves it."""

    day: str
    label: str
    by: str
    url: str | None
    sentence: str
    until: str | None


@dataclass(frozen=True, slots=True)
class ValidityView:
    status: str
    line: str
    on: str
    events: tuple[EventView, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChainStep:
    """One document of a chain; ``level`` of indentation, ``days`` since the one above it."""

    level: int
    label: str
    title: str
    url: str | None
    own: bool
    rank: str
    written_on: str | None
    days: int | None


@dataclass(frozen=True, slots=True)
class PartnerView:
    title: str
    place: str
    share: str
    url: str


@dataclass(frozen=True, slots=True)
class Heat:
    """A stretch of the strip: from ``at``, ``width`` wide (of 1000); ``level`` 0 (the same) to 4 (all different)."""

    at: float
    width: float
    level: int
    anchor: str


@dataclass(frozen=True, slots=True)
class PairView:
    anchor: str
    kind: str
    label: str
    share: str
    a: Unit | None
    b: Unit | None
    a_pieces: tuple[Piece, ...]
    b_pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class SideView:
    title: str
    number: str
    url: str


@dataclass(frozen=True, slots=True)
class ComparePage:
    a: SideView
    b: SideView
    share: str
    counts: tuple[tuple[str, int], ...]
    pairs: tuple[PairView, ...]
    heat: tuple[Heat, ...]
    swapped_url: str


@dataclass(frozen=True, slots=True)
class StandingView:
    """What a document's page shows beside its text: what is in force, the chain, the like of other places."""

    validity: ValidityView
    chain: tuple[ChainStep, ...]
    partners: tuple[PartnerView, ...]

    @property
    def told(self) -> frozenset[str]:
        """The numbers and titles of the documents that it names."""
        return frozenset({step.label for step in self.chain} | {each.title for each in self.partners})


def standing_view(document: Document, similar: tuple[Document, ...], index: Searcher) -> StandingView:
    """``similar`` are the documents that the index finds like it."""
    chain = chain_of(document.id, index.relations)
    return StandingView(
        validity_view(validity_of(document.id, index.relations, index.on), document.id),
        chain_steps(chain) if chain else (),
        partner_views(partners(document, similar), document.id),
    )


def text_links(document: Document, index: Searcher) -> tuple[Link, ...]:
    """Every number in the document's text, and every title that leads to a document: where it stands, where it leads.

    A number that the collection lacks has no address; its title says so, and what is in force of it where known.
    """
    out = [each for each in relations_of(document.id, index.relations) if each.direction == "out"]
    meant = {each.number: each for each in out if each.id and each.number}
    standing = [
        found
        for found in find_numbers(document.text.content, index.dictionaries)
        if str(found.number) != document.number
    ]
    index.frequencies([("number", keyword(str(found.number))) for found in standing])
    links = [_number_link(found.start, found.end, str(found.number), meant, index) for found in standing]
    links += [link for each in out if each.id and each.title for link in _title_links(document, each)]
    disjoint: list[Link] = []
    for link in sorted(links, key=lambda link: (link.start, -link.end)):
        if not disjoint or disjoint[-1].end <= link.start:
            disjoint.append(link)
    return tuple(disjoint)


def _number_link(start: int, end: int, number: str, meant: Mapping[str, Relation], index: Searcher) -> Link:
    """To the document that is meant; to all that bear the number where it is not certain which."""
    relation = meant.get(number)
    if relation is not None and relation.id:
        return Link(start, end, document_url(relation.id), relation.title or number)
    bearing = index.frequency("number", keyword(number))
    if bearing:
        return Link(start, end, search_url(SearchRequest(number)), f"{bearing} 篇公文用这个文号")
    others = named(number, index.relations, index.on)
    stated = [status_line(each.validity) for each in others if each.validity.status != "not_stated"]
    return Link(start, end, None, "；".join(["不在本库", *dict.fromkeys(stated)]))


def _title_links(document: Document, relation: Relation) -> Iterator[Link]:
    wanted, at = f"《{relation.title}》", -1
    while relation.id and (at := document.text.content.find(wanted, at + 1)) >= 0:
        yield Link(at, at + len(wanted), document_url(relation.id), relation.number or "")


def validity_view(validity: Validity, own: str) -> ValidityView:
    """``own`` is the id of the document whose page it is."""
    return ValidityView(
        status=validity.status,
        line=status_line(validity),
        on=validity.on,
        events=tuple(_event_view(event, own) for event in validity.events),
        notes=validity.notes,
    )


def chain_steps(chain: Chain) -> tuple[ChainStep, ...]:
    """The documents of a chain from the uppermost down; () for one that stands alone."""
    rows = chain_rows(chain)
    if len(rows) == 1:
        return ()
    top = min(depth for depth, _ in rows)
    return tuple(_step(depth - top, node, own=depth == 0) for depth, node in rows)


def partner_views(found: tuple[Partner, ...], own: str) -> tuple[PartnerView, ...]:
    return tuple(
        PartnerView(
            partner.document.title or UNTITLED,
            partner.document.district or partner.document.city or partner.document.province or "",
            f"{partner.share:.0%}",
            compare_url(own, partner.document.id),
        )
        for partner in found
    )


def compare_url(a: str, b: str) -> str:
    return "/compare?" + urlencode({"a": a, "b": b})


def compare_page(found: Comparison) -> ComparePage:
    """The comparison, pair by pair, with the strip that shows where the texts differ."""
    return ComparePage(
        a=_side(found, "a"),
        b=_side(found, "b"),
        share=f"{found.share:.0%}",
        counts=tuple((label, found.count(kind)) for kind, label in _PAIR_LABELS.items()),  # type: ignore[arg-type]
        pairs=tuple(_pair_view(number, pair) for number, pair in enumerate(found.pairs, 1)),
        heat=tuple(_heat(found.pairs)),
        swapped_url=compare_url(found.b.id, found.a.id),
    )


def _event_view(event: Event, own: str) -> EventView:
    by = "" if event.by.id == own else event.by.number or event.by.title or ""
    day = event.date or "日期不详"
    return EventView(day, EVENT_LABELS[event.kind], by, proof_url(event), event.sentence, event.until)


def proof_url(event: Event) -> str | None:
    """The line that proves ``event``, on its document's page; None where that is not held."""
    if event.by.id is None:
        return None
    line = event.line or None
    return document_url(event.by.id, fragment=f"L{line}" if line else "", line=line)


def _step(level: int, node: ChainNode, *, own: bool) -> ChainStep:
    document = node.document
    url = document_url(document.id) if document.id and not own else None
    label = document.number or document.title or UNTITLED
    title = (document.title or "") if document.number else ""
    return ChainStep(min(level, 6), label, title, url, own, node.level or "", node.written_on, node.days)


def _side(found: Comparison, name: str) -> SideView:
    document = found.a if name == "a" else found.b
    return SideView(document.title or UNTITLED, document.number or "", document_url(document.id))


def _pair_view(number: int, pair: Pair) -> PairView:
    share = f"{pair.share:.0%}" if pair.kind == "changed" else ""
    return PairView(
        f"pair-{number}",
        pair.kind,
        _PAIR_LABELS[pair.kind],
        share,
        pair.a,
        pair.b,
        pair.a_pieces,
        pair.b_pieces,
    )


def _heat(pairs: tuple[Pair, ...]) -> Iterator[Heat]:
    sizes = [max(len(unit.text) for unit in (pair.a, pair.b) if unit is not None) for pair in pairs]
    total, at = sum(sizes) or 1, 0.0
    for number, (pair, size) in enumerate(zip(pairs, sizes, strict=True), 1):
        width = round(1000 * size / total, 2)
        level = 0 if pair.kind == "same" else min(4, 1 + int((1 - pair.share) * 4))
        yield Heat(round(at, 2), width, level, f"pair-{number}")
        at += width

"""What is in force of a document, its chain and its like in other places → what its page shows. No HTML here."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.models import Document
from indexer.relations import (
    Chain,
    ChainNode,
    Event,
    Validity,
    chain_of,
    validity_of,
)
from search_app.documents import UNTITLED
from search_app.relations import (
    EVENT_LABELS,
    Partner,
    chain_rows,
    partners,
    status_line,
)
from search_app.searcher import Searcher
from search_app.web.links import compare_url, document_url


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

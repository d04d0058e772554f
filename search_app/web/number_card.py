"""What the result page says first of a query that is a 发文字号: held, held several times, only named, unknown."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.errors import UsageError
from indexer.generations import Generation
from indexer.relations import Validity
from search_app.lookup import Reference, Status, lookup
from search_app.relations import event_line, proof, status_line
from search_app.response import SearchResponse
from search_app.web.links import document_url
from search_app.web.standing_page import proof_url

MOST_NAMED = 8
"""Documents that a card names on each side; the hits below it list them all."""


@dataclass(frozen=True, slots=True)
class NamedDocument:
    label: str
    title: str
    url: str
    written_on: str | None


@dataclass(frozen=True, slots=True)
class StandingLine:
    """A status with the event that proves it, and the sentence, at ``url`` where that is held."""

    status: str
    line: str
    event: str | None = None
    sentence: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class NumberCard:
    """``standing`` is what is in force of it, several where places differ.

    ``held`` bear the number, ``named_by`` only mention it; ``more`` counts those of the latter not named here.
    """

    number: str
    status: Status
    held: tuple[NamedDocument, ...]
    named_by: tuple[NamedDocument, ...]
    more: int
    standing: tuple[StandingLine, ...] = ()


def number_card(
    response: SearchResponse, generation: Generation, as_of: str | None = None
) -> NumberCard | None:
    """The card of a query that is one 发文字号 and nothing else, else None; ``as_of`` as in ``lookup``."""
    understood = response.explanation
    if understood is None or len(understood["numbers"]) != 1:
        return None
    if any(understood[part] for part in ("words", "phrases", "prefixes", "excluded")):
        return None
    try:
        found = lookup(response.query, generation, as_of)
    except UsageError:  # a part of a number (台政办字) names no one document
        return None
    return NumberCard(
        found.number or response.query.strip(),
        found.status,
        tuple(map(_named, found.documents[:MOST_NAMED])),
        tuple(map(_named, found.cited_by[:MOST_NAMED])),
        max(0, len(found.cited_by) - MOST_NAMED),
        tuple(_standing(each) for each in found.validities if each.status != "not_stated"),
    )


def beside(card: NumberCard | None, notices: tuple[str, ...]) -> tuple[str, ...]:
    """``notices`` without those that say what the card says already."""
    return tuple(each for each in notices if card is None or not each.startswith(f"{card.number} "))


def _standing(validity: Validity) -> StandingLine:
    event = proof(validity)
    if event is None:
        return StandingLine(validity.status, status_line(validity))
    return StandingLine(
        validity.status,
        status_line(validity),
        event_line(event, placed=False),
        event.sentence,
        proof_url(event),
    )


def _named(reference: Reference) -> NamedDocument:
    return NamedDocument(
        reference.number or "", reference.title, document_url(reference.id), reference.written_on
    )

"""Corrections put into what was read: into a head before its document is described, into the document after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from indexer.evidence import Rule, evidence, with_evidence
from indexer.identifiers import Place, Places, parse_number
from indexer.issues import Candidate
from indexer.models import Document

_OF_HEAD = ("title", "issuer")


def corrected_head(head: Candidate, values: Mapping[str, Any]) -> Candidate:
    """The head with what is right of title, number and issuer, so that all that follows from them is right too."""
    changes = {name: values[name] for name in _OF_HEAD if values.get(name)}
    if "number" in values:
        changes["number"] = parse_number(values["number"]) if values["number"] else None
    return replace(head, **changes)


def applied(
    document: Document, values: Mapping[str, Any], places: Places, *, of_gazette: bool = False
) -> Document:
    """The document with ``values``, each with the side file as its evidence; its place code follows its place.

    ``of_gazette`` says that its gazette has been corrected already.
    """
    if of_gazette:
        proof = evidence("gazette", None, Rule.SIDE_FILE)
        document = replace(document, evidence=with_evidence(document.evidence, proof))
    if not values:
        return document
    lines = {each.field: each.line for each in document.evidence}
    proofs = (evidence(name, lines.get(name), Rule.SIDE_FILE) for name in values)
    changed = replace(document, **values, evidence=with_evidence(document.evidence, *proofs))
    if "year" not in values and changed.number_parts is None and values.get("written_on"):
        changed = replace(changed, year=int(values["written_on"][:4]))
    place = Place(changed.province, changed.city, changed.district)
    return replace(changed, place_code=places.code(place, changed.year))

"""``lookup``: what the index knows of a 发文字号 (or 登记号) in any spelling."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from indexer.analysis import squeezed
from indexer.backends import And, BackendRequest, Not, Query, StoredDocument, Substring, Term
from indexer.errors import UsageError
from indexer.schema import keyword
from search_app.addresses import without_later_prints
from search_app.query import HeldCodes, number_match
from search_app.searcher import Searcher

if TYPE_CHECKING:
    from indexer.generations import Generation
    from indexer.identifiers import NumberPattern
    from indexer.relations import Named, Validity

Status = Literal["found", "cited_only", "ambiguous", "not_found"]

MAX_DOCUMENTS = 100
"""Documents named on each side of an answer."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A document as it is named in an answer."""

    id: str
    title: str
    number: str | None
    issuer: str | None
    written_on: str | None


@dataclass(frozen=True, slots=True)
class Lookup:
    """``documents`` bear the number (one: found, several: ambiguous), ``cited_by`` only mention it.

    ``number`` is the normal form, None where too little was typed to make one and it is not found;
    ``notice`` says what it was read as where the index only has a look-alike of it.

    ``validity`` is what is in force of the one document that bears it, or of the one that is only named; ``named``
    are documents that nobody indexed as others speak of them, several where places differ.
    """

    query: str
    status: Status
    number: str | None
    documents: tuple[Reference, ...]
    cited_by: tuple[Reference, ...]
    notice: str | None = None
    validity: Validity | None = None
    named: tuple[Named, ...] = ()

    @property
    def validities(self) -> tuple[Validity, ...]:
        """What is in force: of the document that bears the number, else of each one that is only named."""
        return (self.validity,) if self.validity else tuple(each.validity for each in self.named)


def lookup(text: str, generation: Generation, as_of: str | None = None) -> Lookup:
    """What bears and what cites the number ``text``; words beside it (an issuer) narrow what bears it.

    Raises UsageError where ``text`` is no number, NoIndexError for a damaged index.
    """
    with Searcher.open(generation, as_of) as index:
        registered = _registered(text, index)
        if registered:
            return registered
        pattern, typed = _read(text, index)
        match = number_match(pattern, typed, index)
        documents = _narrowed(
            _each_once(_references(match.own, index), index), squeezed(text.replace(typed, "", 1))
        )
        cited_by = _references(And((match.query, Not(match.own))), index)
        numbers = tuple(dict.fromkeys(reference.number for reference in documents if reference.number))
        normal = numbers[0] if len(numbers) == 1 else str(pattern.number) if pattern.number else None
        found = Lookup(text, _status(documents, cited_by), normal, documents, cited_by, match.notice)
        return _with_validity(found, index)


def _with_validity(found: Lookup, index: Searcher) -> Lookup:
    """``found`` with what is in force, where it is one document, indexed or not.

    Of several that bear the number: what is said of it without telling which of them is meant.
    """
    from indexer.relations import named, validity_of

    if found.status == "found":
        return replace(found, validity=validity_of(found.documents[0].id, index.relations, index.on))
    if not found.number:
        return found
    others = named(found.number, index.relations, index.on)
    if found.documents:
        return replace(found, named=others)
    return replace(found, named=others, validity=others[0].validity if len(others) == 1 else None)


def _status(documents: tuple[Reference, ...], cited_by: tuple[Reference, ...]) -> Status:
    if documents:
        return "found" if len(documents) == 1 else "ambiguous"
    return "cited_only" if cited_by else "not_found"


def _read(text: str, index: Searcher) -> tuple[NumberPattern, str]:
    """What was typed of a number, and the part of ``text`` that is it."""
    from indexer.identifiers import find_number_queries, parse_number_query

    found = find_number_queries(text, index.dictionaries, HeldCodes(index))
    if found and found[0].pattern.sequence is not None:
        return found[0].pattern, found[0].raw
    pattern = parse_number_query(text.replace("-", " "))
    if pattern is not None and (pattern.sequence is not None or pattern.year is not None):
        return pattern, text
    raise UsageError(f"“{text}”不是发文字号；请写成 台政发〔2019〕7号，括号、空格、“号”字可省")


def _registered(text: str, index: Searcher) -> Lookup | None:
    """The answer for a 登记号; None where ``text`` is none."""
    from indexer.identifiers import find_registration_numbers

    found = find_registration_numbers(text.upper())
    if not found:
        return None
    number = found[0].registration_number
    own = Term("registration_number", keyword(number))
    documents = _references(own, index)
    cited_by = _references(And((Substring(squeezed(number)), Not(own))), index)
    return _with_validity(Lookup(text, _status(documents, cited_by), number, documents, cited_by), index)


def _narrowed(documents: tuple[Reference, ...], words: str) -> tuple[Reference, ...]:
    """Those whose issuer or title holds the words beside the number, where any does."""
    fitting = tuple(
        reference
        for reference in documents
        if words and words in squeezed(f"{reference.issuer or ''}{reference.title}")
    )
    return fitting or documents


def _each_once(references: tuple[Reference, ...], index: Searcher) -> tuple[Reference, ...]:
    """Of several prints of one document the first."""
    kept = without_later_prints([each.id for each in references], index)
    return tuple(each for each in references if each.id in kept)


def _references(query: Query, index: Searcher) -> tuple[Reference, ...]:
    hits = index.search(BackendRequest(query, sort="newest", limit=MAX_DOCUMENTS)).hits
    stored = index.documents([hit.id for hit in hits])
    return tuple(_reference(hit.id, each) for hit, each in zip(hits, stored, strict=True))


def _reference(identity: str, stored: StoredDocument | None) -> Reference:
    record = json.loads(stored.record) if stored else {}
    return Reference(
        identity,
        record.get("title", ""),
        record.get("number"),
        record.get("issuer"),
        record.get("written_on"),
    )

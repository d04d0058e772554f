"""What a candidate is of the document before it: its instrument, a forwarded text, an annex, a row of a list."""

from __future__ import annotations

from collections.abc import Sequence

from dictionaries import Dictionaries
from indexer.issues.candidate import Candidate
from indexer.issues.likeness import holds, same_title
from indexer.issues.listing import Listing
from indexer.layout import LayoutPatterns, Line, Sign, bare_text, patterns_of


def part_signs(
    candidate: Candidate,
    before: Candidate | None,
    body: Sequence[Line],
    following: int,
    listing: Listing,
    dictionaries: Dictionaries,
) -> frozenset[str]:
    """The signs against a candidate that its neighbours give; ``following`` is where the next one begins.

    A candidate that the contents list names is no part, whatever it repeats.
    """
    listed = (
        listing.names(candidate.title, candidate.issuer) or listing.numbered(candidate.number) is not None
    )
    tests = {
        "bare": following < len(body) and _is_bare(body[candidate.end : following]),
        "promulgated": before is not None and _is_promulgated_by(before, candidate),
        "repeats": not listed
        and before is not None
        and _repeats(candidate, before, patterns_of(dictionaries)),
        "annex": not listed
        and before is not None
        and candidate.start > 0
        and Sign.ATTACHMENT in body[candidate.start - 1].signs,
    }
    return frozenset(sign for sign, fires in tests.items() if fires)


def _is_bare(between: Sequence[Line]) -> bool:
    """Nothing that reads like a document's text: a row of a list of titles."""
    return not any(line.signs & (Sign.ROW | Sign.PROSE) or len(line.text) > 60 for line in between)


def _is_promulgated_by(order: Candidate, candidate: Candidate) -> bool:
    """The text that an order puts into force, under its own title."""
    return (
        order.alias is not None
        and candidate.number is None
        and same_title(order.alias, candidate.title, None)
    )


def _repeats(candidate: Candidate, document: Candidate, patterns: LayoutPatterns) -> bool:
    """Its title stands in that of the document, with or without the issuer, OCR's slips allowed in forwarded texts."""
    inner, outer = _words(candidate.title), _words(document.title)
    if len(inner) >= 8 and inner in outer and inner != outer:
        return True
    bare = inner.removeprefix(_words(candidate.issuer or ""))
    forwards = bool(patterns.put_into_force.search(document.title))
    if bare != inner and len(bare) >= 8 and bare in outer and forwards:
        return True
    return forwards and candidate.number is None and len(inner) < len(outer) - 4 and holds(outer, bare)


def _words(text: str) -> str:
    """What is compared when a title is repeated, in which 的 comes and goes."""
    return bare_text(text).replace("的", "")

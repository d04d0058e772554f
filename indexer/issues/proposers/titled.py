"""Candidates without a number: a title block; what stands around it says whether a document begins there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from indexer.issues.candidate import Candidate
from indexer.issues.listing import Listing
from indexer.issues.surroundings import (
    addressee_follows,
    adoption,
    organ_signs_below,
    prose_follows,
    sentence_goes_on,
    signed_below,
    skip_side_lines,
)
from indexer.issues.titles import TitleBlock, cuts_name, document_ended, issuer_of, title_after
from indexer.layout import LayoutPatterns, Line, Sign, compact


def titled(
    body: Sequence[Line], first: int, listing: Listing, patterns: LayoutPatterns
) -> Iterator[Candidate]:
    """Every block of lines that reads like a title (发文机关 + 关于 + 事由 + 文种)."""
    for position in range(first, len(body)):
        block = title_after(body, position, patterns)
        if block is not None:
            end = skip_side_lines(body, block.end, patterns)
            signs = _signs(body, block, end, listing, patterns)
            yield Candidate(
                block.start, end, (block.start, block.end), block.title, block.issuer, None, signs=signs
            )


def _signs(
    body: Sequence[Line], block: TitleBlock, end: int, listing: Listing, patterns: LayoutPatterns
) -> frozenset[str]:
    issuer = block.issuer
    tests = {
        "verb": True,
        "issuer": issuer is not None,
        "addressee": addressee_follows(body, end, patterns),
        "listed": listing.names(block.title, issuer),
        "marked": any(Sign.MARKED in line.signs for line in body[block.start : block.end]),
        "finished": document_ended(body, block.start),
        "prose": prose_follows(body, end),
        "adopted": _adopted(body, block.end, end, patterns),
        "organ_signs": organ_signs_below(body, end),
        "issuer_signs": issuer is not None and signed_below(body, end, issuer),
        "stray_line": _begins_with_stray_line(body, block, patterns),
        "mid_sentence": block.start > 0 and sentence_goes_on(body[block.start - 1]),
    }
    return frozenset(sign for sign, fires in tests.items() if fires)


def _begins_with_stray_line(body: Sequence[Line], block: TitleBlock, patterns: LayoutPatterns) -> bool:
    """The first line neither names an organ nor forwards, and the rest names its issuer without it."""
    first = body[block.start]
    if block.end - block.start > 1 and cuts_name(body, block.start + 1, patterns):
        return False
    if block.end - block.start < 2 or Sign.ORGAN in first.signs or patterns.title_verb.search(first.text):
        return False
    rest = "".join(compact(line.text) for line in body[block.start + 1 : block.end])
    return issuer_of(rest, patterns) is not None


def _adopted(body: Sequence[Line], begin: int, end: int, patterns: LayoutPatterns) -> bool:
    return any(Sign.YEARLY_NUMBER in body[i].signs or adoption(body, i, patterns) for i in range(begin, end))

"""Candidates from a number on a line of its own: with the title above it, below it, or named by the contents list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from indexer.issues.candidate import Candidate
from indexer.issues.listing import Listing
from indexer.issues.proposers.number_lines import NumberLine, number_lines
from indexer.issues.proposers.proclaimed import order
from indexer.issues.surroundings import (
    addressee_follows,
    prose_follows,
    sentence_ended,
    skip_side_lines,
    skip_side_lines_back,
)
from indexer.issues.titles import TitleBlock, title_after, title_before, with_issuer_lines
from indexer.layout import LayoutPatterns, Line, Sign, compact
from indexer.models import DocumentNumber


def numbered(
    body: Sequence[Line], first: int, listing: Listing, patterns: LayoutPatterns
) -> Iterator[Candidate]:
    """Every document number on a line of its own, with each title that may be its own."""
    for at in number_lines(body, patterns):
        if at.start < first:
            continue
        if at.number.year is None and at.number.agency_code.endswith("令"):
            candidates = iter([replace(order(body, at, patterns), signs=frozenset({"number", "order"}))])
        else:
            candidates = _around(body, at, listing, patterns)
        for candidate in candidates:
            yield replace(candidate, signs=candidate.signs | _signs(body, candidate, listing, patterns))


def _around(
    body: Sequence[Line], at: NumberLine, listing: Listing, patterns: LayoutPatterns
) -> Iterator[Candidate]:
    above = title_before(body, skip_side_lines_back(body, at.start), patterns)
    end = skip_side_lines(body, at.end, patterns)
    below = title_after(body, end, patterns)
    if above:
        yield _below_title(above, end, at.number, "number", "verb")
    if below:
        yield _above_title(body, below, _banner_start(body, at.start), at.number)
    if above or below:
        return
    heading = _plain_heading_before(body, at, patterns)
    if heading:
        yield _below_title(heading, at.end, at.number, "number")
    entry = listing.numbered(at.number)
    if entry and at.start and Sign.ORGAN in body[at.start - 1].signs:
        start = _banner_start(body, at.start)
        banner = body[start].text.removesuffix("文件")
        yield Candidate(
            start, at.end, (at.start, at.start), entry.title, banner, at.number, signs=frozenset({"number"})
        )


def _below_title(block: TitleBlock, end: int, number: DocumentNumber, *signs: str) -> Candidate:
    return Candidate(
        block.start,
        max(end, block.end),
        (block.start, block.end),
        block.title,
        block.issuer,
        number,
        signs=frozenset(signs),
    )


def _above_title(body: Sequence[Line], block: TitleBlock, start: int, number: DocumentNumber) -> Candidate:
    """Number before the title; the banner above names the issuer if the title does not."""
    banner = body[start].text.removesuffix("文件") if Sign.ORGAN in body[start].signs else None
    title, issuer = block.title, block.issuer
    if issuer is None and banner:
        title, issuer = banner + title, banner
    return Candidate(
        start,
        block.end,
        (block.start, block.end),
        title,
        issuer,
        number,
        signs=frozenset({"number", "verb"}),
    )


def _banner_start(body: Sequence[Line], position: int) -> int:
    start = position
    while (
        start > 0
        and position - start < 5
        and (Sign.ORGAN in body[start - 1].signs or body[start - 1].text == "文件")
    ):
        start -= 1
    return start


def _plain_heading_before(
    body: Sequence[Line], at: NumberLine, patterns: LayoutPatterns
) -> TitleBlock | None:
    """A title without 关于 directly above its number: a heading, or an issuer and a type of document."""
    line = body[at.start - 1] if at.start else None
    if line is None or len(line.text) > 80 or Sign.TITLE_END not in line.signs:
        return None
    if re.search(r"[。；：]", line.text):
        return None
    return with_issuer_lines(body, at.start - 1, at.start, compact(line.text), patterns)


def _signs(
    body: Sequence[Line], candidate: Candidate, listing: Listing, patterns: LayoutPatterns
) -> frozenset[str]:
    tests = {
        "issuer": candidate.issuer is not None,
        "addressee": addressee_follows(body, candidate.end, patterns),
        "listed": listing.numbered(candidate.number) is not None
        or listing.names(candidate.title, candidate.issuer),
        "finished": sentence_ended(body, candidate.start),
        "prose": prose_follows(body, candidate.end),
    }
    return frozenset(sign for sign, fires in tests.items() if fires)

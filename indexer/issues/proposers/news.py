"""Candidates that bear neither number nor issuer: rows of the contents list that no document took, items, news."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from indexer.issues.candidate import Candidate
from indexer.issues.likeness import alike, holds
from indexer.issues.listing import Listing
from indexer.issues.matching import unnamed
from indexer.issues.proposers.items import items
from indexer.layout import LayoutPatterns, Line, Sign, bare_text, is_numbered

_CLOSED = re.compile(r"[。；：:;，,、]$")
_FULL_LINE = 28
"""Characters of a line of running text, at least."""
_NAMED = re.compile("^《(.+)》")
_SHORTEST_NAME = 6
_SENTENCE_END = re.compile(r"[。！？”）)]$")


@dataclass(frozen=True, slots=True)
class _Between:
    """The lines that no official document's header takes. ``place`` is a name that headings of news may begin with."""

    body: Sequence[Line]
    official: Sequence[Candidate]
    headers: frozenset[int]
    unlisted: Listing
    place: str | None
    patterns: LayoutPatterns


def news(
    body: Sequence[Line],
    official: Sequence[Candidate],
    first: int,
    listing: Listing,
    place: str | None,
    patterns: LayoutPatterns,
) -> Iterator[Candidate]:
    """Candidates from position ``first`` on, outside the headers of ``official``.

    ``place`` is a name (青秀区) that headings of news may begin with, where the contents list has a section
    without entries for them.
    """
    headers = frozenset(i for head in official for i in range(head.start, head.end))
    between = _Between(body, official, headers, unnamed(listing, official), place, patterns)
    last_level: int | None = None
    for position in range(first, len(body)):
        if position in headers:
            last_level = None
            continue
        for found in _at(between, position, last_level):
            yield found
            if found.signs & _SURE and "repeats" not in found.signs:
                last_level = body[position].heading


_SURE = frozenset({"unclaimed_row", "salutation", "finished", "tells", "like_before"})
"""Signs of candidates that set how the next heading looks."""


def _at(between: _Between, position: int, last_level: int | None) -> Iterator[Candidate]:
    """The candidates at ``position``: a row's own title, an item, a heading that tells or looks like the last."""
    listed = _listed(between, position)
    if listed is not None:
        yield _with_repetition(between, listed, loosely=True)
    for item in items(between.body, position, between.patterns):
        if between.headers.isdisjoint(range(item.start, item.end)):
            yield _with_repetition(between, _with_named(between, item))
    if listed is None and _may_be_news(between.body, position, between.patterns):
        signs = _telling_signs(between, position, last_level)
        title = between.body[position].text
        found = Candidate(position, position + 1, (position, position + 1), title, None, None, news=True)
        if signs:
            yield _with_repetition(between, replace(found, signs=signs))


def _telling_signs(between: _Between, position: int, last_level: int | None) -> frozenset[str]:
    line = between.body[position]
    tests = {
        "tells": _speaks(line, between.place, between.patterns),
        "like_before": last_level is not None
        and (line.bold or (line.heading > 0 and line.heading == last_level)),
    }
    return frozenset(sign for sign, fires in tests.items() if fires)


def _with_repetition(between: _Between, found: Candidate, *, loosely: bool = False) -> Candidate:
    """With the sign that it is the instrument or a part of the document it stands in."""
    document = _document_at(between.official, found.start)
    if document is None:
        return found
    inner, outer = bare_text(found.title), bare_text(document.title)
    repeats = (inner in outer and len(inner) >= 6) or (loosely and holds(outer, inner))
    return replace(found, signs=found.signs | {"repeats"}) if repeats else found


def _with_named(between: _Between, item: Candidate) -> Candidate:
    """With the sign that the item names, at its beginning, a document of this issue: 《…办法》政策解读."""
    named = _NAMED.match(item.title)
    words = bare_text(named.group(1)) if named else ""
    known = (each for head in between.official for each in (head.title, head.alias or ""))
    if len(words) >= _SHORTEST_NAME and any(words in bare_text(each) for each in known):
        return replace(item, signs=item.signs | {"names_document"})
    return item


def _speaks(line: Line, place: str | None, patterns: LayoutPatterns) -> bool:
    """我区…, or the place's own name in a heading, tells what happened here; 近日，… is the item's first sentence."""
    lead = patterns.news_lead.match(line.text)
    return bool(lead and line.text[lead.end() : lead.end() + 1] not in ("，", ",")) or bool(
        place and line.heading and line.text.startswith(place)
    )


def _listed(between: _Between, position: int) -> Candidate | None:
    """One to three lines that together are an entry of the contents list that no document has taken."""
    body, text = between.body, ""
    if not between.unlisted.entries:
        return None
    signs = position + 1 < len(body) and Sign.DATE in body[position + 1].signs
    if signs and Sign.ORGAN in body[position].signs:
        return None
    for end in range(position + 1, min(len(body), position + 3) + 1):
        line = body[end - 1]
        if line.row or end - 1 in between.headers or len(line.text) > 80 or is_numbered(body[position].text):
            return None
        text += line.text
        if _CLOSED.search(text):
            return None
        heading = bare_text(text)
        for entry in between.unlisted.near(text):
            if _same_heading(between.unlisted.words(entry), heading):
                found = Candidate(position, end, (position, end), text, None, None, news=True, entry=entry)
                return replace(found, signs=frozenset({"unclaimed_row"}))
    return None


def _same_heading(entry: str, heading: str) -> bool:
    return len(entry) >= 4 and (entry == heading or alike(entry, heading))


def _may_be_news(body: Sequence[Line], position: int, patterns: LayoutPatterns) -> bool:
    line = body[position]
    text = line.text
    if line.row or not 6 <= len(text) <= 48 or _CLOSED.search(text) or re.search("[。；]", text):
        return False
    if is_numbered(text) or Sign.DATE in line.signs or Sign.ORGAN in line.signs:
        return False
    if patterns.annex_end.search(text) and not patterns.news_lead.match(text):
        return False
    if (
        patterns.attachment_label.match(text)
        or patterns.attachment_list.match(text)
        or patterns.page_note.match(text)
    ):
        return False
    before = body[position - 1] if position else None
    if before is not None and (
        Sign.ATTACHMENT in before.signs
        or (not before.row and not _ended(before, patterns) and not line.heading and not line.bold)
    ):
        return False
    return (
        position + 1 < len(body)
        and _is_prose(body[position + 1])
        and not _is_wrapped(line, body[position + 1])
    )


def _is_wrapped(line: Line, after: Line) -> bool:
    """A sentence's first line, as long as the next: text of a fixed width, where a heading would be shorter."""
    return (
        not line.heading
        and len(line.text) >= _FULL_LINE
        and bool(re.search("[，、]", line.text))
        and abs(len(line.text) - len(after.text)) <= 2
    )


def _ended(line: Line, patterns: LayoutPatterns) -> bool:
    return bool(
        _SENTENCE_END.search(line.text)
        or Sign.DATE in line.signs
        or line.heading
        or patterns.section.match(line.text)
    )


def _is_prose(line: Line) -> bool:
    return not line.row and (len(line.text) >= 30 or bool(re.search("。|[，,].{6}", line.text)))


def _document_at(heads: Sequence[Candidate], position: int) -> Candidate | None:
    after = bisect_right(heads, position, key=lambda head: head.start)
    return heads[after - 1] if after else None

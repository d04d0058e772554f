"""News items: headings without number or issuer that tell what happened, between and after the documents."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from indexer.issues.head import Head
from indexer.issues.items import item_at
from indexer.issues.likeness import alike, holds
from indexer.issues.listing import Listing
from indexer.issues.matching import unnamed
from indexer.layout import LayoutPatterns, Line, Sign, bare_text, is_numbered

_CLOSED = re.compile(r"[。；：:;，,、]$")
_FULL_LINE = 28
"""Characters of a line of running text, at least."""
_SENTENCE_END = re.compile(r"[。！？”）)]$")


def news_heads(
    body: Sequence[Line],
    heads: Sequence[Head],
    first: int,
    listing: Listing,
    place: str | None,
    patterns: LayoutPatterns,
) -> list[Head]:
    """Heads of news items from position ``first`` on, outside the headers in ``heads``.

    A heading is one if the contents list names it, if it speaks of 我区 …, or if it looks like the news heading before
    it. ``place`` is a name (青秀区) that headings of news may begin with, where the contents list has a section
    without entries for them.
    """
    headers = {i for head in heads for i in range(head.start, head.end)}
    found: list[Head] = []
    unlisted = unnamed(listing, heads)
    last_level: int | None = None
    position = first
    while position < len(body):
        if position in headers:
            last_level = None
        head = None if position in headers else _listed(body, position, unlisted, headers, patterns)
        if head is None and position not in headers:
            head = _item(body, position, heads, headers, patterns)
        elif head is not None and _is_instrument(head, heads):
            head = None
        if head is None and position not in headers and _may_be_news(body, position, patterns):
            document = _document_at(heads, position)
            level = body[position].heading
            speaks = _speaks(body[position], place, patterns)
            like_last = last_level is not None and (
                body[position].bold or (level > 0 and level == last_level)
            )
            if (speaks or like_last) and not _belongs(body, position, document):
                head = Head(
                    position,
                    position + 1,
                    (position, position + 1),
                    body[position].text,
                    None,
                    None,
                    news=True,
                )
        if head:
            found.append(head)
            last_level = body[head.start].heading
            position = head.end
        else:
            position += 1
    return found


def _is_instrument(head: Head, heads: Sequence[Head]) -> bool:
    """A heading that the contents list names too, but the document it stands in puts into force."""
    document = _document_at(heads, head.start)
    if document is None:
        return False
    inner, outer = bare_text(head.title), bare_text(document.title)
    return (len(inner) >= 6 and inner in outer) or holds(outer, inner)


def _item(
    body: Sequence[Line], position: int, heads: Sequence[Head], headers: set[int], patterns: LayoutPatterns
) -> Head | None:
    """An item known by itself, if it is no part of the document it stands in."""
    item = item_at(body, position, patterns)
    if item is None or not headers.isdisjoint(range(item.start, item.end)):
        return None
    document = _document_at(heads, position)
    within = document is not None and bare_text(item.title) in bare_text(document.title)
    return None if within else item


def _speaks(line: Line, place: str | None, patterns: LayoutPatterns) -> bool:
    """我区…, or the place's own name in a heading, tells what happened here; 近日，… is the item's first sentence."""
    lead = patterns.news_lead.match(line.text)
    return bool(lead and line.text[lead.end() : lead.end() + 1] not in ("，", ",")) or bool(
        place and line.heading and line.text.startswith(place)
    )


def _listed(
    body: Sequence[Line], position: int, unlisted: Listing, headers: set[int], patterns: LayoutPatterns
) -> Head | None:
    """One to three lines that together are an entry of the contents list that no document has taken."""
    text = ""
    signs = position + 1 < len(body) and Sign.DATE in body[position + 1].signs
    if signs and Sign.ORGAN in body[position].signs:
        return None
    for end in range(position + 1, min(len(body), position + 3) + 1):
        line = body[end - 1]
        if line.row or end - 1 in headers or len(line.text) > 80 or is_numbered(body[position].text):
            return None
        text += line.text
        if _CLOSED.search(text):
            return None
        heading = bare_text(text)
        for entry in unlisted.near(text):
            if _same_heading(unlisted.words(entry), heading):
                return Head(position, end, (position, end), text, None, None, news=True, entry=entry)
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


def _document_at(heads: Sequence[Head], position: int) -> Head | None:
    after = bisect_right(heads, position, key=lambda head: head.start)
    return heads[after - 1] if after else None


def _belongs(body: Sequence[Line], position: int, document: Head | None) -> bool:
    """A heading that is the instrument or a part of the document it stands in."""
    if document is None:
        return False
    text, title = bare_text(body[position].text), bare_text(document.title)
    return text in title or title in text

"""Where documents begin: evidence from number, title, issuer, addressee and contents, combined.

No single sign decides. A number on a line of its own makes a head only with a title beside it; a title without a
number needs an addressee below it or an entry in the contents list. What repeats the title of the document it stands
in (its instrument, a forwarded text) or follows the word 附件 is part of that document.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.issues.head import Head
from indexer.issues.listing import Listing
from indexer.issues.number_lines import NumberLine, number_lines
from indexer.issues.proclamations import order, proclaimed
from indexer.issues.titles import (
    TitleBlock,
    document_ended,
    title_after,
    title_before,
    with_issuer_lines,
)
from indexer.layout import LayoutPatterns, Line, Sign, bare_text, compact, is_addressee
from indexer.models import DocumentNumber

_NUMBERED = re.compile(
    r"^[（(]?[\u4e00-\u9fff]{2,12}\s*[〔\[［（(]\d{4}[〕\]］）)]\s*第?\s*\d{1,4}\s*号[）)]?$"
)
_ADOPTED = re.compile(r"^[（(]\d{4}年\d{1,2}月\d{1,2}日[^。]{4,160}(?:通过|批准|决定)[）)]$")
"""（2021年6月29日某市第七届人民代表大会常务委员会第三十六次会议通过）"""
_LONGEST_UNSIGNED = 300
"""Lines below a title among which its signature is looked for."""


def official_heads(
    body: Sequence[Line], first: int, listing: Listing, patterns: LayoutPatterns
) -> list[Head]:
    """Heads with a number or a title of their own from position ``first`` on, in order, before any filtering."""
    numbered = [
        head
        for line in number_lines(body, patterns)
        if line.start >= first
        for head in _numbered(body, line, listing, patterns)
    ]
    taken = {position for head in numbered for position in range(head.start, head.end)}
    titled: list[Head] = []
    position = first
    while position < len(body):
        head = None
        if position not in taken:
            head = _titled(body, position, listing, patterns)
        if head and taken.isdisjoint(range(head.start, head.end)):
            titled.append(head)
            position = head.end
        else:
            position += 1
    return sorted(numbered + titled, key=lambda head: head.start)


def _numbered(body: Sequence[Line], at: NumberLine, listing: Listing, patterns: LayoutPatterns) -> list[Head]:
    if at.number.year is None and at.number.agency_code.endswith("令"):
        return [order(body, at, patterns)]
    above = title_before(body, _skip_side_lines_back(body, at.start, patterns), patterns)
    below = title_after(body, _skip_side_lines(body, at.end, patterns), patterns)
    entry = listing.numbered(at.number)
    if above:
        return [_with_number(above, above.start, _skip_side_lines(body, at.end, patterns), at.number)]
    if below:
        start = _banner_start(body, at.start, patterns)
        return [_with_banner(body, below, start, at.number, patterns)]
    heading = _plain_heading_before(body, at, patterns)
    if heading and (
        _addressee_follows(body, at.end, patterns)
        or entry
        or listing.names(heading.title, heading.issuer)
        or (_is_finished(body, heading.start) and _prose_follows(body, at.end))
    ):
        return [_with_number(heading, heading.start, at.end, at.number)]
    if entry and at.start and Sign.ORGAN in body[at.start - 1].signs:
        start = _banner_start(body, at.start, patterns)
        banner = body[start].text.removesuffix("文件")
        return [Head(start, at.end, (at.start, at.start), entry.title, banner, at.number)]
    return []


def _with_number(block: TitleBlock, start: int, end: int, number: DocumentNumber) -> Head:
    return Head(start, max(end, block.end), (block.start, block.end), block.title, block.issuer, number)


def _with_banner(
    body: Sequence[Line], block: TitleBlock, start: int, number: DocumentNumber, patterns: LayoutPatterns
) -> Head:
    """Number before the title; the banner above names the issuer if the title does not."""
    banner = body[start].text.removesuffix("文件") if Sign.ORGAN in body[start].signs else None
    title, issuer = block.title, block.issuer
    if issuer is None and banner:
        title, issuer = banner + title, banner
    return Head(start, block.end, (block.start, block.end), title, issuer, number)


def _banner_start(body: Sequence[Line], position: int, patterns: LayoutPatterns) -> int:
    start = position
    while (
        start > 0
        and position - start < 5
        and (Sign.ORGAN in body[start - 1].signs or body[start - 1].text == "文件")
    ):
        start -= 1
    return start


def _skip_side_lines(body: Sequence[Line], position: int, patterns: LayoutPatterns) -> int:
    """Past what may stand between number and title: a registration number, a date in brackets."""
    while position < len(body):
        adopted = _adoption(body, position)
        if not adopted and not _is_side_line(body[position]):
            break
        position += adopted or 1
    return position


def _adoption(body: Sequence[Line], position: int) -> int:
    """How many lines from ``position`` on say in brackets which meeting adopted the text; 0 where they say nothing."""
    text = ""
    for count, line in enumerate(body[position : position + 3], 1):
        text += line.text
        if not text.startswith(("（", "(")):
            return 0
        if _ADOPTED.match(text):
            return count
    return 0


def _skip_side_lines_back(body: Sequence[Line], position: int, patterns: LayoutPatterns) -> int:
    while position > 0 and _is_side_line(body[position - 1]) and Sign.DATE not in body[position - 1].signs:
        position -= 1
    return position


def _is_side_line(line: Line) -> bool:
    return bool(line.signs & (Sign.REGISTRATION | Sign.DATE | Sign.YEARLY_NUMBER))


def _plain_heading_before(
    body: Sequence[Line], at: NumberLine, patterns: LayoutPatterns
) -> TitleBlock | None:
    """A title without 关于 directly above its number: a heading, or an issuer and a type of document."""
    line = body[at.start - 1] if at.start else None
    if line is None or line.row or len(line.text) > 80 or not patterns.title_end.search(line.text):
        return None
    if re.search(r"[。；：]", line.text):
        return None
    return with_issuer_lines(body, at.start - 1, at.start, compact(line.text), patterns)


def _titled(body: Sequence[Line], position: int, listing: Listing, patterns: LayoutPatterns) -> Head | None:
    """A head without a number: its title stands at ``position``, an addressee or a contents entry confirms it."""
    if position and _sentence_goes_on(body[position - 1]):
        return None
    announced = proclaimed(body, position, patterns)
    if announced:
        return announced
    block = title_after(body, position, patterns)
    if block is None:
        return None
    end = _skip_side_lines(body, block.end, patterns)
    head = Head(block.start, end, (block.start, block.end), block.title, block.issuer, None)
    listed = listing.names(block.title, block.issuer)
    named = block.issuer is not None
    marked = any(line.heading or line.bold for line in body[block.start : block.end])
    if _addressee_follows(body, end, patterns) and (
        named or marked or listed or document_ended(body, position)
    ):
        return head
    if listed and (
        named or marked or document_ended(body, position) or _organ_signs_below(body, end, patterns)
    ):
        return head
    if not named or not _prose_follows(body, end):
        return None
    beside = any(Sign.YEARLY_NUMBER in body[i].signs or _adoption(body, i) for i in range(block.end, end))
    if beside or document_ended(body, position) or _signed_below(body, end, block.issuer or ""):
        return head
    return None


def _sentence_goes_on(before: Line) -> bool:
    """The line before stops in the middle of a sentence: what looks like a title is a wrapped line's rest."""
    text = before.text
    return (
        not before.row
        and len(text) >= 16
        and bool(re.search(r"[，、；,]", text))
        and not re.search(r"[。；：:！？）)”]$|\d{4}年\d{1,2}月\d{1,2}日", text)
    )


def _addressee_follows(body: Sequence[Line], position: int, patterns: LayoutPatterns) -> bool:
    """各区人民政府，市政府各委、办、局： within the next lines, before any sentence ends."""
    text = ""
    for line in body[position : position + 4]:
        if line.row or re.search("[。；]", line.text):
            return False
        text += line.text
        if line.text.endswith(("：", ":")):
            return is_addressee(text, patterns)
    return False


def _organ_signs_below(body: Sequence[Line], position: int, patterns: LayoutPatterns) -> bool:
    """The first date on its own below stands under an organ's name."""
    for i in range(position, min(len(body), position + _LONGEST_UNSIGNED)):
        if Sign.DATE in body[i].signs:
            return i > position and Sign.ORGAN in body[i - 1].signs
    return False


def _is_finished(body: Sequence[Line], position: int) -> bool:
    """Before ``position`` a document or at least a sentence ends."""
    return document_ended(body, position) or body[position - 1].text.endswith(("。", "；", "）"))


def _signed_below(body: Sequence[Line], position: int, issuer: str) -> bool:
    """The first date on its own below is signed by the organ that the title names."""
    wanted = bare_text(issuer)
    for i in range(position, min(len(body), position + _LONGEST_UNSIGNED)):
        text = body[i].text
        if len(text) > 80 or body[i].row:
            continue
        if Sign.DATE in body[i].signs:
            above = bare_text("".join(line.text for line in body[max(position, i - 4) : i]))
            return above.endswith(wanted)
        if _NUMBERED.match(text):
            return False
        if text.endswith("日") and bare_text(text).startswith(wanted) and len(text) <= len(issuer) + 14:
            return True
    return False


def _prose_follows(body: Sequence[Line], position: int) -> bool:
    return any(_is_prose(line) for line in body[position : position + 2])


def _is_prose(line: Line) -> bool:
    return Sign.PROSE in line.signs and Sign.ROW not in line.signs

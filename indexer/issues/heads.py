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
from indexer.issues.marks import Marks, is_addressee, squeeze
from indexer.issues.number_lines import NumberLine, number_lines
from indexer.issues.proclamations import is_yearly_number, order, proclaimed
from indexer.issues.titles import (
    DATE_LINE,
    TitleBlock,
    compact,
    document_ended,
    is_organ_line,
    title_after,
    title_before,
    with_issuer_lines,
)
from indexer.models import DocumentNumber
from indexer.reading import Line

_REGISTRATION_LINE = re.compile(
    r"^[（(]?(?:[\u4e00-\u9fff]{0,8}[:：])?\s*[A-Z]{2,8}\s*[-—–]\s*\d{4}\s*[-—–]\s*[\d\s]{3,12}[）)]?$"
)
_NUMBERED = re.compile(
    r"^[（(]?[\u4e00-\u9fff]{2,12}\s*[〔\[［（(]\d{4}[〕\]］）)]\s*第?\s*\d{1,4}\s*号[）)]?$"
)
_ADOPTED = re.compile(r"^[（(]\d{4}年\d{1,2}月\d{1,2}日[^。]{4,160}(?:通过|批准|决定)[）)]$")
"""（2021年6月29日某市第七届人民代表大会常务委员会第三十六次会议通过）"""
_LONGEST_UNSIGNED = 300
"""Lines below a title among which its signature is looked for."""
_PROSE = re.compile(r"[。；]|[，,].{8,}")


def official_heads(body: Sequence[Line], first: int, listing: Listing, marks: Marks) -> list[Head]:
    """Heads with a number or a title of their own from position ``first`` on, in order, before any filtering."""
    numbered = [
        head
        for line in number_lines(body)
        if line.start >= first
        for head in _numbered(body, line, listing, marks)
    ]
    taken = {position for head in numbered for position in range(head.start, head.end)}
    titled: list[Head] = []
    position = first
    while position < len(body):
        head = None
        if position not in taken:
            head = _titled(body, position, listing, marks)
        if head and taken.isdisjoint(range(head.start, head.end)):
            titled.append(head)
            position = head.end
        else:
            position += 1
    return sorted(numbered + titled, key=lambda head: head.start)


def _numbered(body: Sequence[Line], at: NumberLine, listing: Listing, marks: Marks) -> list[Head]:
    if at.number.year is None and at.number.agency_code.endswith("令"):
        return [order(body, at, marks)]
    above = title_before(body, _skip_side_lines_back(body, at.start, marks), marks)
    below = title_after(body, _skip_side_lines(body, at.end, marks), marks)
    entry = listing.numbered(at.number)
    if above:
        return [_with_number(above, above.start, _skip_side_lines(body, at.end, marks), at.number)]
    if below:
        start = _banner_start(body, at.start, marks)
        return [_with_banner(body, below, start, at.number, marks)]
    heading = _plain_heading_before(body, at, marks)
    if heading and (
        _addressee_follows(body, at.end)
        or entry
        or listing.names(heading.title, heading.issuer)
        or (_is_finished(body, heading.start) and _prose_follows(body, at.end))
    ):
        return [_with_number(heading, heading.start, at.end, at.number)]
    if entry and at.start and is_organ_line(body[at.start - 1], marks):
        start = _banner_start(body, at.start, marks)
        banner = body[start].text.removesuffix("文件")
        return [Head(start, at.end, (at.start, at.start), entry.title, banner, at.number)]
    return []


def _with_number(block: TitleBlock, start: int, end: int, number: DocumentNumber) -> Head:
    return Head(start, max(end, block.end), (block.start, block.end), block.title, block.issuer, number)


def _with_banner(
    body: Sequence[Line], block: TitleBlock, start: int, number: DocumentNumber, marks: Marks
) -> Head:
    """Number before the title; the banner above names the issuer if the title does not."""
    banner = body[start].text.removesuffix("文件") if is_organ_line(body[start], marks) else None
    title, issuer = block.title, block.issuer
    if issuer is None and banner:
        title, issuer = banner + title, banner
    return Head(start, block.end, (block.start, block.end), title, issuer, number)


def _banner_start(body: Sequence[Line], position: int, marks: Marks) -> int:
    start = position
    while (
        start > 0
        and position - start < 5
        and (is_organ_line(body[start - 1], marks) or body[start - 1].text == "文件")
    ):
        start -= 1
    return start


def _skip_side_lines(body: Sequence[Line], position: int, marks: Marks) -> int:
    """Past what may stand between number and title: a registration number, a date in brackets."""
    while position < len(body):
        adopted = _adoption(body, position)
        if not adopted and not _is_side_line(body[position], marks):
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


def _skip_side_lines_back(body: Sequence[Line], position: int, marks: Marks) -> int:
    while (
        position > 0
        and _is_side_line(body[position - 1], marks)
        and not DATE_LINE.match(body[position - 1].text)
    ):
        position -= 1
    return position


def _is_side_line(line: Line, marks: Marks) -> bool:
    return bool(
        _REGISTRATION_LINE.match(line.text)
        or DATE_LINE.match(line.text)
        or is_yearly_number(line.text)
        or (len(line.text) <= 40 and marks.registration.match(line.text))
    )


def _plain_heading_before(body: Sequence[Line], at: NumberLine, marks: Marks) -> TitleBlock | None:
    """A title without 关于 directly above its number: a heading, or an issuer and a type of document."""
    line = body[at.start - 1] if at.start else None
    if line is None or line.row or len(line.text) > 80 or not marks.title_end.search(line.text):
        return None
    if re.search(r"[。；：]", line.text):
        return None
    return with_issuer_lines(body, at.start - 1, at.start, compact(line.text), marks)


def _titled(body: Sequence[Line], position: int, listing: Listing, marks: Marks) -> Head | None:
    """A head without a number: its title stands at ``position``, an addressee or a contents entry confirms it."""
    if position and _sentence_goes_on(body[position - 1]):
        return None
    announced = proclaimed(body, position, marks)
    if announced:
        return announced
    block = title_after(body, position, marks)
    if block is None:
        return None
    end = _skip_side_lines(body, block.end, marks)
    head = Head(block.start, end, (block.start, block.end), block.title, block.issuer, None)
    listed = listing.names(block.title, block.issuer)
    named = block.issuer is not None
    marked = any(line.heading or line.bold for line in body[block.start : block.end])
    if _addressee_follows(body, end) and (named or marked or listed or document_ended(body, position)):
        return head
    if listed and (named or marked or document_ended(body, position) or _organ_signs_below(body, end, marks)):
        return head
    if not named or not _prose_follows(body, end):
        return None
    beside = any(is_yearly_number(body[i].text) or _adoption(body, i) for i in range(block.end, end))
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


def _addressee_follows(body: Sequence[Line], position: int) -> bool:
    """各区人民政府，市政府各委、办、局： within the next lines, before any sentence ends."""
    text = ""
    for line in body[position : position + 4]:
        if line.row or re.search("[。；]", line.text):
            return False
        text += line.text
        if line.text.endswith(("：", ":")):
            return is_addressee(text)
    return False


def _organ_signs_below(body: Sequence[Line], position: int, marks: Marks) -> bool:
    """The first date on its own below stands under an organ's name."""
    for i in range(position, min(len(body), position + _LONGEST_UNSIGNED)):
        if DATE_LINE.match(body[i].text):
            return i > position and is_organ_line(body[i - 1], marks)
    return False


def _is_finished(body: Sequence[Line], position: int) -> bool:
    """Before ``position`` a document or at least a sentence ends."""
    return document_ended(body, position) or body[position - 1].text.endswith(("。", "；", "）"))


def _signed_below(body: Sequence[Line], position: int, issuer: str) -> bool:
    """The first date on its own below is signed by the organ that the title names."""
    wanted = squeeze(issuer)
    for i in range(position, min(len(body), position + _LONGEST_UNSIGNED)):
        text = body[i].text
        if len(text) > 80 or body[i].row:
            continue
        if DATE_LINE.match(text):
            above = squeeze("".join(line.text for line in body[max(position, i - 4) : i]))
            return above.endswith(wanted)
        if _NUMBERED.match(text):
            return False
        if text.endswith("日") and squeeze(text).startswith(wanted) and len(text) <= len(issuer) + 14:
            return True
    return False


def _prose_follows(body: Sequence[Line], position: int) -> bool:
    return any(not line.row and _PROSE.search(line.text) for line in body[position : position + 2])

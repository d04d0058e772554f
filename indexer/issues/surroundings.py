"""What stands before and after a place where a document may begin: evidence that no single line holds."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.issues.titles import document_ended
from indexer.layout import LayoutPatterns, Line, Sign, bare_text, is_addressee

_NUMBERED = re.compile(
    r"^[（(]?[\u4e00-\u9fff]{2,12}\s*[〔\[［（(]\d{4}[〕\]］）)]\s*第?\s*\d{1,4}\s*号[）)]?$"
)
_LONGEST_UNSIGNED = 300
"""Lines below a title among which its signature is looked for."""
_SIDE = Sign.REGISTRATION | Sign.DATE | Sign.YEARLY_NUMBER


def skip_side_lines(body: Sequence[Line], position: int, patterns: LayoutPatterns) -> int:
    """Past what may stand between number and title: a registration number, a date, a meeting in brackets."""
    while position < len(body):
        adopted = adoption(body, position, patterns)
        if not adopted and not body[position].signs & _SIDE:
            break
        position += adopted or 1
    return position


def skip_side_lines_back(body: Sequence[Line], position: int) -> int:
    """Back over registration and yearly numbers; a date ends the document before."""
    while position > 0 and body[position - 1].signs & _SIDE and Sign.DATE not in body[position - 1].signs:
        position -= 1
    return position


def adoption(body: Sequence[Line], position: int, patterns: LayoutPatterns) -> int:
    """How many lines from ``position`` on say in brackets which meeting adopted the text; 0 where they say nothing."""
    text = ""
    for count, line in enumerate(body[position : position + 3], 1):
        text += line.text
        if not text.startswith(("（", "(")):
            return 0
        if patterns.adoption.match(text):
            return count
    return 0


def sentence_goes_on(before: Line) -> bool:
    """The line before stops in the middle of a sentence: what looks like a title is a wrapped line's rest."""
    text = before.text
    return (
        not before.row
        and len(text) >= 16
        and bool(re.search(r"[，、；,]", text))
        and not re.search(r"[。；：:！？）)”]$|\d{4}年\d{1,2}月\d{1,2}日", text)
    )


def addressee_follows(body: Sequence[Line], position: int, patterns: LayoutPatterns) -> bool:
    """各区人民政府，市政府各委、办、局： within the next lines, before any sentence ends."""
    text = ""
    for line in body[position : position + 4]:
        if line.row or Sign.TITLE_END in line.signs or re.search("[。；]", line.text):
            return False
        text += line.text
        if line.text.endswith(("：", ":")):
            return is_addressee(text, patterns)
    return False


def organ_signs_below(body: Sequence[Line], position: int) -> bool:
    """The first date on its own below stands under an organ's name."""
    for i in range(position, min(len(body), position + _LONGEST_UNSIGNED)):
        if Sign.DATE in body[i].signs:
            return i > position and Sign.ORGAN in body[i - 1].signs
    return False


def signed_below(body: Sequence[Line], position: int, issuer: str) -> bool:
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


def prose_follows(body: Sequence[Line], position: int, within: int = 2) -> bool:
    """Running text begins in the next lines."""
    return any(
        Sign.PROSE in line.signs and Sign.ROW not in line.signs for line in body[position : position + within]
    )


def sentence_ended(body: Sequence[Line], position: int) -> bool:
    """Before ``position`` a document or at least a sentence ends."""
    return document_ended(body, position) or body[position - 1].text.endswith(("。", "；", "）"))

"""Items that say themselves what they are: speeches and reports by their salutation, chronicles by their last word."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.issues.head import Head
from indexer.issues.titles import document_ended
from indexer.layout import LayoutPatterns, Line, Sign, compact, section_name

_MOST_TITLE, _MOST_BETWEEN = 3, 4
"""Lines of a speech's title; lines with speaker, date and occasion between it and the salutation."""
_CLOSED = re.compile(r"[。；：:;，,、]")


def item_at(body: Sequence[Line], position: int, patterns: LayoutPatterns) -> Head | None:
    """A speech, a report to an assembly, a chronicle or the like whose heading begins at ``position``."""
    return _speech(body, position, patterns) or _chronicle(body, position, patterns)


def _speech(body: Sequence[Line], position: int, patterns: LayoutPatterns) -> Head | None:
    """在全市安全生产工作会议上的讲话 / 市长 某某 / （2015年10月15日） / 同志们："""
    if section_name(body[position].text, patterns):
        return None
    text = ""
    for end in range(position + 1, min(len(body), position + _MOST_TITLE) + 1):
        line = body[end - 1]
        if line.bullet or Sign.TITLE_PART not in line.signs or _CLOSED.search(line.text):
            return None
        text += compact(line.text)
        if patterns.speech_end.search(text) and _salutation_follows(body, end, patterns):
            return Head(position, end, (position, end), text, None, None, news=True)
    return None


def _salutation_follows(body: Sequence[Line], position: int, patterns: LayoutPatterns) -> bool:
    for line in body[position : position + _MOST_BETWEEN + 1]:
        if patterns.salutation.match(line.text):
            return True
        if line.row or len(line.text) > 60 or re.search("[。；]", line.text):
            return False
    return False


def _chronicle(body: Sequence[Line], position: int, patterns: LayoutPatterns) -> Head | None:
    """2015年10—12月大事记, where a document has ended."""
    line = body[position]
    text = compact(line.text)
    if line.row or not 6 <= len(text) <= 50 or _CLOSED.search(text) or not patterns.item_end.search(text):
        return None
    reading = text.startswith("《") and body[position - 1].text.endswith("。")
    if (
        not (reading or document_ended(body, position))
        or position + 1 >= len(body)
        or section_name(text, patterns)
    ):
        return None
    return Head(position, position + 1, (position, position + 1), text, None, None, news=True)

"""Candidates that say themselves what they are: speeches by their salutation, chronicles and the like by their end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from indexer.issues.candidate import Candidate
from indexer.issues.surroundings import adoption, prose_follows
from indexer.issues.titles import document_ended
from indexer.layout import LayoutPatterns, Line, Sign, compact, section_name

_MOST_TITLE, _MOST_BETWEEN = 3, 4
"""Lines of an item's title; lines with speaker, date and occasion between a speech's and the salutation."""
_SHORTEST = 6
_CLOSED = re.compile(r"[。；：:;，,、]")


def items(body: Sequence[Line], position: int, patterns: LayoutPatterns) -> Iterator[Candidate]:
    """A speech, a report to an assembly, a chronicle or the like whose heading begins at ``position``."""
    text = ""
    for end in range(position + 1, min(len(body), position + _MOST_TITLE) + 1):
        line = body[end - 1]
        if line.bullet or Sign.TITLE_PART not in line.signs or _CLOSED.search(line.text):
            return
        text += compact(line.text)
        signs = _signs(body, position, end, text, patterns)
        if signs:
            found = Candidate(position, end, (position, end), text, None, None, news=True)
            yield replace(found, signs=signs)


def _signs(
    body: Sequence[Line], position: int, end: int, text: str, patterns: LayoutPatterns
) -> frozenset[str]:
    """The signs of the lines as a heading; none where neither its end nor what follows tells of an item."""
    section = section_name(body[position].text, patterns) is not None
    tests = {
        "salutation": not section
        and bool(patterns.speech_end.search(text))
        and _salutation_follows(body, end, patterns),
        "item_end": _SHORTEST <= len(text) <= 60
        and bool(patterns.item_end.search(text))
        and section_name(text, patterns) is None
        and end < len(body),
    }
    if not any(tests.values()):
        return frozenset()
    tests |= {
        "finished": document_ended(body, position),
        "page_top": Sign.PAGE_TOP in body[position].signs,
        "quotes_title": text.startswith("《") and position > 0 and body[position - 1].text.endswith("。"),
        "prose": prose_follows(body, end),
        "entries": _entries_follow(body, end, patterns),
        "stray_line": _begins_with_stray_line(body, position, end, patterns),
        "adopted": adoption(body, end, patterns) > 0,
    }
    return frozenset(sign for sign, fires in tests.items() if fires)


def _begins_with_stray_line(body: Sequence[Line], position: int, end: int, patterns: LayoutPatterns) -> bool:
    """The last line is an item's name by itself, and the first neither names an organ nor begins anything."""
    last = compact(body[end - 1].text)
    alone = end - position > 1 and len(last) >= _SHORTEST and bool(patterns.item_end.search(last))
    return alone and Sign.ORGAN not in body[position].signs and not document_ended(body, position)


def _entries_follow(body: Sequence[Line], position: int, patterns: LayoutPatterns) -> bool:
    """What an item's name promises: dated entries, letters and replies, appointments."""
    return any(patterns.item_entry.match(line.text) for line in body[position : position + _MOST_BETWEEN])


def _salutation_follows(body: Sequence[Line], position: int, patterns: LayoutPatterns) -> bool:
    """在全市安全生产工作会议上的讲话 / 市长 某某 / （2015年10月15日） / 同志们："""
    for line in body[position : position + _MOST_BETWEEN + 1]:
        if patterns.salutation.match(line.text):
            return True
        if line.row or len(line.text) > 60 or re.search("[。；]", line.text):
            return False
    return False

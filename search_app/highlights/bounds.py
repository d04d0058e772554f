"""Where a fragment begins and ends: whole sentences round what is marked while they fit, else clauses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from search_app.highlights.occurrences import Range
from search_app.response import Snippet

TARGET_LENGTH = 90
"""Characters of a fragment up to which whole sentences are added round a match."""
MAX_LENGTH = 160
ELLIPSIS = "…"

_SENTENCE_END = re.compile(r"[。；！？!?;]+[”’\"』」）)]*|[.:：]\s")
_NO_BEGINNING = "，、；：。,;:）)》〉”’"
_CLAUSE_END = re.compile(r"[，、,：:\s）)》]")


def sentences_round(paragraph: str, first: int, last: int) -> tuple[int, int]:
    """Whole sentences round ``[first, last)`` while they fit, else clauses, else characters."""
    begin = max((m.end() for m in _SENTENCE_END.finditer(paragraph, 0, first)), default=0)
    following = _SENTENCE_END.search(paragraph, last - 1 if last else 0)
    while following and following.end() < last:
        following = _SENTENCE_END.search(paragraph, following.end())
    finish = following.end() if following else len(paragraph)
    room = max(MAX_LENGTH - (last - first), 40)
    if finish - begin > MAX_LENGTH:
        begin = max(begin, _clause_start(paragraph, first - room // 3, first))
        finish = min(finish, _clause_end(paragraph, last, last + room - (first - begin)))
    while finish - begin < TARGET_LENGTH and finish < len(paragraph):
        following = _SENTENCE_END.search(paragraph, finish)
        longer = following.end() if following else len(paragraph)
        if longer - begin > MAX_LENGTH:
            break
        finish = longer
    while begin < first and (paragraph[begin].isspace() or paragraph[begin] in _NO_BEGINNING):
        begin += 1
    while finish > last and paragraph[finish - 1].isspace():
        finish -= 1
    return begin, finish


def beside(shown: Iterable[Range], bounds: Range, first: int) -> Range:
    """``bounds`` round the match at ``first`` without what is shown already: no sentence is read twice."""
    begin, finish = bounds
    for other_begin, other_finish in shown:
        if other_finish <= first:
            begin = max(begin, other_finish)
        else:
            finish = min(finish, other_begin)
    return begin, finish


def _clause_start(paragraph: str, earliest: int, latest: int) -> int:
    earliest = max(earliest, 0)
    found = _CLAUSE_END.search(paragraph, earliest, latest) if earliest else None
    return found.end() if found and found.end() <= latest else earliest


def _clause_end(paragraph: str, earliest: int, latest: int) -> int:
    if latest >= len(paragraph):
        return len(paragraph)
    ends = [m.end() for m in _CLAUSE_END.finditer(paragraph, earliest, latest)]
    return ends[-1] if ends else latest


def cut(snippet: Snippet, before: int, length: int | None = None) -> Snippet:
    """The fragment for a narrow place: at most about ``before`` characters stand before its longest match, at most
    ``length`` in all; what was cut is marked by an ellipsis.
    """
    first = snippet.highlights[0][0] if snippet.highlights else 0
    before = before if length is None else min(before, length // 2)
    begin = 0
    if first > before:
        begin = _clause_start(snippet.text, first - before, first)
        while begin < first and snippet.text[begin] in _NO_BEGINNING:
            begin += 1
    finish = len(snippet.text)
    if length is not None and finish - begin > length:
        finish = begin + length - 1
    head, tail = ELLIPSIS * (begin > 0), ELLIPSIS * (finish < len(snippet.text))
    moved = len(head) - begin
    kept = tuple(
        (start + moved, min(end, finish) + moved)
        for start, end in snippet.highlights
        if begin <= start < finish
    )
    return replace(snippet, text=head + snippet.text[begin:finish] + tail, highlights=kept)

"""Queries that do return results, for one that found nothing: mended spellings, and the parts that stand somewhere."""

from __future__ import annotations

from indexer.backends import Substring
from search_app.query.corrections import spellings
from search_app.query.planner import QueryPlan
from search_app.searcher import Searcher

MAX_ALTERNATIVES = 5
LONGEST_WORD = 20
"""Squeezed characters of a run that parts are sought of."""


def alternatives(queries: tuple[str, ...], plan: QueryPlan, index: Searcher) -> tuple[str, ...]:
    """``queries``, and strings of the index that are nearest to the runs that were not found; each finds
    something.
    """
    found = dict.fromkeys(queries)
    for concept in plan.concepts:
        if any(index.count(Substring(text)) for text in concept.strings):
            continue
        for text in (*spellings(concept.text[:LONGEST_WORD], index)[:2], *_parts(concept.text, index)):
            found.setdefault(text)
    return tuple(found)[:MAX_ALTERNATIVES]


def _parts(text: str, index: Searcher) -> list[str]:
    """The longest parts of ``text`` that stand in the index, none inside another."""
    text = text[:LONGEST_WORD]
    kept: list[str] = []
    if text.isascii():
        return kept
    for size in range(len(text) - 1, 1, -1):
        for start in range(len(text) - size + 1):
            part = text[start : start + size]
            if _tears_number(text, start, start + size) or any(part in longer for longer in kept):
                continue
            if index.count(Substring(part)):
                kept.append(part)
        if len(kept) >= 3:
            break
    return kept[:3]


def _tears_number(text: str, start: int, end: int) -> bool:
    """Whether ``[start, end)`` begins or ends inside a number or a Latin word of ``text``."""
    return any(
        0 < position < len(text) and text[position - 1].isascii() and text[position].isascii()
        for position in (start, end)
    )

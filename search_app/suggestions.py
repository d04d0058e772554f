"""Queries that do return results: for a query that found nothing, and while somebody is typing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from indexer.analysis import squeezed
from indexer.backends import Substring
from indexer.schema import SEARCH
from search_app.query.corrections import spellings
from search_app.query.planner import QueryPlan
from search_app.searcher import Searcher

if TYPE_CHECKING:
    from indexer.generations import Generation

MAX_SUGGESTIONS = 5
MAX_TERMS_TRIED = 2000
LONGEST_WORD = 20
"""Squeezed characters of a run that parts are sought of."""


def suggest_instead(queries: tuple[str, ...], plan: QueryPlan, index: Searcher) -> tuple[str, ...]:
    """``queries``, and strings of the index that are nearest to the runs that were not found; each finds
    something.
    """
    found = dict.fromkeys(queries)
    for concept in plan.concepts:
        if any(index.count(Substring(text)) for text in concept.strings):
            continue
        for text in (*spellings(concept.text[:LONGEST_WORD], index)[:2], *_parts(concept.text, index)):
            found.setdefault(text)
    return tuple(found)[:MAX_SUGGESTIONS]


def suggest(prefix: str, generation: Generation, limit: int = 10) -> tuple[str, ...]:
    """Numbers and terms of the index that begin with ``prefix``, the most frequent first; for completion."""
    with Searcher.open(generation) as index:
        numbers = _numbers(squeezed(prefix), index)
        terms = _most_frequent(SEARCH, squeezed(prefix), index)
        return tuple(dict.fromkeys([*numbers[: limit // 2], *terms, *numbers]))[:limit]


def _numbers(prefix: str, index: Searcher) -> list[str]:
    """发文字号 of the index, in their normal form, that begin with ``prefix``, brackets apart."""
    code = prefix.rstrip("0123456789")
    if not code:
        return []
    found = _first(index.reader.terms("number", code), MAX_TERMS_TRIED)
    return [_as_printed(number) for number, _ in found if squeezed(number).startswith(prefix)]


def _as_printed(number: str) -> str:
    return number.replace("[", "〔").replace("]", "〕")


def _most_frequent(field: str, prefix: str, index: Searcher) -> list[str]:
    if not prefix:
        return []
    found = _first(index.reader.terms(field, prefix), MAX_TERMS_TRIED)
    ranked = sorted((-count, len(term), term) for term, count in found if len(term) > 1)
    return [term for _, _, term in ranked]


def _first(terms: Iterable[tuple[str, int]], limit: int) -> Iterator[tuple[str, int]]:
    for _, found in zip(range(limit), terms, strict=False):
        yield found


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

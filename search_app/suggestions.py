"""Completion: numbers and terms of the index that begin as what somebody is typing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from indexer.analysis import squeezed
from indexer.schema import SEARCH
from search_app.searcher import Searcher

if TYPE_CHECKING:
    from indexer.generations import Generation

MAX_TERMS_TRIED = 2000


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

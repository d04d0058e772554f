"""Strings that may stand for another: synonyms, and look-alike misprints that the index holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from indexer.analysis import squeezed
from indexer.backends import Substring
from indexer.schema import BIGRAM
from search_app.searcher import Searcher

if TYPE_CHECKING:
    from dictionaries import Dictionaries

MAX_SYNONYMS = 12
"""Spellings that may stand for one run."""
MAX_VARIANT_LENGTH = 24
"""Squeezed characters up to which look-alike spellings of a run are sought."""


def with_synonyms(text: str, synonyms: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """``text`` with one of its words, the longest first, replaced by each of that word's synonyms."""
    seen = {text}
    for word in _longest_first(text, synonyms):
        for other in synonyms[word]:
            spelled = text.replace(word, other)
            if spelled not in seen and len(seen) <= MAX_SYNONYMS:
                seen.add(spelled)
                yield spelled


def _longest_first(text: str, synonyms: Mapping[str, tuple[str, ...]]) -> list[str]:
    """The words of ``text`` that have synonyms and are not inside a longer one that has."""
    length = len(text)
    spans = [
        (start, end)
        for size in range(min(length, 30), 1, -1)
        for start in range(length - size + 1)
        if text[start : (end := start + size)] in synonyms
    ]
    kept: list[tuple[int, int]] = []
    for start, end in spans:
        if all(end <= other or start >= last for other, last in kept):
            kept.append((start, end))
    return list(dict.fromkeys(text[start:end] for start, end in kept))


@lru_cache(maxsize=4)
def folded_synonyms(dictionaries: Dictionaries) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for word, others in dictionaries.synonyms.items():
        known = found.get(squeezed(word), ())
        found[squeezed(word)] = tuple(dict.fromkeys((*known, *map(squeezed, others))))
    return found


def lookalike_spellings(text: str, index: Searcher) -> tuple[str, ...]:
    """``text`` with one character misread as a look-alike, as it stands in this index.

    In a clean collection there are next to none; where OCR has misread, these are what it wrote.
    """
    if not 3 <= len(text) <= MAX_VARIANT_LENGTH:
        return ()
    possible = dict.fromkeys(
        spelled for _, spelled in possible_spellings(text, index, index.dictionaries.lookalikes)
    )
    counts = index.counts(map(Substring, possible))
    return tuple(spelled for spelled, count in zip(possible, counts, strict=True) if count)


def possible_spellings(text: str, index: Searcher, others: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    """Place and spelling: ``text`` with one character replaced by each of its ``others``, where both pairs that it
    makes with its neighbours stand in the index.
    """
    spelled = [
        (position, text[:position] + other + text[position + 1 :])
        for position, char in enumerate(text)
        for other in others.get(char, "")
    ]
    pairs = [[(BIGRAM, pair) for pair in _pairs_round(*each)] for each in spelled]
    index.frequencies(pair for each in pairs for pair in each)
    for each, made in zip(spelled, pairs, strict=True):
        if all(index.frequencies(made)):
            yield each


def _pairs_round(position: int, text: str) -> list[str]:
    return [text[start : start + 2] for start in (position - 1, position) if 0 <= start <= len(text) - 2]

"""The content words of a run, each with its weight and whatever stands for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from indexer.analysis import Token, is_han, squeezed
from indexer.backends import Substring
from indexer.schema import BIGRAM, SEARCH, UNIGRAM
from search_app.query.spellings import folded_synonyms
from search_app.searcher import Searcher, idf

LONG_TERM = 5
"""Squeezed characters from which a term is wanted by the words inside it, where it is wanted piecemeal."""
_WHOLE = re.compile("[a-z]{3,}|[0-9]{2,}")
"""Squeezed Latin words and numbers."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A content word; ``forms`` are the squeezed strings any of which shows it, the typed one first.

    ``word`` is what was typed where the forms are a lone character with its neighbours (稳 in 保险稳岗).
    """

    forms: tuple[str, ...]
    weight: float
    word: str = ""

    @property
    def synonyms(self) -> tuple[str, ...]:
        return () if self.word else self.forms[1:]


def pairs(text: str, index: Searcher) -> tuple[Unit, ...]:
    """The pairs of neighbouring characters of a squeezed text, each once: what it is covered by piecemeal.

    Latin words and numbers are whole: ``serch`` is not half there where ``se`` and ``ch`` are. What no
    document holds weighs as much as the rarest: a query that is mostly such is not covered.
    """
    rarest = idf(1, index.document_count)
    return tuple(Unit((gram,), _rarity(gram, index) or rarest) for gram in dict.fromkeys(grams(text)))


def grams(text: str) -> Iterator[str]:
    whole = {position: found for found in _WHOLE.finditer(text) for position in range(*found.span())}
    for position in range(len(text) - 1):
        yield whole[position].group() if position in whole else text[position : position + 2]


def units(words: list[Token], index: Searcher, *, exact: bool) -> Iterator[Unit]:
    """A unit per word; a character that is a word alone is wanted together with its neighbours."""
    synonyms = {} if exact else folded_synonyms(index.dictionaries)
    seen: set[tuple[str, ...]] = set()
    whole = [token for token in words if token.kind != "subword"]
    parts = [
        part
        for text, start in _joined(whole, synonyms, index)
        for part in _parts((text, start), _inside(words, text, start), index, synonyms)
    ]
    for position, (text, start) in enumerate(parts):
        if len(text) == 1 and is_han(text):
            before = _end_of(*parts[position - 1], start) if position else ""
            after = (
                parts[position + 1][0][:1]
                if position + 1 < len(parts) and parts[position + 1][1] == start + 1
                else ""
            )
            joined = [before + text] * bool(before) + [text + after] * bool(after)
            forms = tuple(joined) or (text,)
        else:
            forms = (text, *(other for other in synonyms.get(text, ()) if other != text))
        if text and forms not in seen:
            seen.add(forms)
            lone = len(text) == 1 and not is_han(text)
            weight = 0.0 if lone else max(_rarity(form, index) for form in forms)
            yield Unit(forms, weight, "" if forms[0] == text else text)


def _end_of(text: str, position: int, end: int) -> str:
    """The last character of a part that ends at ``end``, all of it where it is a number; else nothing."""
    if position + len(text) != end:
        return ""
    return text if text.isdecimal() else text[-1:]


def _inside(tokens: list[Token], text: str, start: int) -> list[Token]:
    return [
        token
        for token in tokens
        if token.kind == "subword" and token.start >= start and 1 < len(token.text) < len(text)
    ]


def _joined(
    words: list[Token], synonyms: Mapping[str, tuple[str, ...]], index: Searcher
) -> Iterator[tuple[str, int]]:
    """The squeezed words and where each begins; neighbours that together have synonyms (讨 薪) as one, where
    any of those is held.
    """
    position = 0
    while position < len(words):
        size = next(
            (
                size
                for size in (4, 3, 2)
                if position + size <= len(words)
                and any(word.end - word.start == 1 for word in words[position : position + size])
                and all(words[k].end == words[k + 1].start for k in range(position, position + size - 1))
                and any(
                    _rarity(other, index)
                    for other in synonyms.get(
                        squeezed("".join(word.text for word in words[position : position + size])), ()
                    )
                )
            ),
            1,
        )
        yield (
            squeezed("".join(word.text for word in words[position : position + size])),
            words[position].start,
        )
        position += size


def _parts(
    word: tuple[str, int], inner: list[Token], index: Searcher, synonyms: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[str, int]]:
    """The word itself; a long one, or one that no document holds, as the words inside it and what is left.

    A short word stays whole also where only a synonym of it is held.
    """
    text, start = word
    forms = (text, *synonyms.get(text, ()))
    if len(text) < 3 or not inner or (len(text) < LONG_TERM and any(_rarity(form, index) for form in forms)):
        yield word
        return
    position = 0
    while position < len(text):
        sizes = [len(token.text) for token in inner if text.startswith(token.text, position)]
        size = max(sizes, default=1)
        yield text[position : position + size], start + position
        position += size


def _rarity(text: str, index: Searcher) -> float:
    """BM25's idf of the string; 0 where no document holds it."""
    frequency = index.frequency(*term(text))
    return idf(frequency or (index.count(Substring(text)) if len(text) > 2 else 0), index.document_count)


def term(text: str) -> tuple[str, str]:
    """Field and token that tell how many documents hold a string; of three characters and more, as a word."""
    return (UNIGRAM if len(text) == 1 else BIGRAM if len(text) == 2 else SEARCH), text

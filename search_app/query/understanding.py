"""One typed run of text as it is understood: the string itself, what may stand for it, its content words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from indexer.analysis import Token, fold, is_han, squeezed
from indexer.backends import Substring
from indexer.schema import BIGRAM, SEARCH, UNIGRAM
from search_app.searcher import Searcher, idf

if TYPE_CHECKING:
    from dictionaries import Dictionaries

MAX_SYNONYMS = 12
"""Spellings that may stand for one run."""
LONG_RUN = 9
"""Squeezed characters from which a run with Chinese in it is a title or a sentence rather than a term."""
MAX_VARIANT_LENGTH = 24
"""Squeezed characters up to which look-alike spellings of a run are sought."""
LETTER = 200
"""Squeezed characters from which a run is a whole text, of which only the most specific words count."""
MOST_UNITS = 40
"""Content words of such a text."""
LONG_TERM = 5
"""Squeezed characters from which a term is wanted by the words inside it, where it is wanted piecemeal."""
_NUMERIC = frozenset({"ascii", "date", "telephone"})
"""Kinds of tokens that are the same however they are spelled."""
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


@dataclass(frozen=True, slots=True)
class Concept:
    """``text`` is squeezed; ``synonyms`` and ``variants`` (look-alike misprints in this index) may stand
    for it.

    ``idle`` ones hold nothing but question words (关于, 的解读) and need not be found beside others;
    ``named`` ones are one thing by its name or number, such as a date; ``token`` is what the index holds a
    date or number as, however it is spelled (3.5, 2019-08-03). Of a ``letter``, a pasted text, ``text`` is the
    beginning and ``units`` are its most specific words.
    """

    typed: str
    text: str
    synonyms: tuple[str, ...]
    variants: tuple[str, ...]
    units: tuple[Unit, ...]
    question: bool
    idle: bool = False
    named: bool = False
    token: str = ""
    letter: bool = False

    @property
    def strings(self) -> tuple[str, ...]:
        return (self.text, *self.synonyms, *self.variants)

    @property
    def is_long(self) -> bool:
        """A question, title or sentence; a date of as many characters is none."""
        return self.question or (len(self.text) >= LONG_RUN and not self.named and not self.text.isascii())


def understand(typed: str, index: Searcher, *, exact: bool) -> Concept:
    """What the run ``typed`` asks for; with ``exact``, nothing but the string itself and its words."""
    text = squeezed(typed)
    words, question, idle = _content_words(typed, index)
    if len(text) > LETTER:
        index.frequencies(map(_term, dict.fromkeys(token.text for token in words)))
        return _letter(typed, text, words, index)
    index.frequencies(map(_term, dict.fromkeys((*_grams(text), *(token.text for token in words)))))
    synonyms = () if exact else tuple(_synonyms(text, _folded_synonyms(index.dictionaries)))
    units = tuple(_units(words, index, exact=exact))
    variants = () if exact or not index.count(Substring(text)) else lookalike_spellings(text, index)
    whole = [token for token in words if token.kind != "subword"]
    token = whole[0].text if len(whole) == 1 and whole[0].kind in _NUMERIC else ""
    if token and whole[0].kind == "date" and not exact:
        synonyms = tuple(dict.fromkeys((*synonyms, *(s for s in [_in_digits(token)] if s != text))))
    return Concept(typed, text, synonyms, variants, units, question, idle, len(whole) == 1, token)


def _letter(typed: str, text: str, words: list[Token], index: Searcher) -> Concept:
    """A pasted text: its most specific words, in their order; as a string it stands where its beginning does."""
    units = tuple(_units(words, index, exact=True))
    chosen = sorted(units, key=lambda unit: -unit.weight)[:MOST_UNITS]
    kept = tuple(unit for unit in units if unit in chosen and unit.weight)
    return Concept(typed, text[:LETTER], (), (), kept, question=True, letter=True)


def _in_digits(date: str) -> str:
    """A date token as it is mostly written.

    >>> _in_digits("2019-08-03")
    '2019年8月3日'
    """
    return "".join(f"{int(part)}{unit}" for part, unit in zip(date.split("-"), "年月日", strict=False))


def pairs(text: str, index: Searcher) -> tuple[Unit, ...]:
    """The pairs of neighbouring characters of a squeezed text, each once: what it is covered by piecemeal.

    Latin words and numbers are whole: ``serch`` is not half there where ``se`` and ``ch`` are. What no
    document holds weighs as much as the rarest: a query that is mostly such is not covered.
    """
    rarest = idf(1, index.document_count)
    return tuple(Unit((gram,), _rarity(gram, index) or rarest) for gram in dict.fromkeys(_grams(text)))


def _grams(text: str) -> Iterator[str]:
    whole = {position: found for found in _WHOLE.finditer(text) for position in range(*found.span())}
    for position in range(len(text) - 1):
        yield whole[position].group() if position in whole else text[position : position + 2]


def _content_words(typed: str, index: Searcher) -> tuple[list[Token], bool, bool]:
    """The words of the run without question words; whether it is a question; whether it is nothing else.

    Question words of one character (吗, 的) are left out only where they are words: 申请 keeps its 请.
    """
    folded, idle = fold(typed), index.dictionaries.question_words
    gaps = list(_question_spans(folded, tuple(word for word in idle if len(word) > 1)))
    tokens: list[Token] = []
    position = 0
    for start, end in [*gaps, (len(folded), len(folded))]:
        tokens += _tokens(folded[position:start], position, index)
        position = max(position, end)
    asked = bool(gaps) or folded.rstrip().endswith("?") or bool(tokens and tokens[-1].text in idle)
    words = [token for token in tokens if token.text not in idle]
    if not words:
        return list(index.analyzer.tokens(typed)), False, True
    return words, asked, False


def _tokens(part: str, base: int, index: Searcher) -> list[Token]:
    """The tokens of a part of the run that begins at ``base``, with their places in the run."""
    found = index.analyzer.tokens(part) if part else ()
    return [Token(t.text, base + t.start, base + t.end, t.position, t.kind) for t in found]


def _question_spans(folded: str, question_words: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Where question words stand, ascending, longest first at each place."""
    position = 0
    while position < len(folded):
        word = next((word for word in question_words if folded.startswith(word, position)), "")
        if word:
            yield position, position + len(word)
        position += len(word) or 1


def _units(words: list[Token], index: Searcher, *, exact: bool) -> Iterator[Unit]:
    """A unit per word; a character that is a word alone is wanted together with its neighbours."""
    synonyms = {} if exact else _folded_synonyms(index.dictionaries)
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
    frequency = index.frequency(*_term(text))
    return idf(frequency or (index.count(Substring(text)) if len(text) > 2 else 0), index.document_count)


def _term(text: str) -> tuple[str, str]:
    """Field and token that tell how many documents hold a string; of three characters and more, as a word."""
    return (UNIGRAM if len(text) == 1 else BIGRAM if len(text) == 2 else SEARCH), text


def _synonyms(text: str, synonyms: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
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
def _folded_synonyms(dictionaries: Dictionaries) -> Mapping[str, tuple[str, ...]]:
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

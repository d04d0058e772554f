"""One typed run of text as it is understood: the string itself, what may stand for it, its content words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from indexer.analysis import Token, fold, squeezed
from indexer.backends import Substring
from search_app.query.spellings import folded_synonyms, lookalike_spellings, with_synonyms
from search_app.query.units import Unit, grams, term, units
from search_app.searcher import Searcher

LONG_RUN = 9
"""Squeezed characters from which a run with Chinese in it is a title or a sentence rather than a term."""
LETTER = 200
"""Squeezed characters from which a run is a whole text, of which only the most specific words count."""
MOST_UNITS = 40
"""Content words of such a text."""
_NUMERIC = frozenset({"ascii", "date", "telephone"})
"""Kinds of tokens that are the same however they are spelled."""


@dataclass(frozen=True, slots=True)
class Concept:
    """``text`` is squeezed; ``synonyms`` and ``variants`` (look-alike misprints in this index) may stand
    for it.

    ``idle`` ones hold nothing but question words (关于, 的解读) and need not be found beside others;
    ``named`` ones are one thing by its name or number, such as a date; ``token`` is what the index holds a
    date or number as, however it is spelled (3.5, 2019-08-03). Of a ``letter``, a pasted text, ``text`` is the
    beginning and ``units`` are its most specific words. ``words`` counts the content words as they are cut.
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
    words: int = 1

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
        index.frequencies(map(term, dict.fromkeys(token.text for token in words)))
        return _letter(typed, text, words, index)
    index.frequencies(map(term, dict.fromkeys((*grams(text), *(token.text for token in words)))))
    synonyms = () if exact else tuple(with_synonyms(text, folded_synonyms(index.dictionaries)))
    found = tuple(units(words, index, exact=exact))
    variants = () if exact or not index.count(Substring(text)) else lookalike_spellings(text, index)
    whole = [token for token in words if token.kind != "subword"]
    token = whole[0].text if len(whole) == 1 and whole[0].kind in _NUMERIC else ""
    if token and whole[0].kind == "date" and not exact:
        synonyms = tuple(dict.fromkeys((*synonyms, *(s for s in [_in_digits(token)] if s != text))))
    return Concept(
        typed, text, synonyms, variants, found, question, idle, len(whole) == 1, token, words=len(whole)
    )


def _letter(typed: str, text: str, words: list[Token], index: Searcher) -> Concept:
    """A pasted text: its most specific words, in their order; as a string it stands where its beginning does."""
    found = tuple(units(words, index, exact=True))
    chosen = sorted(found, key=lambda unit: -unit.weight)[:MOST_UNITS]
    kept = tuple(unit for unit in found if unit in chosen and unit.weight)
    return Concept(typed, text[:LETTER], (), (), kept, question=True, letter=True)


def _in_digits(date: str) -> str:
    """A date token as it is mostly written.

    >>> _in_digits("2019-08-03")
    '2019年8月3日'
    """
    return "".join(f"{int(part)}{unit}" for part, unit in zip(date.split("-"), "年月日", strict=False))


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
    return (found.span() for found in _any_of(question_words).finditer(folded))


@lru_cache(maxsize=4)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """``words`` are the longest first, as the dictionaries give them."""
    return re.compile("|".join(map(re.escape, words)) or "(?!)")

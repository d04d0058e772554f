"""Which paragraphs of a text can say anything of force at all: one search over the whole text, most have nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from indexer.relations.language import Language
from indexer.relations.targets import MAY_NAME
from indexer.relations.terms import may_state


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The paragraph numbered ``at`` (0-based) of a text, and its offset in it (0-based)."""

    at: int
    start: int
    text: str


def speaking(text: str, language: Language) -> Iterator[Paragraph]:
    """The paragraphs of ``text`` that may name a document or state a term, in order."""
    return _found(_pattern(language), text)


def with_words(words: re.Pattern[str], text: str) -> Iterator[Paragraph]:
    """The paragraphs of ``text`` in which ``words`` are found, in order; the pattern matches within a line."""
    return _found(words, text)


def _found(pattern: re.Pattern[str], text: str) -> Iterator[Paragraph]:
    at = begin = 0
    while (match := pattern.search(text, begin)) is not None:
        start = text.rfind("\n", 0, match.start()) + 1
        at += text.count("\n", begin, start)
        end = text.find("\n", match.start())
        if end < 0:
            yield Paragraph(at, start, text[start:])
            return
        yield Paragraph(at, start, text[start:end])
        at, begin = at + 1, end + 1


@lru_cache(maxsize=4)
def _pattern(language: Language) -> re.Pattern[str]:
    """All that either looks for, tried only at characters that it can begin with."""
    names, states = MAY_NAME, may_state(language)
    first = names.first + states.first
    return re.compile(rf"(?=[{first}])(?:{names.pattern}|{states.pattern})", re.MULTILINE)

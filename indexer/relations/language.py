"""The words of relations as one value: relation_words.csv, relation_wordings.csv and what documents' titles end with.

Made once per dictionaries; what modules compile from it they keep on it, so that no sentence pays for it again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from dictionaries import Dictionaries


@dataclass(frozen=True, eq=False)
class Language:
    """Not slotted: its lists are kept once they are asked for. Compared by identity."""

    dictionaries: Dictionaries

    def words(self, role: str) -> tuple[str, ...]:
        """The words of a role, () where there are none."""
        return self.dictionaries.relation_words.get(role, ())

    @cached_property
    def title_ends(self) -> tuple[str, ...]:
        """Nouns that a document's title ends with: 文种, 体裁 and those of laws."""
        return (*(entry.name for entry in self.dictionaries.document_types), *self.words("law_end"))

    @cached_property
    def lead_words(self) -> tuple[str, ...]:
        """Words before a number or title that are no part of it, the longest first."""
        return tuple(sorted(self.dictionaries.number_context, key=len, reverse=True))


@dataclass(frozen=True, slots=True)
class Search:
    """A regular expression and, for a character class, what its matches begin with: elsewhere it need not be tried."""

    pattern: str
    first: str


@lru_cache(maxsize=4)
def language_of(dictionaries: Dictionaries) -> Language:
    """The one Language of ``dictionaries``."""
    return Language(dictionaries)


def either(words: Iterable[str]) -> str:
    """A pattern of any of ``words``, the longest first, to be put in a group; without words one that never matches."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True))) or r"(?!)"

"""The rows of a contents list, found by a title or a number without looking at each of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from indexer.issues.candidate import Candidate
from indexer.issues.likeness import bigrams, same_title
from indexer.layout import bare_text
from indexer.models import ContentsEntry, DocumentNumber

_FEW = 40
"""So many rows are all looked at; of more only those that share the title's rarest pairs of characters."""
_RAREST, _MOST_OF_PAIR, _MOST = 8, 32, 16


@dataclass(frozen=True)
class Listing:
    """Not slotted, since its indexes are kept once they are made."""

    entries: Sequence[ContentsEntry]

    def near(self, title: str) -> Sequence[ContentsEntry]:
        """The rows that may be ``title``'s, in the list's order; a superset of those that are, as a rule."""
        if len(self.entries) <= _FEW:
            return self.entries
        words = bare_text(title)
        pairs = sorted(
            bigrams(words) & self._by_pair.keys(), key=lambda pair: (len(self._by_pair[pair]), pair)
        )
        hits = Counter(at for pair in pairs[:_RAREST] for at in self._by_pair[pair][:_MOST_OF_PAIR])
        places = {at for at, _ in hits.most_common(_MOST)} | set(self._by_title.get(words, ())[:_MOST])
        return [self.entries[at] for at in sorted(places)]

    def words(self, entry: ContentsEntry) -> str:
        """What is compared of a row's title."""
        return self._words[id(entry)]

    def of(self, head: Candidate) -> Sequence[ContentsEntry]:
        """The rows that may be a document's: by number, title or alias."""
        if len(self.entries) <= _FEW:
            return self.entries
        found = {id(entry): entry for entry in self.near(head.title)}
        found |= {id(entry): entry for entry in (self.near(head.alias) if head.alias else ())}
        numbered = self.numbered(head.number)
        return [*found.values(), *([numbered] if numbered and id(numbered) not in found else [])]

    def numbered(self, number: DocumentNumber | None) -> ContentsEntry | None:
        return self._by_number.get(str(number)) if number else None

    def names(self, title: str, issuer: str | None) -> bool:
        """Whether a row is that of the document with this title."""
        return any(same_title(entry.title, title, issuer) for entry in self.near(title))

    @cached_property
    def _words(self) -> dict[int, str]:
        return {id(entry): bare_text(entry.title) for entry in self.entries}

    @cached_property
    def _by_number(self) -> dict[str, ContentsEntry]:
        return {entry.number: entry for entry in reversed(self.entries) if entry.number}

    @cached_property
    def _by_title(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for at, entry in enumerate(self.entries):
            found[bare_text(entry.title)].append(at)
        return found

    @cached_property
    def _by_pair(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for at, entry in enumerate(self.entries):
            for pair in bigrams(bare_text(entry.title)):
                found[pair].append(at)
        return found

"""Lines of text on their way to being counted: folded, squeezed, their characters and pairs.

``Lines`` does it line by line, for queries; ``ManyLines`` all at once by numpy, which is imported with the first of
them, for collections. Both give the same counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property

from indexer.analysis.folding import fold, squeezed, tables


class Lines:
    """What is to be counted; a line feed inside a line counts as a blank."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.given = [line.replace("\n", " ") for line in lines]

    @cached_property
    def folded(self) -> list[str]:
        """Each line folded."""
        return [fold(line) for line in self.given]

    @cached_property
    def squeezed(self) -> str:
        """The squeezed lines, with line feeds between them."""
        return "\n".join(squeezed(line) for line in self.given)

    def unigrams(self) -> Mapping[str, int]:
        """How often each character stands in the squeezed lines."""
        return Counter(self.squeezed.replace("\n", ""))

    def bigrams(self) -> Mapping[str, int]:
        """How often each two neighbours stand in one squeezed line."""
        counted: Counter[str] = Counter()
        for line in self.squeezed.split("\n"):
            counted.update(map(str.__add__, line, line[1:]))
        return counted


class ManyLines(Lines):
    """The lines of a document to be indexed."""

    def __init__(self, lines: Iterable[str]) -> None:
        from indexer.analysis import characters

        super().__init__(lines)
        self._counting = characters
        self._points = characters.points_of("\n".join(self.given))
        self._squeezed = characters.squeezed_lines(self._points, tables().squeezing)

    @cached_property
    def folded(self) -> list[str]:
        if not self.given:
            return []
        return self._counting.text_of(tables().folding.of(self._points)).split("\n")

    @cached_property
    def squeezed(self) -> str:
        return self._counting.text_of(self._squeezed)

    def unigrams(self) -> Mapping[str, int]:
        return self._counting.unigrams(self._squeezed)

    def bigrams(self) -> Mapping[str, int]:
        return self._counting.bigrams(self._squeezed)

"""Lines of text on their way to being counted: folded and squeezed in one go, characters and pairs by numpy."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from indexer.analysis.folding import tables


class Lines:
    """What is to be indexed of one document; a line feed inside a line counts as a blank.

    numpy is imported with the first of them: queries need none.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        from indexer.analysis import characters

        self._counting = characters
        self.given = [line.replace("\n", " ") for line in lines]
        self._points = characters.points_of("\n".join(self.given))
        self._squeezed = characters.squeezed_lines(self._points, tables().squeezing)

    @cached_property
    def folded(self) -> list[str]:
        """Each line folded."""
        if not self.given:
            return []
        return self._counting.text_of(tables().folding.of(self._points)).split("\n")

    @property
    def squeezed(self) -> str:
        """The squeezed lines, with line feeds between them."""
        return self._counting.text_of(self._squeezed)

    def unigrams(self) -> dict[str, int]:
        """How often each character stands in the squeezed lines."""
        return self._counting.unigrams(self._squeezed)

    def bigrams(self) -> dict[str, int]:
        """How often each two neighbours stand in one squeezed line."""
        return self._counting.bigrams(self._squeezed)

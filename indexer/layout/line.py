"""A line of a file, cleaned: what reading makes and everything above it reads."""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.layout.signs import NO_SIGNS, Sign

_SPREAD = re.compile(r"(?<=[\u3400-\u9fff”》]) (?=[\u3400-\u9fff“《])")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file, cleaned.

    ``heading`` is the Markdown level (0: none; marks lie, so it is a hint only), ``row`` says that ``text`` holds table
    cells separated by tabs, ``breaks`` that the source asks for a line end after it, ``furniture`` that it is a running
    head or a printed page number. ``walls`` are the offsets in ``text`` at which a wide gap stood: what is on
    its two sides was printed apart. ``signs`` is what the line looks like, once it is classified.
    """

    number: int
    text: str
    heading: int = 0
    bold: bool = False
    bullet: bool = False
    row: bool = False
    breaks: bool = False
    furniture: bool = False
    walls: tuple[int, ...] = ()
    signs: Sign = NO_SIGNS

    @property
    def walled(self) -> str:
        """The text with an ideographic space at each wall."""
        if not self.walls:
            return self.text
        ends = (*self.walls, len(self.text))
        return "\u3000".join(self.text[i:j].strip() for i, j in zip((0, *self.walls), ends, strict=True))

    @property
    def blank(self) -> bool:
        return not self.text or self.furniture


def bare_text(text: str) -> str:
    """Han, letters and digits only, lower case: what is compared when headings, entries and titles are matched.

    >>> bare_text("《关于 A级 的通知》")
    '关于a级的通知'
    """
    return "".join(filter(str.isalnum, text)).lower()


def compact(text: str) -> str:
    """A title's line without the blanks that spread its characters (通 知).

    >>> compact("批 复")
    '批复'
    """
    return _SPREAD.sub("", text) if " " in text else text

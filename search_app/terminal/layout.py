"""Text on a grid of columns: how wide it is, where a line may break, how a mark is painted.

A column is one terminal cell; a Han character takes two (Unicode UAX #11). Offsets point into the text given
and are half-open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import category, east_asian_width

Range = tuple[int, int]

# Kinsoku: closing marks never begin a line, opening marks never end one (GB/T 15834-2011, 5.1).
_NEVER_FIRST = frozenset("，。、；：？！）》〉」』】〕］｝”’…—·,.;:?!)]}%％°℃")
_NEVER_LAST = frozenset("（《〈「『【〔［｛“‘([{")

CELL_BORDER = " │ "
"""How a tab, the border of two table cells, is shown."""


@dataclass(frozen=True, slots=True)
class Screen:
    """What is written on: ``columns`` wide, ``rows`` high (None: endless), coloured or plain."""

    columns: int = 80
    rows: int | None = None
    colour: bool = False


def shown(character: str) -> str:
    """The character as a terminal may get it: controls and direction overrides could rewrite the screen."""
    if character == "\t":
        return CELL_BORDER
    if character == "\n":
        return " "
    return "\ufffd" if category(character) in ("Cc", "Cs") or character in _DIRECTIONS else character


_DIRECTIONS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def harmless(text: str) -> str:
    """``text`` for a terminal, line breaks kept."""
    return "".join(character if character == "\n" else shown(character) for character in text)


def display_width(text: str) -> int:
    """Columns that ``text``, one line, takes when shown.

    >>> display_width("第3期")
    5
    """
    return sum(map(_columns, text))


@lru_cache(maxsize=8192)
def _columns(character: str) -> int:
    """Columns of one character as it is shown. The wcwidth package gives the same for all that gazettes hold
    (tested), but takes longer to import than a search takes.
    """
    instead = shown(character)
    if len(instead) > 1:
        return len(instead)
    if category(instead) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(instead) in "WF" else 1


def pad(text: str, width: int, *, right: bool = False) -> str:
    """``text`` filled with blanks to ``width`` columns, at its left side where ``right`` aligned."""
    blanks = " " * max(width - display_width(text), 0)
    return blanks + text if right else text + blanks


def shorten(text: str, width: int) -> str:
    """``text`` cut to at most ``width`` columns, the cut marked by an ellipsis.

    >>> shorten("周村区人民政府", 7)
    '周村区…'
    """
    if display_width(text) <= width:
        return text
    used = 0
    for at, character in enumerate(text):
        used += display_width(character)
        if used > width - 1:
            return text[:at] + "…"
    return text


def wrap(text: str, width: int, keep: Sequence[Range] = ()) -> Iterator[Range]:
    """The lines of ``text``, as ranges of it, none wider than ``width`` columns.

    Lines break at blanks and beside Han characters, never inside an ASCII word or a range of ``keep`` unless
    that alone is too wide. Blanks at a break belong to no line.
    """
    width = max(width, 2)
    kept = {offset for start, end in keep for offset in range(start + 1, end)}
    start, size = 0, len(text)
    while start < size:
        end = _line_end(text, start, width, kept)
        stop = end
        while stop > start and text[stop - 1] == " ":
            stop -= 1
        if stop > start or end == size:
            yield start, stop
        start = end
        while start < size and text[start] == " ":
            start += 1


def _line_end(text: str, start: int, width: int, kept: set[int]) -> int:
    used, fallback = 0, start
    for at in range(start, len(text)):
        if at > start and _may_break(text, at, kept):
            fallback = at
        used += display_width(text[at])
        if used > width and text[at] != " ":
            return fallback if fallback > start else max(at, start + 1)
    return len(text)


def _may_break(text: str, at: int, kept: set[int]) -> bool:
    before, after = text[at - 1], text[at]
    if at in kept or after in _NEVER_FIRST or before in _NEVER_LAST:
        return False
    return before == " " or after == " " or not (_narrow(before) and _narrow(after))


def _narrow(character: str) -> bool:
    return character.isascii() and character != "\t"


def flow(pieces: Iterable[str], width: int, separator: str = " · ") -> list[str]:
    """Pieces one after another, as many on a line as fit; a piece is broken only where it fits no line."""
    lines: list[str] = []
    for piece in pieces:
        joined = f"{lines[-1]}{separator}{piece}" if lines else piece
        if lines and display_width(joined) <= width:
            lines[-1] = joined
        else:
            lines.extend(piece[start:end] for start, end in wrap(piece, width))
    return lines

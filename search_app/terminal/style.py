"""Colour by ANSI escape codes (ECMA-48, SGR); the colours are those that rg and git users know."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from search_app.terminal.layout import Range, Screen, shown

Style = Literal["plain", "title", "match", "id", "place", "quiet", "fault"]

_CODES: dict[Style, str] = {
    "plain": "",
    "title": "1",
    "match": "1;31",
    "id": "33",
    "place": "35",
    "quiet": "2",
    "fault": "1;31",
}


def paint(text: str, style: Style, screen: Screen) -> str:
    """``text`` in ``style`` on a screen with colours, made harmless on any."""
    return _coloured("".join(map(shown, text)), style, screen)


def paint_marked(
    text: str, line: Range, marks: Sequence[Range], screen: Screen, style: Style = "plain"
) -> str:
    """The part ``line`` of ``text``, with what of ``marks`` lies in it shown as a match."""
    parts, at = [], line[0]
    for start, end in sorted(marks):
        start, end = max(start, at), min(end, line[1])
        if start < end:
            parts += [paint(text[at:start], style, screen), paint(text[start:end], "match", screen)]
            at = end
    parts.append(paint(text[at : line[1]], style, screen))
    return "".join(parts)


def _coloured(text: str, style: Style, screen: Screen) -> str:
    codes = _CODES[style]
    return f"\x1b[{codes}m{text}\x1b[0m" if text and codes and screen.colour else text

"""Rows in aligned columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from search_app.terminal.layout import Screen, display_width, pad, shorten
from search_app.terminal.style import paint


def render_table(heads: Sequence[str], rows: Sequence[Sequence[str]], screen: Screen) -> str:
    """A heading and rows; columns of numbers stand right aligned, long lines are cut on a terminal."""
    return "".join(f"{line}\n" for line in _lines(heads, rows, screen))


def _lines(heads: Sequence[str], rows: Sequence[Sequence[str]], screen: Screen) -> Iterator[str]:
    widths = [max(map(display_width, column)) for column in zip(heads, *rows, strict=True)]
    numeric = [bool(column) and all(map(_is_number, column)) for column in zip(*rows, strict=True)]
    numeric = numeric or [False] * len(heads)
    for number, row in enumerate((heads, *rows)):
        cells = [
            pad(cell, width, right=right) for cell, width, right in zip(row, widths, numeric, strict=True)
        ]
        line = (
            shorten("  ".join(cells).rstrip(), screen.columns) if screen.rows else "  ".join(cells).rstrip()
        )
        yield paint(line, "title" if number == 0 else "plain", screen)


def _is_number(cell: str) -> bool:
    return cell.replace(".", "", 1).isdigit()

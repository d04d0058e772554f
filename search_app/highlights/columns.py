"""A fragment of a table row for people: 列名：值, cell by cell, highlights moved with the cells."""

from __future__ import annotations

from collections.abc import Sequence

Range = tuple[int, int]

BORDER = " │ "


def with_columns(
    row: str, bounds: Range, names: Sequence[str], highlights: Sequence[Range]
) -> tuple[str, list[Range]]:
    """``row[bounds]``, a part of a row with tabs between its cells, under the ``names`` of its columns.

    Empty cells are left out, and a cell without a name stands alone. ``highlights`` are half-open ranges of the
    part, and so are those that come back of the text that does. Where one of them goes over the border of two cells,
    the names would break the string that was found: then the cells stand without.
    """
    begin, finish = bounds
    cells = list(_cells(row))
    across = any("\t" in row[begin + start : begin + end] for start, end in highlights)
    text, moved = "", []
    for place, (start, end) in enumerate(cells):
        start, end = max(start, begin), min(end, finish)
        if start >= end or not row[start:end].strip():
            continue
        name = names[place] if place < len(names) and not across else ""
        text += (BORDER if text else "") + (f"{name}：" if name else "")
        shift = len(text) - (start - begin)
        moved += _inside(highlights, start - begin, end - begin, shift)
        text += row[start:end]
    return text, _joined(text, moved)


def _cells(row: str) -> list[Range]:
    cells, start = [], 0
    for cell in row.split("\t"):
        blank = len(cell) - len(cell.lstrip())
        cells.append((start + blank, start + max(len(cell.rstrip()), blank)))
        start += len(cell) + 1
    return cells


def _inside(highlights: Sequence[Range], first: int, last: int, shift: int) -> list[Range]:
    """The parts of ``highlights`` that lie in one cell, moved by ``shift``."""
    cut = ((max(start, first), min(end, last)) for start, end in highlights)
    return [(start + shift, end + shift) for start, end in cut if start < end]


def _joined(text: str, pieces: Sequence[Range]) -> list[Range]:
    """Pieces of one highlight on both sides of a border are one again; the longest first."""
    joined: list[Range] = []
    for start, end in sorted(pieces):
        if joined and text[joined[-1][1] : start] == BORDER:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return sorted(joined, key=lambda each: (each[0] - each[1], each[0]))

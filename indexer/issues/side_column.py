"""The imprint's column beside the contents list: cut off where enough rows of it tell that it is one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from indexer.layout import LayoutPatterns, Line

_ENOUGH = 3
"""Rows whose left cell begins like an imprint's that make a column."""
_NEAR = 4
"""Lines above the first and below the last of them that belong to the column, too."""
_WALL = re.compile("[\t\u3000]")
_TRAILING_PAGE = re.compile(r"^[.．·…‥\s(（]*\d{1,3}[)）]?$")


def without_side_column(lines: Sequence[Line], patterns: LayoutPatterns) -> list[Line]:
    """The lines without the left cells of an imprint printed beside them; all others as they are."""
    split = [_cells(line) for line in lines]
    labelled = [
        at
        for at, (left, right) in enumerate(split)
        if left and right and patterns.imprint.match(left.replace("\u3000", ""))
    ]
    if len(labelled) < _ENOUGH:
        return list(lines)
    first, last = labelled[0] - _NEAR, labelled[-1] + _NEAR
    return [
        _right_of(line, right) if left and right and first <= at <= last else line
        for at, (line, (left, right)) in enumerate(zip(lines, split, strict=True))
    ]


def _cells(line: Line) -> tuple[str, str]:
    """What stands left of the last wall, and right of it with the page that may be printed apart."""
    cells = _WALL.split(line.walled)
    pages = 1 if len(cells) > 1 and _TRAILING_PAGE.match(cells[-1].strip()) else 0
    at = len(cells) - 1 - pages
    if at <= 0:
        return "", line.walled
    return "\u3000".join(cells[:at]).strip(), "\t".join(cells[at:]).strip()


def _right_of(line: Line, right: str) -> Line:
    return replace(line, text=right, walls=(), row="\t" in right)

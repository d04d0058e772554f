"""Ruled lines of a page's picture: long thin runs of ink across and down, by which tables are known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL.Image import Image

_INK = 150
"""Grey values below this are ink."""

_LONGEST_STROKE = 110
"""Pixels (14 mm at 200 dpi) that a run of ink is longer than, if it is a rule: no stroke of body text is."""

_THICKEST = 14
"""Pixels; what is thicker is a bar, a picture or the edge of the scan."""

_ASKEW = 0.04
"""How much a rule may rise over its length on a page that lies askew (2 degrees)."""

_BREAK = 12
"""Pixels of white that do not end a rule."""

_MOST = 400
"""Rules of one direction on a page; a page with more is a picture."""

Rules = tuple[tuple[int, int, int], ...]


def rules(picture: Image) -> tuple[Rules, Rules]:
    """The rules across, as (y, from x, to x), and down, as (x, from y, to y)."""
    import numpy as np

    ink = np.asarray(picture.convert("L")) < _INK
    return _rules(ink), _rules(ink.T)


def _rules(ink: Any) -> Rules:
    """Rules along the rows of ``ink``: runs that touch each other from row to row are one rule."""
    import numpy as np

    edges = np.diff(np.pad(ink, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    rows, begins = np.nonzero(edges == 1)
    _, ends = np.nonzero(edges == -1)
    long = ends - begins > _LONGEST_STROKE
    found: list[list[int]] = []  # first row, last row, begin, end
    for row, begin, end in zip(rows[long].tolist(), begins[long].tolist(), ends[long].tolist(), strict=True):
        for rule in reversed(found):
            if row - rule[1] <= 2 and begin <= rule[3] + _BREAK and end >= rule[2] - _BREAK:
                rule[1], rule[2], rule[3] = row, min(rule[2], begin), max(rule[3], end)
                break
        else:
            found.append([row, row, begin, end])
        if len(found) > _MOST:
            return ()
    return tuple(((a + b) // 2, begin, end) for a, b, begin, end in found if _is_rule(b - a, end - begin))


def _is_rule(thick: int, long: int) -> bool:
    return thick < _THICKEST + _ASKEW * long

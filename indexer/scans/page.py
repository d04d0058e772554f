"""What is known of one page that was read from its picture: text in boxes, and the ruled lines."""

from __future__ import annotations

from dataclasses import dataclass

Corners = tuple[float, float, float, float, float, float, float, float]
"""x and y of a box's four corners in pixels, clockwise from the upper left one as the text is read."""


@dataclass(frozen=True, slots=True)
class TextBox:
    """One run of text as the engine found it; ``confidence`` is its own, 0 to 1."""

    corners: Corners
    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page as an engine read it; sizes in pixels of the picture that was read.

    ``across`` and ``down`` are the ruled lines, as (place, from, to): y and its two x, x and its two y.
    """

    width: int
    height: int
    engine: str
    boxes: tuple[TextBox, ...] = ()
    across: tuple[tuple[int, int, int], ...] = ()
    down: tuple[tuple[int, int, int], ...] = ()

"""Text cut into pieces at highlights and at source lines, so that a template escapes every piece and marks it
once.

Nothing here writes HTML: a piece is plain text with what is true of it, and the template's escaping does
the rest.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from search_app.highlights.occurrences import Range


@dataclass(frozen=True, slots=True)
class Link:
    """Another document as it stands in a text: ``url`` of its page, None where it is not held; ``title`` tells more."""

    start: int
    end: int
    url: str | None
    title: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters. ``mark`` is the 1-based ordinal of the mark it belongs to, 0 outside of marks.

    ``opens`` and ``closes`` say that the mark begins or ends here; ``line`` is the source line that begins
    here, or 0. ``part`` says that a part of what was typed stands here, outside of marks. ``link`` is the document
    that is named here.
    """

    text: str
    mark: int = 0
    opens: bool = False
    closes: bool = False
    line: int = 0
    part: bool = False
    link: Link | None = None


def ordered(ranges: Iterable[Range], length: int) -> tuple[Range, ...]:
    """The half-open ``ranges`` within ``[0, length)``, ascending and disjoint; touching or overlapping ones
    are joined.

    >>> ordered([(5, 9), (0, 3), (2, 4), (7, 99)], 8)
    ((0, 4), (5, 8))
    """
    joined: list[Range] = []
    for start, end in sorted((max(0, start), min(length, end)) for start, end in ranges):
        if start >= end:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def mark(text: str, ranges: Iterable[Range]) -> tuple[Piece, ...]:
    """A short text (title, snippet) in pieces, its ``ranges`` marked.

    >>> [(piece.text, piece.mark) for piece in mark("推行一窗受理", [(2, 6)])]
    [('推行', 0), ('一窗受理', 1)]
    """
    return MarkedText(text, ordered(ranges, len(text))).pieces(0, len(text))


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A long text, its ``marks``, ``lines`` as ``(offset, source line)``, ``parts`` and ``links``, all ascending;
    marks and parts are disjoint, and so are links.
    """

    content: str
    marks: Sequence[Range] = ()
    lines: Sequence[tuple[int, int]] = ()
    parts: Sequence[Range] = ()
    links: Sequence[Link] = ()

    def pieces(self, start: int, end: int) -> tuple[Piece, ...]:
        """``content[start:end]``, whole, cut at every mark's edges and every line's beginning."""
        line_starts = dict(self.lines_within(start, end))
        within = _overlapping(self.marks, start, end)
        cuts = {start, end, *line_starts}
        parts = [span for _, span in _overlapping(self.parts, start, end)]
        links = [(each.start, each.end) for each in self._links_within(start, end)]
        for mark_start, mark_end in (*(span for _, span in within), *parts, *links):
            cuts.update((max(start, mark_start), min(end, mark_end)))
        edges = sorted(cuts)
        return tuple(self._piece(a, b, line_starts.get(a, 0)) for a, b in pairwise(edges))

    def lines_within(self, start: int, end: int) -> tuple[tuple[int, int], ...]:
        """The ``(offset, source line)`` pairs whose offset lies in ``[start, end)``."""
        first = bisect_left(self.lines, start, key=lambda pair: pair[0])
        last = bisect_left(self.lines, end, key=lambda pair: pair[0])
        return tuple(self.lines[first:last])

    def _links_within(self, start: int, end: int) -> Sequence[Link]:
        first = bisect_right(self.links, start, key=lambda link: link.end)
        last = bisect_left(self.links, end, key=lambda link: link.start)
        return self.links[first:last]

    def _piece(self, start: int, end: int, line: int) -> Piece:
        text = self.content[start:end]
        link = next(iter(self._links_within(start, end)), None)
        for ordinal, (mark_start, mark_end) in _overlapping(self.marks, start, end):
            return Piece(
                text, ordinal, opens=start == mark_start, closes=end == mark_end, line=line, link=link
            )
        return Piece(text, line=line, part=bool(_overlapping(self.parts, start, end)), link=link)


def _overlapping(spans: Sequence[Range], start: int, end: int) -> tuple[tuple[int, Range], ...]:
    """Those of ``spans`` that overlap ``[start, end)``, each with its 1-based ordinal."""
    first = bisect_right(spans, start, key=lambda span: span[1])
    last = bisect_left(spans, end, key=lambda span: span[0])
    return tuple(enumerate(spans[first:last], start=first + 1))

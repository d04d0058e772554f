"""The rows of a woven page → its lines in reading order: the left column, then the right one, above and below what
stands across both.

A row of one piece stands left, right, or across. The best of all ways for the page is sought: lines of a column go on
where the line before is full and ends in no mark, in pairs of characters that the file has elsewhere (``Reading``);
what stands across comes where both columns have finished.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from indexer.layout import LayoutPatterns, Line, Sign, is_addressee, numbering, signs_of

LEFT, RIGHT, ACROSS = "left", "right", "across"

_ENDS = re.compile(r"[。！？：:；;]$|[。！？][”’」』》）)]$|日$|[\d]$")
_NUMBER = re.compile(r"^\S{0,14}[〔\[［（(]\d{4}[〕\]］）)]\S{1,6}号$|^[（(]第.{1,4}号[）)]$")
_KINDS = (
    ("date", Sign.DATE),
    ("note", Sign.DISCLOSURE | Sign.CLOSING),
    ("organ", Sign.ORGAN),
    ("title", Sign.TITLE_END),
)
_FOLLOWS = {
    ("organ", "date"): 1.0,
    ("date", "note"): 1.0,
    ("organ", "title"): 0.8,
    ("title", "number"): 1.0,
    ("number", "recipients"): 0.8,
    ("date", "organ"): 0.4,
    ("note", "organ"): 0.4,
    ("note", "title"): 0.4,
    ("date", "title"): 0.3,
    ("prose", "organ"): 0.4,
    ("number", "date"): -0.6,
    ("title", "date"): -0.8,
    ("title", "note"): -0.8,
    ("number", "note"): -0.6,
    ("organ", "number"): -0.3,
}
"""What the lines of a document's head and end are, and how well one follows the other."""
_BEAM = 24
_APART, _BLANK_BESIDE, _TITLE = 1.0, -0.4, 0.8
_CLOSING, _BROKEN, _OPEN, _NO_TURN = -0.5, -2.0, -1.5, -0.5
"""What speaks for a way to read: a blank is the gutter, the other column is empty beside, a title stands across; a
line across closes the columns, a new paragraph follows an unfinished one, a column stops in the middle, a column takes
two lines in a row. Chosen on
sample gazettes of this project set in two columns; their figures hardly change between half and double."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a woven page: two pieces, or one (``right`` None) that stands where ``fixed`` says, or anywhere.

    ``apart`` are the pieces of a short line with a blank, which may be the gutter or one within the line; ``in_turn``
    says that the page's columns take turns line by line.
    """

    number: int
    left: str
    right: str | None = None
    fixed: str | None = None
    apart: tuple[str, str] | None = None
    in_turn: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """How well one line goes on in another, by the pairs of characters within the lines of the file."""

    pairs: Counter[str]
    width: float
    kinds: Mapping[str, str]

    @classmethod
    def of(cls, rows: Iterable[Row], width: float, patterns: LayoutPatterns) -> Reading:
        texts = [text for row in rows for text in (row.left, row.right, *(row.apart or ())) if text]
        return cls(pairs_of(texts), width, {text: _kind(text, patterns) for text in texts})

    def is_open(self, text: str) -> bool:
        """Whether a column's line stops in the middle of a paragraph."""
        return len(text) >= self.width - 2.5 and not _ENDS.search(text)

    def goes_on(self, before: str | None, after: str) -> float:
        """How likely ``after`` is the next line of a column whose last was ``before``; 0 tells nothing."""
        if before is None or not after:
            return 0.0
        kinds = self.kinds.get(before, "prose"), self.kinds.get(after, "prose")
        following = _FOLLOWS.get(kinds)
        if following is not None and not (self.is_open(before) and kinds[0] in ("prose", "item")):
            return following
        begins = kinds[1] in ("item", "note")
        if not self.is_open(before):
            return 0.3 if begins else -0.2
        if begins:
            return _BROKEN
        return 0.2 + min(1.5, 0.6 * math.log1p(self.pairs[before[-1] + after[0]]))


def pairs_of(texts: Iterable[str]) -> Counter[str]:
    """How often two characters stand beside each other within the texts."""
    return Counter(text[i : i + 2] for text in texts for i in range(len(text) - 1))


def _kind(text: str, patterns: LayoutPatterns) -> str:
    """What the line is of a document's head or end; item for the beginning of a numbered paragraph, else prose."""
    if numbering(text) is not None:
        return "item"
    if _NUMBER.match(text):
        return "number"
    signs = signs_of(Line(0, text), patterns)
    named = next((kind for kind, sign in _KINDS if signs & sign), None)
    if named is not None:
        return named
    if signs & (Sign.ATTACHMENT | Sign.ATTACHMENTS):
        return "item"
    if Sign.TITLE_PART in signs and patterns.title_verb.search(text) and not Sign.PROSE & signs:
        return "title"
    return "recipients" if is_addressee(text, patterns) or text.startswith("各") else "prose"


@dataclass(frozen=True, slots=True)
class _State:
    """A way to read the rows so far: its score, the columns since the last line across, and the lines in order."""

    score: float = 0.0
    left: tuple[tuple[int, str], ...] = ()
    right: tuple[tuple[int, str], ...] = ()
    done: tuple[tuple[int, str], ...] = ()
    last: str | None = None

    @property
    def ends(self) -> tuple[str | None, str | None]:
        return (self.left[-1][1] if self.left else None, self.right[-1][1] if self.right else None)


def read_columns(rows: Sequence[Row], reading: Reading) -> list[tuple[int, str]]:
    """The page's lines in reading order, each with its number."""
    states = [_State()]
    for row in rows:
        following = [state for each in states for state in _next(each, row, reading)]
        states = sorted(following, key=lambda state: -state.score)[:_BEAM]
    best = max((_closed(state, reading) for state in states), key=lambda state: state.score)
    return list(best.done)


def _next(state: _State, row: Row, reading: Reading) -> Iterable[_State]:
    left, right = state.ends
    here = (row.number, row.left)
    if row.apart is not None:
        yield from _next(replace(state, score=state.score + _APART), Row(row.number, *row.apart), reading)
    if row.right is not None:
        gain = reading.goes_on(left, row.left) + reading.goes_on(right, row.right)
        yield replace(
            state,
            score=state.score + gain,
            left=(*state.left, here),
            right=(*state.right, (row.number, row.right)),
            last=None,
        )
        return
    if row.fixed != ACROSS:
        on_left = state.score + reading.goes_on(left, row.left) + _beside(row, state, LEFT)
        on_right = state.score + reading.goes_on(right, row.left) + _beside(row, state, RIGHT)
        yield replace(state, score=on_left, left=(*state.left, here), last=LEFT)
        yield replace(state, score=on_right, right=(*state.right, here), last=RIGHT)
    closed = _closed(state, reading)
    if closed is not state and row.fixed is None:
        closed = replace(closed, score=closed.score + _CLOSING)
    if closed is state and closed.done:
        closed = replace(closed, score=closed.score + reading.goes_on(closed.done[-1][1], row.left))
    title = _TITLE if reading.kinds.get(row.left) in ("title", "number", "organ") else 0.0
    opened = _OPEN if row.fixed is None and reading.is_open(row.left) and not title else 0.0
    yield replace(closed, score=closed.score + title + opened, done=(*closed.done, here))


def _beside(row: Row, state: _State, side: str) -> float:
    """What speaks against a line alone in its column: the other one is empty beside it, or it takes no turn."""
    if not row.in_turn:
        return _BLANK_BESIDE
    return 0.0 if state.last != side else _NO_TURN


def _closed(state: _State, reading: Reading) -> _State:
    """The columns ended: the left one goes on in the right one, which ends here."""
    if not state.left and not state.right:
        return state
    turn = reading.goes_on(state.ends[0], state.right[0][1]) if state.left and state.right else 0.0
    broken = _OPEN if state.ends[1] and reading.is_open(state.ends[1]) else 0.0
    return _State(state.score + turn + broken, (), (), (*state.done, *state.left, *state.right))

"""Marks never lose, double or reorder a character, and every mark opens and closes once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from search_app.highlights.marked_text import MarkedText, mark, ordered

RANGES = st.lists(st.tuples(st.integers(-3, 40), st.integers(-3, 40)), max_size=8)
TEXTS = st.text(alphabet="一窗受理<>&\"'\t。", max_size=30)


@given(TEXTS, RANGES)
def test_the_pieces_of_a_text_are_the_text(text: str, ranges: list[tuple[int, int]]) -> None:
    assert "".join(piece.text for piece in mark(text, ranges)) == text


@given(TEXTS, RANGES)
def test_exactly_the_ranges_are_marked(text: str, ranges: list[tuple[int, int]]) -> None:
    wanted = {at for start, end in ranges for at in range(max(0, start), min(end, len(text)))}
    marked, at = set(), 0
    for piece in mark(text, ranges):
        marked |= set(range(at, at + len(piece.text))) if piece.mark else set()
        at += len(piece.text)
    assert marked == wanted


@given(TEXTS, RANGES, st.integers(0, 30))
def test_a_mark_that_crosses_two_blocks_keeps_its_number(
    text: str, ranges: list[tuple[int, int]], cut: int
) -> None:
    cut = min(cut, len(text))
    marked = MarkedText(text, ordered(ranges, len(text)))
    pieces = marked.pieces(0, cut) + marked.pieces(cut, len(text))
    opened = [piece.mark for piece in pieces if piece.opens]
    assert opened == [piece.mark for piece in pieces if piece.closes] == list(range(1, len(opened) + 1))


def test_a_source_line_is_named_where_it_begins() -> None:
    marked = MarkedText("推行一窗受理改革", ((2, 6),), ((0, 7), (4, 8)))
    assert [(piece.text, piece.line) for piece in marked.pieces(0, 8)] == [
        ("推行", 7),
        ("一窗", 0),
        ("受理", 8),
        ("改革", 0),
    ]

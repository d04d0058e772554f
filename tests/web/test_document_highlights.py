"""Only what was typed whole is counted and stepped through; parts of it are shown apart."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import squeezed
from indexer.models import Document, Text
from search_app.highlights import Mark, MarkedText, document_highlights, ordered

WHOLE = Mark("重大行政决策", run="重大行政决策")
PARTS = (Mark("重大", part_of="重大行政决策"), Mark("决策", part_of="重大行政决策"))


def highlighted(text: str) -> tuple[list[str], list[str]]:
    document = Document("1", "规定", text=Text(text))
    folded = "\n".join(squeezed(line) for line in ("规定", *text.split("\n")))
    found = document_highlights(document, folded, (WHOLE, *PARTS))
    return [text[a:b] for a, b in found.text], [text[a:b] for a, b in found.parts]


def test_parts_inside_the_whole_are_no_parts() -> None:
    assert highlighted("重大行政决策应当公开。\n决策机关对重大 行政决策负责。") == (
        ["重大行政决策", "重大 行政决策"],
        ["决策"],
    )


def test_where_it_stands_whole_nowhere_its_parts_are_stepped_through() -> None:
    assert highlighted("重大事项由决策机关决定。") == (["重大", "决策"], [])


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30))), st.lists(st.integers(0, 28)))
def test_pieces_hold_the_text_once_whatever_is_marked(marks: list[tuple[int, int]], parts: list[int]) -> None:
    content = "一二三四五六七八九十" * 3
    whole = ordered(marks, len(content))
    rest = [(at, at + 2) for at in parts if all(end <= at or at + 2 <= start for start, end in whole)]
    text = MarkedText(content, whole, (), ordered(rest, len(content)))
    pieces = text.pieces(0, len(content))
    assert "".join(piece.text for piece in pieces) == content
    assert all(not (piece.mark and piece.part) for piece in pieces)
    assert sum(len(piece.text) for piece in pieces if piece.part) == sum(b - a for a, b in text.parts)

"""A document's page holds all of its text, in bounded parts, whatever the text is like."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dictionaries import load
from indexer.models import Document, Text
from search_app.documents import tables_of
from search_app.highlights import DocumentHighlights
from search_app.web import document_parts
from search_app.web.document_page import DocumentPage, document_page


def shown(page: DocumentPage) -> str:
    lines = []
    for view in page.blocks:
        lines.append("".join(piece.text for piece in view.pieces))
        lines += ["\t".join("".join(piece.text for piece in cell) for cell in row.cells) for row in view.rows]
    return "".join(lines)


def whole(document: Document, marks: DocumentHighlights) -> str:
    first = document_page(document, marks, part=1)
    rest = [document_page(document, marks, part=part.number) for part in first.parts[1:]]
    return "".join(map(shown, (first, *rest)))


def squeezed(text: str) -> str:
    return "".join(text.split())


@given(st.text(alphabet="第一条 甲乙。\t\n附件", max_size=200), st.integers(1, 60))
def test_the_parts_hold_the_whole_text_once(content: str, length: int) -> None:
    before, document_parts.PART_LENGTH = document_parts.PART_LENGTH, length
    try:
        document = Document("1", "标题", text=Text(content))
        assert squeezed(whole(document, DocumentHighlights(text=((3, 9),)))) == squeezed(content)
    finally:
        document_parts.PART_LENGTH = before


def test_a_text_without_line_breaks_is_shown_in_parts() -> None:
    document = Document("1", "标题", text=Text("河" * 1_000_000))
    page = document_page(document, DocumentHighlights(text=((900_000, 900_002),)), query="河河")
    assert len(page.parts) == 10
    assert len(shown(page)) == document_parts.PART_LENGTH
    assert page.parts[9].current
    assert page.marks.start_url == "#mark-1"


def test_marks_on_other_parts_are_reached_by_their_address() -> None:
    text = Text("\n".join(["河" * (document_parts.PART_LENGTH - 1)] * 3))
    marks = DocumentHighlights(
        text=tuple(
            (at * document_parts.PART_LENGTH // 2, at * document_parts.PART_LENGTH // 2 + 1)
            for at in range(6)
        )
    )
    pages = [
        document_page(Document("a", "标题", text=text), marks, query="河", part=part) for part in (1, 2, 3)
    ]
    assert [(page.marks.first, page.marks.last) for page in pages] == [(1, 2), (3, 4), (5, 6)]
    assert [page.marks.after_url for page in pages] == [
        "/documents/a?q=%E6%B2%B3&part=2#mark-3",
        "/documents/a?q=%E6%B2%B3&part=3#mark-5",
        None,
    ]
    assert pages[0].marks.before_url is None
    assert pages[2].marks.before_url == "/documents/a?q=%E6%B2%B3&part=2#mark-4"


def test_every_line_that_snippets_name_has_its_place() -> None:
    text = Text("# 一、任务\n甲\t乙\n\t丙\n\t\t丁", ((0, 3), (7, 5), (11, 6), (14, 7)))
    page = document_page(Document("1", "标题", text=text), DocumentHighlights())
    cells = [cell for view in page.blocks for row in view.rows for cell in row.cells]
    pieces = [piece for view in page.blocks for piece in view.pieces] + [p for cell in cells for p in cell]
    assert [(piece.line, piece.text) for piece in pieces if piece.line] == [
        (3, "一、任务"),
        (5, "甲"),
        (6, "丙"),
        (7, "丁"),
    ]


def test_a_line_on_another_part_is_reached() -> None:
    text = Text(
        "\n".join(["河" * (document_parts.PART_LENGTH - 1)] * 2), ((0, 1), (document_parts.PART_LENGTH, 9))
    )
    marks = DocumentHighlights(text=((0, 1),))
    assert [
        part.current for part in document_page(Document("a", "标题", text=text), marks, line=9).parts
    ] == [False, True]
    assert document_page(Document("a", "标题", text=text), marks, line=5).parts[0].current


def test_an_attachment_leads_to_where_it_begins() -> None:
    text = Text("附件：1.河道名录 2.分工表\n附件1\n河道名录\n东河")
    page = document_page(
        Document("1", "标题", attachments=("河道名录", "分工表"), text=text), DocumentHighlights()
    )
    assert [(one.title, one.url) for one in page.attachments] == [
        ("河道名录", "#section-1"),
        ("分工表", None),
    ]


def test_a_row_with_one_cell_spans_its_table() -> None:
    document = Document("1", "标题", text=Text("序号\t事项\t机关\n一、取消\t\t\n1\t甲\t乙\n2\t丙"))
    held = tables_of(document, load())
    (table,) = document_page(document, DocumentHighlights(), tables=held).blocks
    assert [(row.header, row.span, len(row.cells)) for row in table.rows] == [
        (True, 1, 3),
        (False, 3, 1),
        (False, 1, 3),
        (False, 1, 3),
    ]

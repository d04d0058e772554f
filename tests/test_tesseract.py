"""What tesseract says of a page becomes boxes: words of a line together, what stands far apart on its own."""

from __future__ import annotations

import pytest

from indexer.scans import tesseract
from tests.composed_scans import NOTICE, page

HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"


def table(*words: tuple[int, int, int, float, str]) -> str:
    """Words as (line, left, width, confidence, text), 40 pixels high."""
    rows = [
        f"5\t1\t1\t1\t{line}\t{at}\t{left}\t{100 * line}\t{width}\t40\t{sure}\t{text}"
        for at, (line, left, width, sure, text) in enumerate(words, 1)
    ]
    return "\n".join([HEAD, "1\t1\t0\t0\t0\t0\t0\t0\t900\t900\t-1\t", *rows]) + "\n"


def test_words_of_a_line_are_one_box_with_blanks_between_latin_words_only():
    (box,) = tesseract.boxes(
        table((1, 100, 80, 96, "防汛"), (1, 185, 90, 90, "GB/T"), (1, 280, 90, 90, "9704"))
    )
    assert box.text == "防汛GB/T 9704"
    assert box.corners == (100, 100, 370, 100, 370, 140, 100, 140)
    assert 0.9 <= box.confidence <= 0.96


def test_a_wide_gap_parts_two_boxes():
    found = tesseract.boxes(table((1, 100, 80, 96, "目录"), (1, 700, 40, 50, "12"), (2, 100, 80, 96, "通知")))
    assert [(box.text, box.confidence) for box in found] == [("目录", 0.96), ("12", 0.5), ("通知", 0.96)]


def test_a_quotation_mark_in_a_word_is_no_quoting():
    (box,) = tesseract.boxes(table((1, 100, 80, 96, '"公报')))
    assert box.text == '"公报'


@pytest.mark.skipif(tesseract.version() is None, reason="needs tesseract with chi_sim")
def test_a_page_is_read():
    text = "".join(box.text for box in tesseract.read(page(NOTICE)))
    assert "防汛应急预案" in text

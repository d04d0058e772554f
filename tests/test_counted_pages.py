"""Pages are counted by their running heads only where what is known on both sides agrees."""

from __future__ import annotations

from indexer.issues.counted_pages import counted_pages, page_heads

HEADS = (10, 50, 90, 130, 170, 210)


def test_lines_between_known_pages_are_on_the_counted_page() -> None:
    pages = counted_pages(HEADS, 12, [(95, 3), (140, 4), (211, 6)])
    assert pages is not None
    assert [pages.page_of(line) for line in (12, 60, 180)] == [1, 2, 5]


def test_behind_the_last_known_page_nothing_is_said() -> None:
    pages = counted_pages(HEADS, 12, [(20, 1), (95, 3), (140, 4)])
    assert pages is not None
    assert pages.page_of(211) is None


def test_where_a_head_is_lost_the_pages_around_it_stay_open() -> None:
    pages = counted_pages(HEADS, 12, [(20, 1), (60, 2), (95, 3), (180, 6), (211, 7)])
    assert pages is not None
    assert pages.page_of(140) is None
    assert pages.page_of(200) == 6


def test_heads_of_every_other_page_count_nothing() -> None:
    assert counted_pages(HEADS, 12, [(60, 4), (95, 6), (140, 8)]) is None


def test_two_heads_close_together_are_those_of_one_page() -> None:
    assert page_heads([10, 11, 50, 90, 92]) == (10, 50, 90)

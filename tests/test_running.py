"""What runs over the pages is left out; the signature and date at the end of a page are not."""

from __future__ import annotations

from indexer.files.running import without_running

TEXTS = [
    [f"第{each}条{kind}的规定。" for each in "一二三四五六七八"] for kind in ("水利", "林业", "渔业", "农业")
]


def pages(*ends: list[str]) -> list[list[str]]:
    texts = zip(TEXTS, ends, strict=False)
    return [["云台市人民政府公报", *text, *end, str(at)] for at, (text, end) in enumerate(texts, 1)]


def test_heads_and_numbers_go_but_for_the_first_head() -> None:
    kept = without_running(pages([], [], []))
    assert kept == [["云台市人民政府公报", *TEXTS[0]], TEXTS[1], TEXTS[2]]


def test_dates_that_end_pages_stay_with_who_signs_above() -> None:
    ends = [["云台市人民政府", f"2019年8月{day}日"] for day in (1, 12, 23)]
    assert [page[-2:] for page in without_running(pages(*ends))] == ends
    unnumbered = [page[:-1] for page in pages(*ends)]
    assert [page[-2:] for page in without_running(unnumbered)] == ends


def test_the_issue_s_own_date_on_every_page_goes() -> None:
    ends = [["2019年9月30日"]] * 4
    assert sum("2019年9月30日" in page for page in without_running(pages(*ends))) == 1

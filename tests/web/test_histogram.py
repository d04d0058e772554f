"""Bars over time: by year, quarter or month as the hits spread, without gaps, each a search."""

from __future__ import annotations

from urllib.parse import unquote

from search_app.response import SearchRequest
from search_app.web.histogram import histogram, unit_of


def test_the_narrower_the_time_the_finer_the_bars() -> None:
    assert unit_of({"year": (("2019", 3),)}) == ("month", range(2019, 2020))
    assert unit_of({"year": (("2021", 1), ("2019", 3))})[0] == "quarter"
    assert unit_of({"year": (("2012", 1), ("2019", 3))})[0] == "year"
    assert unit_of({}) == ("year", range(0))


def test_gaps_in_time_are_bars_without_a_link() -> None:
    bars = histogram(SearchRequest("河长制"), "year", range(2017, 2021), {"2017": 2, "2020": 4}).bars
    assert [(bar.label, bar.count, bar.height, bar.url is None) for bar in bars] == [
        ("2017", 2, 50, False),
        ("2018", 0, 0, True),
        ("2019", 0, 0, True),
        ("2020", 4, 100, False),
    ]


def test_a_quarter_leads_to_its_three_months() -> None:
    counts = {"2019Q3": 2, "2020Q1": 1}
    bars = histogram(SearchRequest("河长制"), "quarter", range(2019, 2021), counts).bars
    assert [bar.label for bar in bars] == ["2019 三季", "四季", "2020"]
    assert "date=2019-07..2019-09" in unquote(bars[0].url or "")


def test_a_chosen_month_stands_among_the_others_and_can_be_taken_off() -> None:
    request = SearchRequest("河长制", {"date": ("2019-03",)})
    view = histogram(request, "month", range(2019, 2020), {"2019-03": 1, "2019-07": 2})
    assert len(view.bars) == 12
    chosen = next(bar for bar in view.bars if bar.selected)
    assert chosen.name == "2019年3月"
    assert "date" not in (chosen.url or "")
    assert unquote(view.bars[6].url or "").count("date=") == 1
    assert view.wider_url is not None


def test_one_bar_says_nothing() -> None:
    assert not histogram(SearchRequest("河长制"), "month", range(2019, 2020), {"2019-03": 5}).bars
    assert not histogram(SearchRequest("河长制"), "year", range(0), {}).bars

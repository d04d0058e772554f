"""What the result page shows of an answer, without a server."""

from __future__ import annotations

from dataclasses import replace

from search_app.response import SearchRequest
from search_app.web.result_page import result_page
from tests.sample_response import sample_response


def test_thousands_of_agencies_are_counted_but_not_all_listed() -> None:
    counts = tuple((f"第{number}区人民政府", 1) for number in range(3000))
    request = SearchRequest("监管", {"issuer": ("第2999区人民政府",)})
    page = result_page(request, replace(sample_response(), facets={"issuer": counts}))
    facet = next(facet for facet in page.facets if facet.name == "issuer")
    assert facet.values[0].selected
    assert facet.values[0].label == "第2999区人民政府"
    assert len(facet.values) + len(facet.more) + facet.unlisted == 3000
    assert len(facet.more) < 200


def test_all_filters_are_taken_off_at_once_and_the_order_stays() -> None:
    request = SearchRequest("监管", {"year": ("2018",), "type": ("通知",)}, sort="newest", offset=20)
    page = result_page(request, sample_response())
    assert page.cleared_url == "/search?q=%E7%9B%91%E7%AE%A1&sort=newest"

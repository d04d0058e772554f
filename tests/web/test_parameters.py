"""A URL says what is searched, wholly: reading and writing are inverse, wrong values are refused by name."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import UsageError
from search_app.response import SearchRequest
from search_app.web.parameters import (
    DEEPEST,
    FILTERS,
    LONGEST_QUERY,
    SORTS,
    read_request,
    with_filter,
    without_filter,
    write_request,
)

VALUES = st.text(st.characters(exclude_categories=["Cs", "Zs", "Cc"]), min_size=1, max_size=12).map(str.strip)
REQUESTS = st.builds(
    SearchRequest,
    query=VALUES,
    filters=st.dictionaries(
        st.sampled_from(FILTERS),
        st.lists(VALUES.filter(bool), min_size=1, max_size=3, unique=True).map(tuple),
        max_size=3,
    ),
    sort=st.sampled_from(SORTS),
    offset=st.integers(0, DEEPEST - 100),
    limit=st.integers(1, 100),
    exact=st.booleans(),
)


@given(REQUESTS)
def test_a_search_survives_its_url(asked: SearchRequest) -> None:
    url = write_request(asked)
    assert read_request(parse_qs(url)) == asked
    assert write_request(read_request(parse_qs(url))) == url


@given(REQUESTS, st.sampled_from(FILTERS), VALUES.filter(bool))
def test_a_filter_that_is_added_can_be_removed(asked: SearchRequest, name: str, value: str) -> None:
    more = with_filter(asked, name, value)
    assert value in more.filters[name]
    assert more.offset == 0
    assert value not in without_filter(more, name, value).filters.get(name, ())


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("limit", "0"),
        ("limit", "101"),
        ("limit", "十"),
        ("limit", "1e2"),
        ("offset", "-1"),
        ("offset", str(DEEPEST)),
        ("offset", "９"),
        ("sort", "best"),
        ("exact", "yes"),
        ("q", "长" * (LONGEST_QUERY + 1)),
        ("district", "长" * 201),
    ],
)
def test_a_wrong_value_is_refused_by_name(parameter: str, value: str) -> None:
    with pytest.raises(UsageError, match=parameter if parameter != "q" else "检索词太长"):
        read_request({parameter: [value]})


def test_blank_and_repeated_values_of_a_filter_do_not_count() -> None:
    assert read_request({"year": ["2019", " ", "2019", "2020"]}).filters == {"year": ("2019", "2020")}

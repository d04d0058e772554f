"""Releases are told apart by what they say of themselves."""

from __future__ import annotations

import pytest

from indexer.backends.opensearch.dialect import dialect_of
from indexer.errors import EngineError


def info(number, distribution=None):
    return {"version": {"number": number} | ({"distribution": distribution} if distribution else {})}


@pytest.mark.parametrize(
    ("said", "exact", "factor"),
    [
        (info("3.8.0", "opensearch"), True, 2.2),
        (info("2.19.1", "opensearch"), True, 2.2 / 1201),
        (info("2.9.0", "opensearch"), False, 1.0),
        (info("1.3.20", "opensearch"), False, 1.0),
        (info("7.10.2"), False, 1.0),
        (info("1.8.0", "easysearch"), False, 1.0),
    ],
)
def test_what_a_release_can_do_is_known(said, exact, factor):
    dialect = dialect_of(said)
    assert (dialect.exact, dialect.factor(1000.0)) == (exact, pytest.approx(factor))


@pytest.mark.parametrize("said", [info("6.8.0"), {}, {"version": {"number": "?"}}])
def test_what_is_too_old_or_no_search_engine_is_refused(said):
    with pytest.raises(EngineError, match="OpenSearch"):
        dialect_of(said)

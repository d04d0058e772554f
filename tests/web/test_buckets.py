"""The table of addresses: shared by processes, bounded whatever comes."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from search_app.web.buckets import Buckets

addresses = st.lists(st.sampled_from([f"203.0.113.{n}" for n in range(40)]), max_size=80)


def used(buckets: Buckets, address: str) -> float:
    """Takes one token of the address; returns what was there."""
    with buckets.bucket(address, (10.0, 0.0)) as bucket:
        before = bucket.tokens
        bucket.tokens -= 1
    return before


@given(asked=addresses)
def test_what_is_taken_from_one_address_is_taken_from_no_other(asked: list[str]) -> None:
    buckets = Buckets(20_000)
    seen: dict[str, int] = {}
    for address in asked:
        assert used(buckets, address) == 10 - seen.get(address, 0)
        seen[address] = seen.get(address, 0) + 1


@given(asked=addresses)
def test_a_small_table_forgets_but_never_mixes(asked: list[str]) -> None:
    buckets = Buckets(4)
    seen: dict[str, int] = {}
    for address in asked:
        left = used(buckets, address)
        assert left in (10, 10 - seen.get(address, 0))
        seen[address] = 1 if left == 10 else seen[address] + 1


def test_two_that_name_one_folder_share_what_they_hold(tmp_path: Path) -> None:
    one, other = Buckets(100, tmp_path), Buckets(100, tmp_path)
    assert [used(each, "203.0.113.7") for each in (one, other, one)] == [10, 9, 8]

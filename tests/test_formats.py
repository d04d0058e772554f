"""The table of formats: every row can be reached by its names, and no two rows claim the same file."""

from __future__ import annotations

from collections import Counter

import pytest

from indexer.files import formats
from indexer.files.formats import FORMATS, Format


def test_a_suffix_belongs_to_one_row():
    counted = Counter(suffix for each in FORMATS for suffix in each.suffixes)
    assert set(counted.values()) == {1}
    assert all(suffix == suffix.lower() and suffix.startswith(".") for suffix in counted)


@pytest.mark.parametrize("row", FORMATS, ids=lambda row: row.kind)
def test_a_row_is_found_by_its_kind_its_names_and_its_marks(row: Format):
    assert formats.of_kind(row.kind) is row
    assert all(formats.named(suffix.upper()) is row for suffix in row.suffixes)
    for mark in row.magic:
        assert [each for each in FORMATS if each.begins(mark)] == [row]
    if row.package is not None:
        assert formats.packaged({"a.xml", row.package}) is row
        assert row.package == row.package.lower()


def test_a_zip_of_texts_is_no_document():
    assert formats.packaged({"a.txt", "b/c.txt"}) is None
    assert not formats.is_packaged_name(".zip")
    assert not formats.is_packaged_name(".txt")

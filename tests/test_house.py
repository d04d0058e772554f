"""The house keeps to its own figures."""

from __future__ import annotations

from statistics import median

from tests import house


def test_half_of_all_functions_are_eight_lines_or_shorter() -> None:
    assert median(house.lengths()) <= 8

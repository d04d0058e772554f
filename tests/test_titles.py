"""Titles in sentences: marks inside marks are single ones, wherever a document is named."""

from __future__ import annotations

import pytest

from indexer.relations import Event, Reference
from indexer.titles import in_title_marks
from search_app.relations import event_line


@pytest.mark.parametrize(
    ("title", "printed"),
    [
        ("甲区办法", "《甲区办法》"),
        ("《甲条例》实施办法", "《〈甲条例〉实施办法》"),
        ("关于印发《甲办法》的通知", "《关于印发〈甲办法〉的通知》"),
    ],
)
def test_marks_inside_a_title_become_single_ones(title: str, printed: str) -> None:
    assert in_title_marks(title) == printed
    event = Event("repealed", "2020-01-01", Reference(None, None, title), "略", "a.txt", 3)
    assert event_line(event) == f"2020-01-01 由{printed}废止（a.txt 第3行）"

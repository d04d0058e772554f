"""Files that hold several issues: where each but the first begins."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.issues.contents import is_prose
from indexer.layout import LayoutPatterns, Line

_LONGEST_COVER = 40
"""Lines between a cover's name and the heading of its contents list."""
_ENOUGH = 3
"""Lines of running text that make what stands before a cover an issue or a document of its own."""
_HALF_NAME = re.compile("^[\u4e00-\u9fff]{4,14}$")


def issue_starts(body: Sequence[Line], patterns: LayoutPatterns) -> list[int]:
    """Positions at which a further issue begins: a gazette's name and, without text between, its contents list.

    Documents stand before it and after it; a list behind the documents is no beginning.
    """
    starts: list[int] = []
    prose = [i for i, line in enumerate(body) if is_prose(line)]
    if len(prose) < 2 * _ENOUGH:
        return []
    for i, line in enumerate(body):
        if len(line.text) > 20 or not patterns.contents_heading.match(line.text) or i > prose[-1]:
            continue
        name = _name_above(body, i, patterns)
        last = starts[-1] if starts else 0
        if name is not None and sum(last <= at < name for at in prose) >= _ENOUGH:
            starts.append(name)
    return starts


def _name_above(body: Sequence[Line], position: int, patterns: LayoutPatterns) -> int | None:
    """The topmost line with a gazette's name above the heading of a contents list, no running text between."""
    found: int | None = None
    for i in range(position - 1, max(-1, position - _LONGEST_COVER), -1):
        line = body[i]
        text = line.text.replace(" ", "")
        if is_prose(line) or line.row:
            break
        if len(text) <= 40 and re.search(rf"{patterns.gazette_name.pattern}(?:[（(].*|\d.*)?$", text):
            found = i
    if found and len(body[found].text.replace(" ", "")) <= 9 and _HALF_NAME.match(body[found - 1].text):
        return found - 1
    return found

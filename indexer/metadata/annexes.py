"""附件: the titles of a document's attachments, from its list, else from the annexes' own headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from indexer.issues import Marks, squeeze
from indexer.issues.titles import DATE_LINE

_ITEM = re.compile(
    r"(?:^[（(]?\d{1,2}[.．、）)]|(?:(?<=\s)|(?<=[；;。]))[（(]?\d{1,2}[.．、）)](?!\d{1,3}(?!\d)))\s*"
)
_PROSE = re.compile(r"[。；].|[。]$")
_LONGEST = 120


def attachments(paragraphs: Sequence[str], marks: Marks) -> tuple[str, ...]:
    """The titles in order, each once, without their numbers.

    ``paragraphs`` are the document's after its header, table rows with tabs.
    """
    found: dict[str, str] = {}
    for i, text in enumerate(paragraphs):
        label = marks.attachment_list.match(text)
        if label and "\t" not in text:
            for title in _listed(text[label.end() :], paragraphs[i + 1 :], marks):
                found.setdefault(squeeze(title), title)
    if not found:
        for title in _headed(paragraphs, marks):
            found.setdefault(squeeze(title), title)
    return tuple(title for key, title in found.items() if key)


def _listed(first: str, following: Sequence[str], marks: Marks) -> Iterator[str]:
    """The items of a list that begins with ``first``; the list ends at the first paragraph that is no item."""
    items = _items(first)
    if first.strip() and not items:
        yield from _clean(first)
        return
    yield from (title for item in items for title in _clean(item))
    expected = len(items) + 1
    for text in following:
        more = _items(text)
        if (
            "\t" in text
            or not more
            or not re.match(rf"[（(]?{expected}[.．、）)]", text)
            or _PROSE.search(text)
        ):
            return
        if DATE_LINE.match(text) or marks.attachment_label.match(text) or len(text) > _LONGEST * len(more):
            return
        yield from (title for item in more for title in _clean(item))
        expected += len(more)


def _items(text: str) -> list[str]:
    marks = list(_ITEM.finditer(text))
    if not marks or marks[0].start() != 0:
        return []
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    return [text[mark.end() : end] for mark, end in zip(marks, ends, strict=True)]


def _clean(text: str) -> Iterator[str]:
    title = text.strip(" 。；;，,、.").strip()
    if title.startswith("《") and title.endswith("》") and title.count("《") == 1:
        title = title[1:-1]
    if (
        2 <= len(title) <= _LONGEST
        and not _PROSE.search(title)
        and not re.fullmatch(r"[（(]?[略无][）)]?", title)
    ):
        yield title


def _headed(paragraphs: Sequence[str], marks: Marks) -> Iterator[str]:
    """附件1 on a line, its title on the next."""
    for label, title in pairwise(paragraphs):
        if marks.attachment_label.match(label) and "\t" not in title and len(title) <= 80:
            yield from _clean(title)

"""附件: the titles of a document's attachments, from its list, else from the annexes' own headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from indexer.evidence import Rule
from indexer.layout import LayoutPatterns, bare_text
from indexer.metadata.found import Found
from indexer.models import Text

_ITEM = re.compile(
    r"(?:^[（(]?\d{1,2}[.．、）)，,][，,]?|(?:(?<=\s)|(?<=[；;。]))[（(]?\d{1,2}[.．、）)](?!\d{1,3}(?!\d)))\s*"
)
_PROSE = re.compile(r"[。；].|[。]$")
_LONGEST, _MOST, _MOST_LINES = 120, 60, 2
"""Characters of a title; paragraphs below the label that may be items; lines over which a title's rest may run."""


def attachments(paragraphs: Sequence[Text], patterns: LayoutPatterns) -> Found[tuple[str, ...]] | None:
    """The titles in order, each once, without their numbers.

    ``paragraphs`` are the document's after its header, table rows with tabs.
    """
    texts = [paragraph.content for paragraph in paragraphs]
    for read, rule in ((_in_lists, Rule.ATTACHMENT_LIST), (_headed, Rule.ATTACHMENT_HEADINGS)):
        found: dict[str, str] = {}
        first: int | None = None
        for i, title in read(texts, patterns):
            found.setdefault(bare_text(title), title)
            first = i if first is None else first
        if first is not None:
            titles = tuple(title for key, title in found.items() if key)
            return Found(titles, paragraphs[first].line_at(0), rule)
    return None


def _in_lists(paragraphs: Sequence[str], patterns: LayoutPatterns) -> Iterator[tuple[int, str]]:
    """附件：1. … 2. …: the paragraph of the label, and each title behind it."""
    for i, text in enumerate(paragraphs):
        label = patterns.attachment_list.match(text)
        if label and "\t" not in text:
            first, *following = _uncut([text[label.end() :], *paragraphs[i + 1 : i + 1 + _MOST]], patterns)
            yield from ((i, title) for title in _listed(first, following, patterns))


def _uncut(texts: Sequence[str], patterns: LayoutPatterns) -> list[str]:
    """The paragraphs of a list, each with the next where only both together end as an annex's title does."""
    whole: list[str] = []
    cut = False
    for at, text in enumerate(texts):
        if cut and _goes_on(whole[-1], texts[at : at + _MOST_LINES], patterns):
            whole[-1] += text
        else:
            whole.append(text)
        cut = bool(whole[-1].strip()) and not _is_whole(whole[-1], patterns) and not _PROSE.search(whole[-1])
    return whole


def _goes_on(begun: str, following: Sequence[str], patterns: LayoutPatterns) -> bool:
    """Whether the next lines, each of them the title's, make it whole."""
    for text in following:
        if _items(text) or len(text) > _LONGEST or "\t" in text or patterns.attachment_label.match(text):
            return False
        begun += text
        if _is_whole(begun, patterns):
            return True
    return False


def _is_whole(text: str, patterns: LayoutPatterns) -> bool:
    return bool(patterns.annex_end.search(text.rstrip('。；;》”’" ')))


def _listed(first: str, following: Sequence[str], patterns: LayoutPatterns) -> Iterator[str]:
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
            or not re.match(rf"[（(]?{expected}[.．、）)，,]", text)
            or _PROSE.search(text)
        ):
            return
        if (
            patterns.date_line.match(text)
            or patterns.attachment_label.match(text)
            or len(text) > _LONGEST * len(more)
        ):
            return
        yield from (title for item in more for title in _clean(item))
        expected += len(more)


def _items(text: str) -> list[str]:
    patterns = list(_ITEM.finditer(text))
    if not patterns or patterns[0].start() != 0:
        return []
    ends = [mark.start() for mark in patterns[1:]] + [len(text)]
    return [text[mark.end() : end] for mark, end in zip(patterns, ends, strict=True)]


def _clean(text: str) -> Iterator[str]:
    title = text.strip(" 。；;，,、.").strip()
    if title.endswith("》") and "《" not in title[1:] and title[0] in "《（(":
        title = title[1:-1]
    if (
        2 <= len(title) <= _LONGEST
        and not _PROSE.search(title)
        and not re.fullmatch(r"[（(]?[略无][）)]?", title)
    ):
        yield title


def _headed(paragraphs: Sequence[str], patterns: LayoutPatterns) -> Iterator[tuple[int, str]]:
    """附件1 on a line, its title on the next."""
    for i, (label, title) in enumerate(pairwise(paragraphs)):
        if patterns.attachment_label.match(label) and "\t" not in title and len(title) <= 80:
            yield from ((i + 1, each) for each in _clean(title))

"""The heading that a place in a document stands under, where headings are only lines that look like one."""

from __future__ import annotations

import re
from functools import lru_cache

from indexer.layout import NUMERALS, Unit, numbering

_FIRST_SENTENCE = re.compile(r"[。；！？!?;]+[”’\"』」）)]*|[.:：]\s")
_ATTACHMENT = re.compile(rf"\s*附\s?件\s?[{NUMERALS}\d]*")
_MARKDOWN = re.compile(r"\s*#+\s*")
_HEADINGS = ~(Unit.SPOKEN | Unit.CIRCLED | Unit.CLAUSE | Unit.FOURTH)
_LONGEST_HEADING = 48
_HEADINGS_ABOVE = 400
"""Paragraphs above a match that are searched for its heading."""


def heading_above(paragraphs: list[str], number: int, begin: int) -> str | None:
    """The heading that the character at ``begin`` of paragraph ``number`` (1-based) stands under."""
    own = paragraphs[number - 1]
    if begin and (heading := _as_heading(own)):
        return heading
    level = _level(own)
    for text in reversed(paragraphs[max(0, number - 1 - _HEADINGS_ABOVE) : number - 1]):
        if (heading := _as_heading(text)) and (level is None or _level(text) != level):
            return heading
    return None


@lru_cache(maxsize=2048)
def _as_heading(paragraph: str) -> str | None:
    """A heading line, or the heading that a paragraph begins with: 3. 落实好稳岗补贴政策。

    An article's first sentence is no heading but its text: 第三条.
    """
    text = _bare(paragraph)
    mark = _mark(text)
    if not mark or "\t" in text:
        return None
    first = mark + _FIRST_SENTENCE.split(text[len(mark) :], maxsplit=1)[0].rstrip("：:")
    if _is_article(text) and _FIRST_SENTENCE.search(text, len(mark)):
        return mark.strip()
    if len(mark) < len(first) <= _LONGEST_HEADING:
        return first
    return mark if mark[0] == "第" else None


def _is_article(text: str) -> bool:
    found = numbering(text)
    return found is not None and found.unit is Unit.ARTICLE


def _bare(paragraph: str) -> str:
    return _MARKDOWN.sub("", paragraph, count=1).strip()


def _mark(text: str) -> str:
    """What a heading begins with: its numbering, or 附件 and a number; empty for other text."""
    found = numbering(text)
    if found and found.unit in _HEADINGS:
        return text[: found.end]
    attachment = _ATTACHMENT.match(text)
    return attachment.group() if attachment else ""


@lru_cache(maxsize=2048)
def _level(paragraph: str) -> str | None:
    """The kind of a heading's mark, the same for headings of one rank."""
    mark = _mark(_bare(paragraph))
    return re.sub(rf"[{NUMERALS}\d]+", "", mark).strip() if mark else None

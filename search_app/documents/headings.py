"""The heading that a place in a document stands under, where headings are only lines that look like one."""

from __future__ import annotations

import re

_FIRST_SENTENCE = re.compile(r"[。；！？!?;]+[”’\"』」）)]*|[.:：]\s")
_HEADING = re.compile(
    r"""(?:\s*\#+\s*)?(?P<mark>
        第[一二三四五六七八九十百零〇\d]+[编章节条]
      | [一二三四五六七八九十]+[、．.]
      | [（(][一二三四五六七八九十]+[）)]
      | 附\s?件\s?[一二三四五六七八九十\d]*
      | \d{1,2}\s?[.．、](?!\d)
    )""",
    re.VERBOSE,
)
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


def _as_heading(paragraph: str) -> str | None:
    """A heading line, or the heading that a paragraph begins with: 第三条, 3. 落实好稳岗补贴政策。"""
    found = _HEADING.match(paragraph)
    if not found:
        return None
    text = paragraph.strip().lstrip("#").strip()
    if "\t" in text:
        return None
    mark = len(found["mark"])
    first = text[:mark] + _FIRST_SENTENCE.split(text[mark:], maxsplit=1)[0].rstrip("：:")
    if mark < len(first) <= _LONGEST_HEADING:
        return first
    return found["mark"] if found["mark"][0] == "第" else None


def _level(paragraph: str) -> str | None:
    """The kind of a heading's mark, the same for headings of one rank."""
    found = _HEADING.match(paragraph)
    return re.sub(r"[一二三四五六七八九十百零〇\d]+", "", found["mark"]).strip() if found else None

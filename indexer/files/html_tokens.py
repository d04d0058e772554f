"""HTML text → start tags, end tags and text, in one pass that is linear on any input.

The standard library's html.parser takes quadratic time on hostile pages before its fix of 2025, and browsers'
tree builders do on deep nesting; a reader that may be handed anything needs neither's exactness.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_ATTRIBUTE = re.compile(r"""([^\s=/>"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
_TAG_END = re.compile(r""">|=\s*(["'])""")
_OPENING = re.compile(r"<(?=[A-Za-z!?]|/[A-Za-z])")
"""Where markup begins; any other ``<`` is text, as in <压缩用电报装时间实施方案>."""

_NAME = re.compile(r"[A-Za-z][^\s/>]*")
_LONG_NUMBER = re.compile(r"&#[xX]?[0-9A-Fa-f]{8,};?")
"""No character has such a code; the standard library would compute with it."""

_ATTRIBUTES_LENGTH = 4096
"""Characters of a tag in which attributes are looked for; real ones are short, or hold an image's bytes."""

MAX_TAGS = 200_000
"""Tags that are understood, some seconds' work; what follows is read as text. The largest government pages,
whole laws exported from Word, have 40,000."""

_TAG = re.compile(r"</?[A-Za-z][^<>]*>")

_RAW = frozenset({"script", "style", "textarea", "xmp", "iframe", "noembed", "noframes", "noscript"})
"""Elements whose content is no markup (HTML 13.1.2); none of it is text of the page."""

_RAW_END = {name: re.compile(rf"</{name}[\s/>]", re.IGNORECASE) for name in _RAW}


@dataclass(frozen=True, slots=True)
class Start:
    """A start tag; names in lower case."""

    name: str
    attributes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class End:
    name: str


Token = Start | End | str


def tokens(page: str) -> Iterator[Token]:
    """The tags and texts of ``page`` in order; comments, declarations, scripts and styles are left out.

    >>> list(tokens("a<br>&lt;b<!-- c -->"))
    ['a', Start(name='br', attributes={}), '<b']
    """
    at = read = 0
    quotes_matter = True
    while at < len(page):
        if read >= MAX_TAGS:
            yield from (Start("pre", {}), unescape(_TAG.sub("\n", page[at:])), End("pre"))
            return
        found = _OPENING.search(page, at)
        opening = len(page) if found is None else found.start()
        if opening > at:
            yield unescape(page[at:opening])
        at, name, end_tag = _next_tag(page, opening)
        if name is None:
            continue
        read += 1
        close = _tag_end(page, at, quotes_matter)
        if close < 0:
            quotes_matter = False
            close = page.find(">", at)
        if close < 0:
            return
        attributes = page[at : min(close, at + _ATTRIBUTES_LENGTH)]
        at = close + 1
        if end_tag:
            yield End(name)
        else:
            yield Start(name, _attributes(attributes))
            at = _after_raw(page, name, at) if name in _RAW else at


def _next_tag(page: str, at: int) -> tuple[int, str | None, bool]:
    """Where reading goes on after the ``<`` at ``at``, with the name of the tag (None: it is none) and
    whether it is an end tag; comments and declarations are passed over whole."""
    if page.startswith("<!--", at):
        return _after(page, "-->", at + 4), None, False
    if page.startswith(("<!", "<?"), at):
        return _after(page, ">", at + 2), None, False
    end_tag = page.startswith("/", at + 1)
    name = _NAME.match(page, at + 1 + end_tag)
    if name is None:
        return len(page), None, False
    return name.end(), name.group().lower(), end_tag


def unescape(text: str) -> str:
    """``text`` with its character references replaced; those that name no character become U+FFFD."""
    if "&" not in text:
        return text
    return html.unescape(_LONG_NUMBER.sub("\ufffd", text))


def _after(page: str, mark: str, start: int) -> int:
    found = page.find(mark, start)
    return len(page) if found < 0 else found + len(mark)


def _after_raw(page: str, tag: str, start: int) -> int:
    found = _RAW_END[tag].search(page, start)
    return len(page) if found is None else found.start()


def _tag_end(page: str, start: int, quotes_matter: bool) -> int:
    """The offset of the ``>`` that ends a tag, -1 if there is none; one in a quoted value does not count."""
    if not quotes_matter:
        return page.find(">", start)
    at = start
    while (found := _TAG_END.search(page, at)) is not None:
        if found.group() == ">":
            return found.start()
        at = page.find(found.group(1), found.end()) + 1
        if at == 0:
            return -1
    return -1


def _attributes(source: str) -> dict[str, str]:
    result: dict[str, str] = {}
    if not source or source.isspace():
        return result
    for found in _ATTRIBUTE.finditer(source):
        name, *values = found.groups()
        result.setdefault(name.lower(), unescape(next((value for value in values if value is not None), "")))
    return result

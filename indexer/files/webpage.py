"""Web pages → raw lines: blocks as lines, headings as ``#``, tables as rows, menus and scripts left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from indexer.errors import UsageError
from indexer.files.decode import Decoded, canonical
from indexer.files.extracted import Extracted, Stated
from indexer.files.html_clutter import remove_clutter
from indexer.files.html_table import is_data, table_lines
from indexer.files.html_tokens import tokens
from indexer.files.html_tree import BLOCKS, Element, build_tree
from indexer.files.plausibility import plausibility
from indexer.files.text import clean, decode_clean

_DECLARED = re.compile(rb"""<meta[^<>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{1,40})""", re.IGNORECASE)
_XML_DECLARED = re.compile(rb"""^\s*<\?xml[^<>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9_.:-]{1,40})""")
_DECLARED_WITHIN = 4096
"""Bytes in which a page declares its encoding; browsers look at 1,024."""

_LIKELY = 0.8
_HEADING = re.compile(r"h[1-6]")
_BLANKS = re.compile(r"[ \t\r\n\f\xa0]+")
_SITE_NAME = re.compile(r"\s*(?:[_|｜]|\s[-–—]+\s|--|—{2}).*$", re.DOTALL)
"""What follows a page's title in <title>: 关于…的通知_某某区人民政府."""

_TITLE_META = ("articletitle", "og:title")
"""Names under which pages state their article's title; the first is prescribed for government pages by
政府网站发展指引 (国办发〔2017〕47号), annex."""

_PUBLISHED_META, _SOURCE_META = ("pubdate", "publishdate", "others:publishdate"), ("contentsource", "source")
_LONGEST_STATED = 500
"""Characters of a stated value that are looked at; the longest official titles have 200."""

_TITLE_WITHIN, _TITLE_LINES = 60, 5
"""Lines at a page's beginning in which its title is looked for before it is put there, and lines that it may take."""


def extract_html(data: bytes, encoding: str | None = None) -> Extracted:
    """The text of a web page; lines are numbered as extracted, since markup has no lines worth citing."""
    decoded = _decode_page(data, encoding)
    root = build_tree(tokens(decoded.text))
    stated = _stated(root)
    remove_clutter(root)
    lines = _with_title(_Lines().of(root), stated.title)
    warnings = decoded.warnings
    if not any(lines):
        warnings += ("网页里没有文字，正文可能要由脚本生成",)
    return Extracted("html", tuple(lines), decoded.encoding, warnings, stated=stated)


def _decode_page(data: bytes, encoding: str | None) -> Decoded:
    """Decoded by ``encoding``, by the page's own declaration if that gives plausible text, or by the
    ladder."""
    if encoding is None and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        head = data[:_DECLARED_WITHIN]
        declared = _DECLARED.search(head) or _XML_DECLARED.search(head)
        text = _strict(data, declared.group(1).decode("ascii")) if declared else None
        if text is not None:
            return text
    return decode_clean(data, encoding)


def _strict(data: bytes, declared: str) -> Decoded | None:
    try:
        name = canonical(declared)
        text = data.decode(name)
    except (ValueError, UsageError):
        return None
    beyond_ascii = "".join(character for character in text[: 1 << 18] if character > "\x7f")
    return Decoded(clean(text), name) if plausibility(beyond_ascii) >= _LIKELY else None


def _stated(root: Element) -> Stated:
    """What the page's head states of the article; its title without the site's name."""
    named: dict[str, str] = {}
    for element in root.elements():
        if element.name == "meta":
            name = element.attributes.get("name") or element.attributes.get("property") or ""
            named.setdefault(name.lower(), _one_line(element.attributes.get("content", "")[:_LONGEST_STATED]))
        elif element.name == "title" and "title" not in named:
            named["title"] = _SITE_NAME.sub("", _one_line(element.text()[:_LONGEST_STATED]))
        elif element.name == "body":
            break
    return Stated(
        _first(named, (*_TITLE_META, "title")), _first(named, _PUBLISHED_META), _first(named, _SOURCE_META)
    )


def _first(named: Mapping[str, str], names: Iterable[str]) -> str | None:
    return next((named[name] for name in names if named.get(name)), None)


def _one_line(text: str) -> str:
    return _BLANKS.sub(" ", text).strip()


def _with_title(lines: list[str], title: str | None) -> list[str]:
    """The lines with the page's title as a heading: where it stands already, or before them all."""
    if title is None:
        return lines
    wanted = "".join(title.split())
    bare = ["".join(line.lstrip("#").split()) for line in lines[:_TITLE_WITHIN]]
    for at in range(len(bare)):
        for end in range(at + 1, min(at + _TITLE_LINES, len(bare)) + 1):
            if "".join(bare[at:end]) == wanted:
                printed = lines[at] if end == at + 1 else title
                heading = printed if printed.startswith("#") else f"# {printed}"
                return [*lines[:at], heading, *lines[end:]]
    return lines if wanted in "".join(bare) else [f"# {title}", "", *lines]


class _Lines:
    """Writes a tree down as lines; one object per page."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._current: list[str] = []

    def of(self, root: Element) -> list[str]:
        self._write(root)
        self._end_line()
        return self._lines

    def _write(self, element: Element) -> None:
        for child in element.children:
            if isinstance(child, str):
                self._current.append(child)
            elif child.name == "table" and is_data(child):
                self._end_line()
                self._lines += table_lines(child, lambda cell: _one_line(_spaced_text(cell)))
            elif _HEADING.fullmatch(child.name):
                self._heading(child)
            elif child.name == "pre":
                self._preformatted(child)
            elif child.name in ("title", "meta", "link", "base"):
                continue
            elif child.name == "br":
                self._end_line()
            elif child.name in BLOCKS or child.name in ("td", "th", "tr", "caption"):
                self._end_line()
                self._write(child)
                self._end_line()
            else:
                self._write(child)

    def _heading(self, element: Element) -> None:
        self._end_line()
        text = _one_line(_spaced_text(element))
        if text:
            self._lines.append(f"{'#' * int(element.name[1])} {text}")

    def _preformatted(self, element: Element) -> None:
        self._end_line()
        text = _spaced_text(element, line_break="\n")
        self._lines += [line.rstrip() for line in text.strip("\n").split("\n")]

    def _end_line(self) -> None:
        text = _one_line("".join(self._current))
        self._current.clear()
        if text:
            self._lines.append(text)


def _spaced_text(element: Element, line_break: str = " ") -> str:
    """The text below ``element``, blocks and line breaks in it standing apart by ``line_break``."""
    parts: list[str] = []
    for child in element.walk():
        if isinstance(child, str):
            parts.append(child)
        elif child.name in BLOCKS or child.name == "br":
            parts.append(line_break)
    return "".join(parts)

"""What comes out of a file, whatever its format: raw lines or records, with what was odd about it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from indexer.scans import PageLine

Kind = str
"""The format as its content shows it, whatever its name says: a row of indexer.files.formats, or ``binary``."""


@dataclass(frozen=True, slots=True)
class Print:
    """Where a line is printed: on which sheet of the file (from 0), how large that is in pixels, the line there, and
    which engine read it.
    """

    sheet: int
    size: tuple[int, int]
    line: PageLine
    engine: str = ""


@dataclass(frozen=True, slots=True)
class Stated:
    """What a web page states of its article apart from the text, as it is written there.

    The names are those prescribed for government pages by 政府网站发展指引 (国办发〔2017〕47号), annex: ArticleTitle,
    PubDate, ContentSource.
    """

    title: str | None = None
    published: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Extracted:
    """A file's raw text in the source's own line numbering, or its records.

    ``lines`` hold no line breaks and no control characters but tabs. For text files ``lines[i]`` is line
    ``i + 1`` of the file; other formats number the lines of the extracted text. Headings that the format
    itself marks begin with ``#``, a table row is one line of cells joined by tabs.

    ``pages`` are ``(index into lines, page number)`` pairs, ascending: from that line on, text stands on
    that page, by the number printed on it (0 and below: an unnumbered one before the first); ``()`` where
    the format has no pages. ``records`` is None except for ``.jsonl``, where
    ``record_lines[i]`` is the 1-based line of ``records[i]``. ``warnings`` are Chinese sentences for people.

    ``stated`` is what a web page says of its one article; None for all other formats.

    Of scans, ``prints[i]`` is where ``lines[i]`` is printed (None: a line of a text layer; ``()``: no page was read
    from its picture), and ``uncertain`` are the indexes of lines that the engine was not sure of.
    """

    kind: Kind
    lines: tuple[str, ...] = ()
    encoding: str | None = None
    warnings: tuple[str, ...] = ()
    pages: tuple[tuple[int, int], ...] = ()
    records: tuple[Mapping[str, Any], ...] | None = None
    record_lines: tuple[int, ...] = ()
    uncertain: frozenset[int] = frozenset()
    prints: tuple[Print | None, ...] = ()
    stated: Stated | None = None

    def page_of(self, line: int) -> int | None:
        """The number of the page that holds line ``line`` (1-based); None where it has none."""
        at = bisect_right(self.pages, line - 1, key=lambda page: page[0]) - 1
        return self.pages[at][1] if at >= 0 and self.pages[at][1] > 0 else None

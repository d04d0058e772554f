"""What a page's information box states above the document: 发文字号, 发文机关, 成文日期 behind their labels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.evidence import Rule
from indexer.identifiers import find_dates, parse_number
from indexer.layout import LayoutPatterns, Line
from indexer.metadata.found import Found

_FEWEST = 2
"""Labels that make a box of lines that could be anything."""
_LABELLED = re.compile(
    r"(?P<label>[\u4e00-\u9fff]{2,6})\s*[:：]\s*(?P<value>.*?)(?=\s+[\u4e00-\u9fff]{2,6}\s*[:：]|$)"
)


@dataclass(frozen=True, slots=True)
class PageBox:
    """The values of the box that read as what their labels say."""

    number: Found[str] | None = None
    issuer: Found[str] | None = None
    written_on: Found[str] | None = None


def page_box(lines: Sequence[Line], patterns: LayoutPatterns) -> PageBox:
    """The box among the lines above a document's title; empty where none stands there."""
    rows = [(label, value, number) for line in lines for label, value, number in _labelled(line)]
    known = [row for row in rows if patterns.box_label.fullmatch(row[0])]
    if len(known) < _FEWEST:
        return PageBox()
    found: dict[str, Found[str]] = {}
    for label, value, line in known:
        told = patterns.box_label.fullmatch(label)
        name = told.lastgroup if told else None
        read = _read(name, value, patterns)
        if name and read:
            found.setdefault(name, Found(read, line, Rule.STATED_BY_PAGE))
    return PageBox(found.get("number"), found.get("issuer"), found.get("written_on"))


def _labelled(line: Line) -> Iterator[tuple[str, str, int]]:
    for pair in _LABELLED.finditer(line.text.replace("\t", " ")):
        yield pair["label"], pair["value"].strip(), line.number


def _read(name: str | None, value: str, patterns: LayoutPatterns) -> str | None:
    """The value in the form that documents have it; None where it is no such thing."""
    if name == "number":
        number = parse_number(value)
        return str(number) if number else None
    if name == "issuer":
        return value if patterns.organ.match(value) else None
    dates = find_dates(value) if name == "written_on" else ()
    return dates[0].value if dates and dates[0].start == 0 and dates[0].precision == "day" else None

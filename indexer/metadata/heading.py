"""What a document's head, its issue and the contents list state: each with the line and the rule that prove it."""

from __future__ import annotations

import re
from typing import Any

from dictionaries import Dictionaries
from indexer.evidence import Rule
from indexer.identifiers import Place
from indexer.issues import Part
from indexer.layout import LayoutPatterns, bare_text
from indexer.metadata.found import Found
from indexer.metadata.genre import instrument_of, promulgated


def title_of(part: Part) -> Found[str]:
    """The title with its first line; a head without title lines took it from the contents list."""
    if part.title_lines:
        return Found(part.head.title, part.title_lines[0].number, Rule.TITLE_LINES)
    if part.entry and part.entry.title == part.head.title:
        return Found(part.head.title, part.entry.line, Rule.CONTENTS_ROW)
    return Found(part.head.title, part.first_line, Rule.FIRST_WORDS)


def number_of(part: Part) -> Found[str] | None:
    """The number with the line of the header that its sequence stands on."""
    number = part.head.number
    if number is None:
        return None
    digits = [line for line in part.header if re.search(rf"(?<!\d){number.sequence}(?!\d)", line.text)]
    told = next((line for line in digits if "号" in line.text), digits[0] if digits else None)
    return Found(str(number), told.number if told else part.first_line, Rule.NUMBER_LINE)


def issuer_of(part: Part) -> Found[str] | None:
    """The head's issuer: from the title, or from the lines of organs above it."""
    issuer = part.head.issuer
    if issuer is None:
        return None
    first = part.title_lines[0] if part.title_lines else part.header[0] if part.header else None
    if first is not None and bare_text(first.text).startswith(bare_text(issuer)[:4]):
        return Found(issuer, first.number, Rule.IN_TITLE)
    return Found(issuer, part.first_line, Rule.ORGAN_LINES)


def instrument_in(
    part: Part, dictionaries: Dictionaries, patterns: LayoutPatterns
) -> tuple[Found[str] | None, Found[str] | None]:
    """体裁 and title of what the document puts into force."""
    head = part.head
    line, rule = part.title_end, Rule.IN_TITLE
    kind, title = instrument_of(head.title, head.issuer, dictionaries, patterns)
    if head.alias and head.promulgates:
        kind, title = promulgated(head.alias, dictionaries)
        line, rule = part.body[0].number if part.body else line, Rule.PROMULGATED
    return Found(kind, line, rule) if kind else None, Found(title, line, rule) if title else None


def proofs_of_place(place: Place, issuer: Found[str] | None, origin: Place) -> dict[str, Found[str] | None]:
    """Where the names of the place come from: the issue as a whole, or the issuer alone."""
    of_issue = place == origin
    line, rule = (None, Rule.IMPRINT_VOTES) if of_issue or issuer is None else (issuer.line, issuer.rule)
    names = {"province": place.province, "city": place.city, "district": place.district}
    return {field: Found(name, line, rule) if name else None for field, name in names.items()}


def proofs_of_listing(part: Part) -> dict[str, Found[Any] | None]:
    """What the contents list, the section's heading and the cover tell."""
    entry, section, gazette = part.entry, part.section, part.gazette
    paged = Rule.PRINTED_PAGE if entry and entry.page_printed else Rule.CONTENTS_ROW
    return {
        "title_in_toc": Found(entry.title, entry.line, Rule.CONTENTS_ROW) if entry else None,
        "page": Found(entry.page, entry.line, paged) if entry else None,
        "section": Found(section, entry.line, Rule.CONTENTS_ROW)
        if entry
        else Found(section, None, Rule.SECTION_HEADING),
        "gazette": Found(gazette, None, Rule.COVER) if gazette else None,
    }


def year_of(part: Part, written: Found[str] | None) -> Found[int] | None:
    """The number's year, else that of the day it was written, else the issue's."""
    head = part.head
    own = (head.number.year if head.number else None) or head.year
    if own:
        return Found(
            own, (number_of(part) or Found("", part.first_line, Rule.OF_NUMBER)).line, Rule.OF_NUMBER
        )
    if written:
        return Found(int(written.value[:4]), written.line, Rule.OF_DATE)
    return Found(part.gazette.year, None, Rule.OF_ISSUE) if part.gazette and part.gazette.year else None

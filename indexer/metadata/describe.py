"""The main path of metadata: a part of a file → a Document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dictionaries import Dictionaries
from indexer.identifiers import NOWHERE, Place, Places, find_registration_numbers
from indexer.issues import Part
from indexer.layout import LayoutPatterns, Line, Sign, is_addressee, patterns_of
from indexer.metadata.annexes import attachments
from indexer.metadata.citations import cited_numbers, repealed
from indexer.metadata.genre import instrument_of, promulgated, type_of
from indexer.metadata.times import Times, read_item_times, read_times, signer
from indexer.models import Document, Source, Text
from indexer.paragraphs import join, paragraphs

NEWS_TYPE = "其他"
"""The type of news items and of everything whose title names none (contract)."""


@dataclass(frozen=True, slots=True)
class Reader:
    """What describing needs besides the part: made once per build."""

    dictionaries: Dictionaries
    places: Places

    @property
    def patterns(self) -> LayoutPatterns:
        return patterns_of(self.dictionaries)


def describe(part: Part, file: str, reader: Reader, origin: Place = NOWHERE) -> Document:
    """The Document of a part; ``id`` is left empty (the caller knows the other documents of the file).

    ``origin`` is the place of the issue that it stands in.
    """
    patterns, dictionaries = reader.patterns, reader.dictionaries
    head = part.head
    text, body_text = _texts(part, patterns)
    number = str(head.number) if head.number else None
    title = head.title
    times = (
        read_item_times(part.header, part.body, patterns)
        if head.news
        else read_times(part.header, part.body, body_text, title, patterns)
    )
    instrument, instrument_title = instrument_of(title, head.issuer, dictionaries, patterns)
    if head.alias and head.promulgates:
        instrument, instrument_title = promulgated(head.alias, dictionaries)
    issuer = head.issuer or (None if head.news else signer(part.body, patterns))
    place = _place(part, issuer, origin, reader.places)
    year = _year(part, times)
    stated = [title, *body_text]
    return Document(
        id="",
        title=title,
        title_in_toc=part.entry.title if part.entry else None,
        number=number,
        number_parts=head.number,
        issuer=issuer,
        type=(None if head.news else type_of(title, dictionaries)) or NEWS_TYPE,
        instrument=instrument,
        instrument_title=instrument_title,
        written_on=times.written_on,
        printed_on=times.printed_on,
        effective_on=times.effective_on,
        expires_on=times.expires_on,
        province=place.province,
        city=place.city,
        district=place.district,
        place_code=reader.places.code(place, year),
        year=year,
        gazette=part.gazette,
        page=part.entry.page if part.entry else None,
        section=part.section,
        addressee=None if head.news else _addressee(part.body, patterns),
        copied_to=_copied_to(body_text, patterns),
        attachments=() if head.news else attachments(body_text, patterns),
        cites=cited_numbers(stated, number, dictionaries),
        repeals=repealed(stated, number, dictionaries),
        disclosure=_disclosure(part.body, patterns),
        registration_number=_registration_number(part, patterns),
        source=Source(file, part.first_line, part.last_line),
        warnings=times.warnings,
        text=text,
    )


def _texts(part: Part, patterns: LayoutPatterns) -> tuple[Text, list[str]]:
    """The whole cleaned text, title joined to one paragraph, and the paragraphs after the header."""
    begin = part.head.title_at[0] - part.head.start
    end = part.head.title_at[1] - part.head.start
    header = part.header
    groups = [[line] for line in header[:begin]]
    if end > begin:
        groups.append(list(header[begin:end]))
    groups += [[line] for line in header[max(begin, end) :]]
    addressee = _addressee_lines(part.body, patterns)
    groups += [list(addressee)] if addressee else []
    apart = frozenset(line.number for line in part.body if _repeats_title(line, part.head.title))
    body_groups = paragraphs(part.body[len(addressee) :], patterns, apart)
    return join([*groups, *body_groups]), [join([group]).content for group in body_groups]


def _repeats_title(line: Line, title: str) -> bool:
    """The instrument's heading, which stands alone."""
    return not line.row and 6 <= len(line.text) <= 60 and line.text in title


def _addressee_lines(body: Sequence[Line], patterns: LayoutPatterns) -> tuple[Line, ...]:
    """The first lines up to the colon, if they are the recipients and no sentence."""
    text = ""
    for i, line in enumerate(body[:5]):
        if line.row or re.search("[。；]", line.text):
            return ()
        if i == 0 and _has_lost_its_colon(body, patterns):
            return (line,)
        text += line.text
        if line.text.endswith(("：", ":")):
            return tuple(body[: i + 1]) if is_addressee(text, patterns) else ()
        if len(line.text) < 12 and not line.text.endswith(("，", "、", ",")):
            return ()
    return ()


def _has_lost_its_colon(body: Sequence[Line], patterns: LayoutPatterns) -> bool:
    """Several recipients on the first line, and a sentence that begins on the next."""
    first = body[0].text
    listed = re.search(r"[，、,]", first) and not re.search(r"[：:，、,]$", first)
    return bool(
        listed
        and len(first) <= 60
        and len(body) > 1
        and is_addressee(first + "：", patterns)
        and not Sign.ATTACHMENT & body[1].signs
        and (patterns.sentence_lead.match(body[1].text) or body[1].text.startswith("你"))
    )


def _addressee(body: Sequence[Line], patterns: LayoutPatterns) -> str | None:
    lines = _addressee_lines(body, patterns)
    return "".join(line.text for line in lines).rstrip("：: ") or None


def _copied_to(body_text: Sequence[str], patterns: LayoutPatterns) -> str | None:
    for text in reversed(body_text):
        label = patterns.copied_to.match(text)
        if label and "\t" not in text:
            return text[label.end() :].strip(" 。.") or None
    return None


def _disclosure(body: Sequence[Line], patterns: LayoutPatterns) -> str | None:
    """此件公开发布 and the like, from a short line of its own, else in brackets in a line that OCR glued it into."""
    for line in reversed(body):
        found = None if line.row else patterns.disclosure.match(line.text)
        if found:
            return found["value"]
    within = (patterns.disclosure_within.search(line.text) for line in body if not line.row)
    return next((found["value"] for found in within if found), None)


def _registration_number(part: Part, patterns: LayoutPatterns) -> str | None:
    """A 登记号 beside the title, or on a line of its own; those in lists belong to other documents."""
    for line in [*part.header, *part.body]:
        if not line.row and len(line.text) <= 40:
            for found in find_registration_numbers(line.text):
                return found.registration_number
    return None


def _place(part: Part, issuer: str | None, origin: Place, places: Places) -> Place:
    """From the issuer; what that leaves open comes from the place of the issue."""
    year = part.head.number.year if part.head.number else None
    own = NOWHERE if part.head.news else places.locate(issuer or part.head.title, year, origin)
    return origin if own == NOWHERE else own


def _year(part: Part, times: Times) -> int | None:
    if part.head.number and part.head.number.year:
        return part.head.number.year
    if part.head.year:
        return part.head.year
    if times.written_on:
        return int(times.written_on[:4])
    return part.gazette.year if part.gazette else None

"""The main path of metadata: a part of a file → a Document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dictionaries import Dictionaries
from indexer.evidence import Rule
from indexer.identifiers import NOWHERE, Place, Places, find_registration_numbers, parse_number
from indexer.issues import Part
from indexer.layout import LayoutPatterns, Line, Sign, is_addressee, patterns_of
from indexer.metadata.annexes import attachments
from indexer.metadata.citations import cited_numbers, repealed
from indexer.metadata.enactments import enactments
from indexer.metadata.found import Found, evidence_of, value_of
from indexer.metadata.genre import type_of
from indexer.metadata.heading import (
    instrument_in,
    issuer_of,
    number_of,
    proofs_of_listing,
    proofs_of_place,
    title_of,
    year_of,
)
from indexer.metadata.page_box import NO_BOX, PageBox
from indexer.metadata.times import read_item_times, read_times, signer
from indexer.models import Document, Source, Text
from indexer.paragraphs import join, paragraphs

_BEFORE_RECIPIENTS = re.compile(r"^[和与及]\s*(?=各)")
"""A speck that OCR read as 和 where no sentence comes before."""
_TORN = 15
"""Lines of a document among which its number is sought that does not stand beside its title."""
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


def describe(
    part: Part, file: str, reader: Reader, origin: Place = NOWHERE, box: PageBox = NO_BOX
) -> Document:
    """The Document of a part; ``id`` is left empty (the caller knows the other documents of the file).

    ``origin`` is the place of the issue that it stands in, ``box`` what a web page states of its one document.
    """
    patterns, dictionaries = reader.patterns, reader.dictionaries
    if part.head.number is None and box.number:
        part = replace(part, head=replace(part.head, number=parse_number(box.number.value)))
    listed = _listed_number(part)
    if listed:
        part = replace(part, head=replace(part.head, number=parse_number(listed.value)))
    head = part.head
    text, body = _texts(part, patterns)
    number = box.number if box.number and str(head.number) == box.number.value else listed or number_of(part)
    title = title_of(part)
    times = (
        read_item_times(part.header, part.body, patterns)
        if head.news
        else read_times(part.header, part.body, body, head.title, patterns)
    )
    kind = None if head.news else type_of(head.title, dictionaries)
    instrument, instrument_title = instrument_in(part, dictionaries, patterns)
    issuer = issuer_of(part) or _stated_issuer(part, box, patterns)
    written = times.written_on or box.written_on
    place = _place(part, value_of(issuer), origin, reader.places)
    year = year_of(part, written)
    stated = [Text(head.title, ((0, title.line or part.first_line),)), *body]
    addressee = None if head.news else _addressee(part.body, patterns)
    copied_to = _copied_to(body, patterns)
    annexes = None if head.news else attachments(body, patterns)
    cites = cited_numbers(stated, value_of(number), dictionaries)
    repeals = repealed(stated, value_of(number), dictionaries)
    disclosure = _disclosure(part.body, patterns)
    registration_number = _registration_number(part)
    proofs: dict[str, Found[Any] | None] = {
        "title": title,
        "number": number,
        "issuer": issuer,
        "type": Found(kind, part.title_end, Rule.TITLE_END) if kind else None,
        "instrument": instrument,
        "instrument_title": instrument_title,
        "written_on": written,
        "printed_on": times.printed_on,
        "effective_on": times.effective_on,
        "expires_on": times.expires_on,
        **proofs_of_place(place, issuer, origin),
        "year": year,
        **proofs_of_listing(part),
        "addressee": addressee,
        "copied_to": copied_to,
        "attachments": annexes,
        "cites": cites,
        "repeals": repeals,
        "disclosure": disclosure,
        "registration_number": registration_number,
        "index_number": box.index_number,
        "published_on": box.published_on,
    }
    return Document(
        id="",
        title=head.title,
        title_in_toc=part.entry.title if part.entry else None,
        number=value_of(number),
        number_parts=head.number,
        issuer=value_of(issuer),
        type=kind or NEWS_TYPE,
        instrument=value_of(instrument),
        instrument_title=value_of(instrument_title),
        written_on=value_of(written),
        printed_on=value_of(times.printed_on),
        effective_on=value_of(times.effective_on),
        expires_on=value_of(times.expires_on),
        province=place.province,
        city=place.city,
        district=place.district,
        place_code=reader.places.code(place, value_of(year)),
        year=value_of(year),
        gazette=part.gazette,
        page=part.entry.page if part.entry else None,
        section=part.section,
        addressee=value_of(addressee),
        copied_to=value_of(copied_to),
        attachments=value_of(annexes) or (),
        cites=value_of(cites) or (),
        repeals=value_of(repeals) or (),
        disclosure=value_of(disclosure),
        registration_number=value_of(registration_number),
        index_number=value_of(box.index_number),
        published_on=value_of(box.published_on),
        source=Source(file, part.first_line, part.last_line),
        warnings=(*times.warnings, *_lost_colon(addressee)),
        text=text,
        evidence=tuple(evidence_of(proofs)),
    )


def _listed_number(part: Part) -> Found[str] | None:
    """The number that the contents list gives, where the document has it on a line that OCR tore from its head."""
    wanted = part.entry.number if part.entry and part.head.number is None else None
    if wanted is None:
        return None
    torn = (line for line in part.lines[:_TORN] if not line.row and str(parse_number(line.text)) == wanted)
    return next((Found(wanted, line.number, Rule.CONTENTS_ROW) for line in torn), None)


def _stated_issuer(part: Part, box: PageBox, patterns: LayoutPatterns) -> Found[str] | None:
    """The organ that a page's box names, that passed a statute, that signs, or that the page's head names."""
    if part.head.news:
        return None
    boxed = box.issuer if box.issuer and box.issuer.line is not None else None
    enacted = enactments(part.header, part.body, patterns).issuer
    return boxed or enacted or signer(part.body, patterns) or box.issuer


def _texts(part: Part, patterns: LayoutPatterns) -> tuple[Text, list[Text]]:
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
    return join([*groups, *body_groups]), [join([group]) for group in body_groups]


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


def _addressee(body: Sequence[Line], patterns: LayoutPatterns) -> Found[str] | None:
    lines = _addressee_lines(body, patterns)
    printed = "".join(line.text for line in lines)
    named = _BEFORE_RECIPIENTS.sub("", printed.rstrip("：: "))
    rule = Rule.ADDRESSEE_LINE if printed != named else Rule.LOST_COLON
    return Found(named, lines[0].number, rule) if named else None


def _lost_colon(addressee: Found[str] | None) -> Iterator[str]:
    if addressee is not None and addressee.rule is Rule.LOST_COLON:
        yield f"第{addressee.line}行：主送机关后面没有冒号，按主送机关读"


def _copied_to(body: Sequence[Text], patterns: LayoutPatterns) -> Found[str] | None:
    for paragraph in reversed(body):
        text = paragraph.content
        label = patterns.copied_to.match(text)
        if label and "\t" not in text:
            named = text[label.end() :].strip(" 。.")
            return Found(named, paragraph.line_at(0), Rule.LABELLED_LINE) if named else None
    return None


def _disclosure(body: Sequence[Line], patterns: LayoutPatterns) -> Found[str] | None:
    """此件公开发布 and the like, from a short line of its own, else in brackets in a line that OCR glued it into."""
    for line in reversed(body):
        found = None if line.row else patterns.disclosure.match(line.text)
        if found:
            return Found(found["value"], line.number, Rule.OWN_LINE)
    for line in body:
        found = None if line.row else patterns.disclosure_within.search(line.text)
        if found:
            return Found(found["value"], line.number, Rule.IN_BRACKETS)
    return None


def _registration_number(part: Part) -> Found[str] | None:
    """A 登记号 beside the title, or on a line of its own; those in lists belong to other documents."""
    for line in [*part.header, *part.body]:
        if not line.row and len(line.text) <= 40:
            for found in find_registration_numbers(line.text):
                return Found(found.registration_number, line.number, Rule.OWN_LINE)
    return None


def _place(part: Part, issuer: str | None, origin: Place, places: Places) -> Place:
    """From the issuer; what that leaves open comes from the place of the issue."""
    year = part.head.number.year if part.head.number else None
    own = NOWHERE if part.head.news else places.locate(issuer or part.head.title, year, origin)
    return origin if own == NOWHERE else own

"""A document → its statements: the sentences about others and about itself, and the rows of its lists."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from dictionaries import Dictionaries
from indexer.models import Document
from indexer.relations.clean_up_lists import list_rows
from indexer.relations.decisions import heading_decision
from indexer.relations.durations import last_day, length, stated_day
from indexer.relations.language import Language, either, language_of
from indexer.relations.near_duplicates import fingerprint
from indexer.relations.sentences import SLOT, Sentence, sentences
from indexer.relations.speaking import Paragraph, speaking
from indexer.relations.statements import VALIDITY_KINDS, Head, Kind, Mention, OwnTerm, Statements
from indexer.relations.targets import Target, find_targets, title_key
from indexer.relations.terms import own_terms
from indexer.relations.wordings import Reading, readings

_BY_NUMBER, _BY_TITLE, _CITED = 0.95, 0.85, 0.9
_ITEM = re.compile(r"(?<=：)(?:[（(]?[\d一二三四五六七八九十]{1,3}[）)、.．])$")
_SPAN = re.compile(r"[\d一二两三四五六七八九十半]个?[年月]")


def read_statements(
    document: Document, dictionaries: Dictionaries, squeezed_text: str | None = None
) -> Statements:
    """What ``document`` says of itself and of others; a draft's or a news item's statements change nothing.

    Each document is named once in each relation; where it stands in a stronger one, it is not merely cited.
    ``squeezed_text`` is that of its text where it is known already.
    """
    language = language_of(dictionaries)
    line_of = _lines(document)
    rows = {row.mention.paragraph: row.mention for row in list_rows(document.text.content, line_of, language)}
    read: list[tuple[Sentence, int]] = []
    mentions = [*_in_title(document, language), *rows.values()]
    for paragraph in speaking(document.text.content, language):
        if paragraph.at not in rows:
            mentions += _of_paragraph(paragraph, line_of(paragraph.start), read, language)
    mentions.sort(key=lambda mention: mention.paragraph)
    terms = own_terms(read, document.printed_on or document.written_on, language)
    has_validity = _has_validity(document, language)
    if not has_validity and not rows:
        terms = ()
    head = _head(document, terms, has_validity=has_validity)
    kept = _once(_of_others(mentions, document))
    said = tuple(_harmless(kept) if _is_draft(document, language) else kept)
    return Statements(head, terms, said, fingerprint(document, squeezed_text))


def _lines(document: Document) -> Callable[[int], int]:
    """Tells the source line at an offset of the text."""
    offsets = [offset for offset, _ in document.text.runs]
    numbers = [0, *(line for _, line in document.text.runs)]
    return lambda offset: numbers[bisect_right(offsets, offset)]


def _of_paragraph(
    paragraph: Paragraph, line: int, read: list[tuple[Sentence, int]], language: Language
) -> Iterator[Mention]:
    """What a paragraph says of others; its sentences go to ``read``, with their line."""
    targets = find_targets(paragraph.text, language)
    announced: Kind | None = None
    for sentence in sentences(paragraph.text, targets):
        read.append((sentence, line))
        announced = announced or _announced(sentence, language)
        yield from _mentions(sentence, paragraph.at, line, language, announced)


def _in_title(document: Document, language: Language) -> Iterator[Mention]:
    """What the title names: it says what is done to it, or it is the very instrument."""
    line = document.source.first_line if document.source else 0
    targets = find_targets(document.title, language)
    for sentence in sentences(document.title, targets):
        for mention in _mentions(sentence, -1, line, language, is_title=True):
            if mention.kind != "cites" or mention.number:
                yield mention


def _mentions(
    sentence: Sentence,
    paragraph: int,
    line: int,
    language: Language,
    announced: Kind | None = None,
    *,
    is_title: bool = False,
) -> Iterator[Mention]:
    if not sentence.targets:
        return
    for reading in readings(sentence, language, is_title=is_title):
        if announced and reading.kind == "cites":
            reading = Reading(reading.slot, announced, sentence.skeleton)
        for target in sentence.targets[reading.slot]:
            yield _mention(reading, target, sentence, (paragraph, line), language)


def _announced(sentence: Sentence, language: Language) -> Kind | None:
    """What a sentence announces for the documents behind its colon: 下列文件自印发之日起废止：《…》；《…》。"""
    before = _ITEM.sub("", sentence.skeleton.partition(SLOT)[0])
    return heading_decision(before, language) if before.endswith("：") and sentence.targets else None


def _mention(
    reading: Reading, target: Target, sentence: Sentence, place: tuple[int, int], language: Language
) -> Mention:
    paragraph, line = place
    mention = Mention(
        kind=reading.kind,
        number=target.number,
        title=target.title,
        sentence=sentence.quote,
        paragraph=paragraph,
        line=line,
        confidence=_CITED if reading.kind == "cites" else _BY_NUMBER if target.number else _BY_TITLE,
    )
    if reading.kind in ("extends", "continues"):
        stated = _with_term(mention, reading.said, language)
        if stated.months:
            stated = replace(stated, kind="extends")
        vague = reading.kind == "extends" and not (stated.until_raw or stated.months) and paragraph >= 0
        return replace(mention, kind="cites", confidence=_CITED) if vague else stated
    if reading.kind in ("repeals", "lapses"):
        return _ended(mention, reading.said, language)
    return replace(mention, on=stated_day(reading.said)) if reading.kind in VALIDITY_KINDS else mention


def _ended(mention: Mention, said: str, language: Language) -> Mention:
    """A document that ends, or shall end: with its term where it is said to run out; when is not told, no end."""
    day = stated_day(said)
    if day is not None:
        return replace(mention, on=day)
    others = _others_day(language).search(said)
    if others is not None and not others["subject"].startswith(language.words("own_day")):
        return replace(mention, kind="cites", confidence=_CITED)
    runs_out = any(word in said for word in language.words("expiry"))
    if not runs_out or any(word in said for word in language.words("declared")):
        return mention
    termed = _with_term(mention, said, language)
    if termed.until:
        return replace(termed, kind="extends")
    return replace(mention, kind="cites", confidence=_CITED) if _SPAN.search(said) else mention


@lru_cache(maxsize=4)
def _others_day(language: Language) -> re.Pattern[str]:
    """自省级规定施行之日起: a day that only ``subject`` tells."""
    verbs = either(language.words("take_effect"))
    return re.compile(rf"[自从](?P<subject>[^，。；]{{2,20}}?)(?:{verbs})之日起")


@lru_cache(maxsize=4)
def _until(language: Language) -> re.Pattern[str]:
    """延长至, 有效期为; 延期, 延长执行 before a length, which is then in ``longer``."""
    longer, lasting = either(language.words("longer")), either(language.words("lasting"))
    until, done = either(language.words("until")), either(language.words("carried_out"))
    return re.compile(rf"(?:{longer}|{lasting})?(?:{until}|为)+|(?:{longer})(?:{done})?")


def _with_term(mention: Mention, said: str, language: Language) -> Mention:
    """至2025年12月31日, or 两年 from the old term's end."""
    longer = language.words("longer")
    for match in _until(language).finditer(said):
        rest = said[match.end() :]
        last = last_day(rest)
        if last is not None:
            return replace(mention, until=last[0], until_raw=last[1])
        counted = length(rest)
        if counted is not None and counted[0] and match.group().startswith(longer):
            return replace(mention, months=counted[0])
    return mention


def _of_others(mentions: Sequence[Mention], document: Document) -> Iterator[Mention]:
    """Without the document's own number and titles; what it declares dead under its own title is an earlier one."""
    own_titles = {title_key(title) for title in (document.title, document.instrument_title) if title}
    for mention in mentions:
        if mention.number is not None:
            if not (
                document.number
                and (document.number == mention.number or document.number.endswith(mention.number))
            ):
                yield mention
        elif title_key(mention.title or "") not in own_titles or mention.kind in ("repeals", "lapses"):
            yield mention


def _once(mentions: Iterator[Mention]) -> list[Mention]:
    """The first of each label and kind; citations only of what stands in no other relation."""
    first: dict[tuple[str, str], Mention] = {}
    for mention in mentions:
        key = (mention.number or title_key(mention.title or ""), mention.kind)
        known = first.get(key)
        if known is None or (not known.until and not known.months and (mention.until or mention.months)):
            first[key] = mention if known is None or mention.title else replace(mention, title=known.title)
    numbered = {(title_key(each.title), each.kind) for each in first.values() if each.number and each.title}
    first = {key: each for key, each in first.items() if each.number or key not in numbered}
    strong = {label for label, kind in first if kind != "cites"}
    return [each for (label, kind), each in first.items() if kind != "cites" or label not in strong]


def _harmless(mentions: Sequence[Mention]) -> list[Mention]:
    return [replace(each, kind="cites") if each.kind in VALIDITY_KINDS else each for each in mentions]


def _is_draft(document: Document, language: Language) -> bool:
    return any(word in document.title for word in language.words("draft"))


def _has_validity(document: Document, language: Language) -> bool:
    """Is it of a kind that can be in force at all? Appointments, commendations and news are not."""
    if any(word in document.title for word in language.words("no_validity_title")):
        return False
    return document.type not in language.words("no_validity_type")


def _head(document: Document, terms: Sequence[OwnTerm], *, has_validity: bool) -> Head:
    effective = next((term.on for term in terms if term.kind == "effective"), None)
    published = document.gazette.published_on if document.gazette else None
    year_end = f"{document.year:04d}-12-31" if document.year else None
    issued = document.written_on or document.printed_on
    return Head(
        id=document.id,
        number=document.number,
        title=document.title,
        instrument_title=document.instrument_title,
        issuer=document.issuer,
        registration_number=document.registration_number,
        province=document.province,
        city=document.city,
        district=document.district,
        written_on=issued,
        dated_on=effective or issued or published or year_end,
        file=document.source.file if document.source else None,
        has_validity=has_validity,
    )

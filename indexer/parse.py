"""The reading half of the main path: a source file → an Issue with its documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from dictionaries import Dictionaries
from indexer.analysis import folding_by
from indexer.columns import in_order
from indexer.corrections import (
    NO_ORDERS,
    SIDE_SUFFIX,
    Orders,
    addressed,
    applied,
    corrected_head,
    read_side_file,
)
from indexer.evidence import Rule, evidence, with_evidence
from indexer.fields import STATED
from indexer.files import Extracted, extract
from indexer.identifiers import NOWHERE, Place, Places, parse_number
from indexer.identity import identified
from indexer.issues import Candidate, Layout, Part, split
from indexer.layout import Line, patterns_of
from indexer.metadata import (
    NEWS_TYPE,
    NO_BOX,
    Evidence,
    PageBox,
    Reader,
    describe,
    framed,
    mended,
    mended_numbers,
    origin,
    told_of_issuer,
    with_issuers,
)
from indexer.models import (
    ContentsEntry,
    Document,
    Gazette,
    HeadEvidence,
    Issue,
    Source,
    Text,
)
from indexer.paging import laid
from indexer.reading import read_numbered
from indexer.recognising import recognised
from indexer.simplified import printed, simplified
from indexer.sources import SourceFile
from indexer.titles import in_title_marks
from indexer.uncertain import put_back, set_aside, with_uncertain


def parse(
    source: SourceFile, dictionaries: Dictionaries, encoding: str | None = None, pages: Path | None = None
) -> Issue:
    """The issue that ``source`` holds, with what its side file corrects.

    Any text gives one; raises ExtractError where no text can be had.

    Pages of scans are read once into the folder ``pages``, without one every time anew.
    """
    with folding_by(dictionaries), recognised(source, pages) as cache:
        extracted = extract(source.name, source.read(), encoding, cache)
        return parse_extracted(source.name, extracted, dictionaries, source.corrections)


def parse_extracted(
    name: str, extracted: Extracted, dictionaries: Dictionaries, side_file: bytes | None = None
) -> Issue:
    """The issue of a file that has been read already; ``name`` is what ``source.file`` of its documents will be.

    ``side_file`` is the content of the side file beside it. What it says is brought to the documents as they are read
    without it; then they are read once more as it says.
    """
    if extracted.records is not None:
        return _of_records(name, extracted, side_file)
    patterns = patterns_of(dictionaries)
    # Pages that we recognised ourselves are in order, and their uncertain lines are counted.
    ordered = in_order(() if extracted.uncertain else extracted.lines, patterns)
    lines = read_numbered(ordered.lines or enumerate(extracted.lines, 1), patterns)
    extracted = replace(extracted, warnings=(*extracted.warnings, *ordered.warnings))
    plain, box = framed(simplified(lines, dictionaries), extracted.stated, patterns)
    page = _Page(name, extracted, lines, plain, set_aside(plain, extracted.uncertain), dictionaries, box)
    issue = _issue(page, NO_ORDERS)
    if side_file is None:
        return issue
    beside = name + SIDE_SUFFIX
    orders, faults = addressed(read_side_file(side_file, beside), issue.documents, page.plain, beside)
    corrected = _with_former_ids(_issue(page, orders), issue) if orders else issue
    return replace(corrected, warnings=(*corrected.warnings, *faults))


@dataclass(frozen=True, slots=True)
class _Page:
    """A file's lines as cleaned, in plain characters, and of those the ones read for certain (``trusted``)."""

    name: str
    extracted: Extracted
    lines: Sequence[Line]
    plain: Sequence[Line]
    trusted: Sequence[Line]
    dictionaries: Dictionaries
    box: PageBox = NO_BOX

    @property
    def uncertain(self) -> list[Line]:
        """The lines that only stand in the text."""
        return [self.plain[at] for at in sorted(self.extracted.uncertain)]


def _issue(page: _Page, orders: Orders) -> Issue:
    """The main path: lines → layout → documents, as ``orders`` correct them."""
    dictionaries, reader = page.dictionaries, _reader(page.dictionaries)
    layout = _corrected(split(page.trusted, dictionaries, orders.told), orders)
    covers = [part.gazette for part in layout.parts]
    layout, origins = _placed(layout, page.trusted, reader)
    layout, renamed = with_issuers(layout, origins, reader)
    box = page.box if len(layout.parts) == 1 else NO_BOX
    described = [
        _renamed(laid(describe(part, page.name, reader, where, box), layout, page.extracted), cover)
        for part, where, cover in zip(layout.parts, origins, covers, strict=True)
    ]
    described = [told_of_issuer(each, name) for each, name in zip(described, renamed, strict=True)]
    if page.extracted.uncertain:
        described = with_uncertain(described, page.uncertain)
    shown = printed(described, page.lines, page.plain, dictionaries)
    listed = [entry.number for entry in layout.contents.entries]
    mended = mended_numbers(shown, listed, dictionaries)
    known = identified(_right(each, orders, reader.places) for each in mended)
    return Issue(
        file=page.name,
        gazette=layout.gazette,
        contents=_resolved(layout, known),
        documents=_warned(layout, known) or _unknown(page),
        warnings=(*page.extracted.warnings, *_missing(layout)),
        encoding=page.extracted.encoding,
        heads=_heads(layout, known, dictionaries),
    )


def _unknown(page: _Page) -> tuple[Document, ...]:
    """Where nothing was read for certain, what was read is a document without fields, so that it can be found."""
    text = put_back(Text("", ()), page.uncertain)
    if not text.content:
        return ()
    source = Source(page.name, page.uncertain[0].number, page.uncertain[-1].number)
    unknown = Document(id="", title="", type=NEWS_TYPE, source=source, text=text)
    return tuple(identified(printed([unknown], page.lines, page.plain, page.dictionaries)))


def _right(document: Document, orders: Orders, places: Places) -> Document:
    line = document.source.first_line if document.source else 0
    return applied(document, orders.values.get(line, {}), places, of_gazette=bool(orders.gazette))


def _of_records(name: str, extracted: Extracted, side_file: bytes | None) -> Issue:
    """The documents of a .jsonl file, which states its fields itself and needs no side file."""
    assert extracted.records is not None
    documents = [
        _recorded(record, line, name)
        for record, line in zip(extracted.records, extracted.record_lines, strict=True)
    ]
    told = () if side_file is None else (f"{name}{SIDE_SUFFIX}：.jsonl 文件请直接改它自己，校对文件没有采用",)
    return Issue(
        name,
        documents=identified(documents),
        warnings=(*extracted.warnings, *told),
        encoding=extracted.encoding,
    )


def _corrected(layout: Layout, orders: Orders) -> Layout:
    """The layout with what is right of the gazette and of the heads, before anything is described."""
    if not orders:
        return layout
    parts = tuple(
        replace(
            part,
            head=corrected_head(part.head, orders.values.get(part.first_line, {})),
            gazette=_with(part.gazette, orders.gazette),
        )
        for part in layout.parts
    )
    return replace(layout, parts=parts, gazette=_with(layout.gazette, orders.gazette))


def _with(gazette: Gazette | None, values: Mapping[str, Any]) -> Gazette | None:
    return replace(gazette or Gazette(), **values) if values else gazette


def _with_former_ids(corrected: Issue, before: Issue) -> Issue:
    """The corrected issue, in which whoever kept an id that a document had before its correction still finds it."""
    ids = {each.source.first_line: each.id for each in before.documents if each.source}
    kept = {each.id for each in corrected.documents}
    documents = []
    for each in corrected.documents:
        former = ids.get(each.source.first_line) if each.source else None
        known = (*each.former_ids, former) if former and former not in kept else each.former_ids
        documents.append(replace(each, former_ids=known))
    return replace(corrected, documents=tuple(documents))


def _placed(layout: Layout, lines: Sequence[Line], reader: Reader) -> tuple[Layout, list[Place]]:
    """The layout with gazettes' names mended where the documents tell, and the place of each part's issue."""
    parts: list[Part] = []
    places: dict[Gazette | None, tuple[Gazette | None, Place]] = {}
    for part in layout.parts:
        if part.gazette not in places:
            places[part.gazette] = _origin(layout, part.gazette, lines, reader)
        parts.append(replace(part, gazette=places[part.gazette][0]))
    gazette = places.get(layout.gazette, (layout.gazette, NOWHERE))[0]
    where = [places[part.gazette][1] for part in layout.parts]
    return replace(layout, gazette=gazette, parts=tuple(parts)), where


def _origin(
    layout: Layout, gazette: Gazette | None, lines: Sequence[Line], reader: Reader
) -> tuple[Gazette | None, Place]:
    heads = [part.head for part in layout.parts if part.gazette == gazette]
    issuers = [head.issuer for head in heads if head.issuer]
    codes = [head.number.agency_code for head in heads if head.number]
    if gazette is not None:
        gazette = mended(gazette, issuers, reader.places)
    name = gazette.title if gazette and gazette.title else next(iter(issuers), "")
    year = next((head.number.year for head in heads if head.number and head.number.year), None)
    return gazette, origin(name, year, Evidence(lines, issuers, codes), reader.places)


def _heads(
    layout: Layout, documents: Sequence[Document], dictionaries: Dictionaries
) -> tuple[HeadEvidence, ...]:
    """What spoke for each document's head and for each rejected candidate, by line."""
    weights = dictionaries.head_weights

    def evidence(line: int, head: Candidate, document_id: str | None) -> HeadEvidence:
        signs = tuple((sign, weights[sign]) for sign in weights if sign in head.signs)
        number = str(head.number) if head.number else None
        return HeadEvidence(line, head.title, number, signs, document_id)

    begun = [evidence(p.first_line, p.head, d.id) for p, d in zip(layout.parts, documents, strict=True)]
    rejected = [evidence(line, candidate, None) for line, candidate in layout.rejected]
    return tuple(sorted([*begun, *rejected], key=lambda each: each.line))


def _renamed(document: Document, cover: Gazette | None) -> Document:
    """With a word where the gazette's name is not the one that its cover seems to bear."""
    gazette = document.gazette
    if cover is None or gazette is None or cover.title == gazette.title:
        return document
    told = f"公报名称“{cover.title}”疑有误认，按“{gazette.title}”收录"
    return replace(
        document,
        warnings=(*document.warnings, told),
        evidence=with_evidence(document.evidence, evidence("gazette", None, Rule.MENDED_NAME)),
    )


@lru_cache(maxsize=2)
def _reader(dictionaries: Dictionaries) -> Reader:
    return Reader(dictionaries, Places(dictionaries))


def _resolved(layout: Layout, documents: Sequence[Document]) -> tuple[ContentsEntry, ...]:
    """The contents list with the id of each entry's document."""
    ids = {
        id(part.entry): document.id
        for part, document in zip(layout.parts, documents, strict=True)
        if part.entry
    }
    return tuple(replace(entry, document_id=ids.get(id(entry))) for entry in layout.contents.entries)


def _warned(layout: Layout, documents: Sequence[Document]) -> tuple[Document, ...]:
    """Documents with a warning where the contents list says otherwise or does not name them."""
    return tuple(
        replace(document, warnings=(*document.warnings, *_disagreements(layout, document, part.entry)))
        for part, document in zip(layout.parts, documents, strict=True)
    )


def _disagreements(layout: Layout, document: Document, entry: ContentsEntry | None) -> Iterable[str]:
    if entry is None:
        if layout.contents.entries and document.type != NEWS_TYPE:
            yield "目录中没有这份公文"
    elif entry.number and entry.number != document.number:
        yield f"目录（第{entry.line}行）的文号是{entry.number}，正文是{document.number or '无文号'}"


def _missing(layout: Layout) -> tuple[str, ...]:
    matched = {id(part.entry) for part in layout.parts}
    return tuple(
        f"第{entry.line}行：目录中的{in_title_marks(entry.title)}在正文中没有找到"
        for entry in layout.contents.entries
        if id(entry) not in matched
    )


def _recorded(record: Mapping[str, Any], line: int, name: str) -> Document:
    """A record of a .jsonl file, its fields taken as they are."""
    here: dict[str, Any] = {"id": "", "source": asdict(Source(name, line, line))}
    given = {**here, **record}
    if not here["source"].keys() <= given["source"].keys():
        given["source"] = here["source"]
    text = str(record["text"])
    document = Document(
        **{field.name: field.from_json(given[field.name]) for field in STATED if field.name in given},
        text=Text(text, ((0, line),) if text else ()),
    )
    if document.number is None or document.number_parts is not None:
        return document
    return replace(document, number_parts=parse_number(document.number))

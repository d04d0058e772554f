"""The reading half of the main path: a source file → an Issue with its documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from dictionaries import Dictionaries
from indexer.analysis import folding_by
from indexer.fields import STATED
from indexer.files import Extracted, extract
from indexer.identifiers import NOWHERE, Place, Places, parse_number
from indexer.identity import identified
from indexer.issues import Candidate, Layout, Part, split
from indexer.layout import Line, patterns_of
from indexer.metadata import NEWS_TYPE, Evidence, Reader, describe, mended, mended_numbers, origin
from indexer.models import ContentsEntry, Document, Gazette, HeadEvidence, Issue, Source, Text
from indexer.reading import read
from indexer.recognising import recognised
from indexer.simplified import as_printed, mendings, simplified
from indexer.sources import SourceFile
from indexer.uncertain import put_back, set_aside


def parse(
    source: SourceFile, dictionaries: Dictionaries, encoding: str | None = None, pages: Path | None = None
) -> Issue:
    """The issue that ``source`` holds. Any text gives one; raises ExtractError where no text can be had.

    Pages of scans are read once into the folder ``pages``, without one every time anew.
    """
    with folding_by(dictionaries), recognised(source, pages) as cache:
        extracted = extract(source.name, source.read(), encoding, cache)
        return parse_extracted(source.name, extracted, dictionaries)


def parse_extracted(name: str, extracted: Extracted, dictionaries: Dictionaries) -> Issue:
    """The issue of a file that has been read already; ``name`` is what ``source.file`` of its documents will be."""
    if extracted.records is not None:
        documents = [
            _recorded(record, line, name)
            for record, line in zip(extracted.records, extracted.record_lines, strict=True)
        ]
        return Issue(
            name, documents=identified(documents), warnings=extracted.warnings, encoding=extracted.encoding
        )
    lines = read(extracted.lines, patterns_of(dictionaries))
    plain = simplified(lines, dictionaries)
    trusted = set_aside(plain, extracted.uncertain)
    layout = split(trusted, dictionaries)
    reader = _reader(dictionaries)
    layout, origins = _placed(layout, trusted, reader)
    documents = [
        _paged(describe(part, name, reader, where), extracted)
        for part, where in zip(layout.parts, origins, strict=True)
    ]
    if extracted.uncertain:
        documents = _with_uncertain(documents, [plain[at] for at in sorted(extracted.uncertain)], name)
    if any(here is not there for here, there in zip(plain, lines, strict=True)):
        notes = tuple(mendings(lines, plain))
        documents = [_printed(each, lines, notes) for each in documents]
    listed = [entry.number for entry in layout.contents.entries]
    known = identified(mended_numbers(documents, listed, dictionaries))
    return Issue(
        file=name,
        gazette=layout.gazette,
        contents=_resolved(layout, known),
        documents=_warned(layout, known),
        warnings=(*extracted.warnings, *_missing(layout)),
        encoding=extracted.encoding,
        heads=_heads(layout, known, dictionaries),
    )


def _with_uncertain(documents: Sequence[Document], lines: Sequence[Line], name: str) -> list[Document]:
    """The documents with the lines that were set aside, in the texts of those they stand in.

    Where nothing else was read, they are a document without fields, so that they can be found.
    """
    if not documents:
        text = put_back(Text("", ()), lines)
        return [Document(id="", title="", source=Source(name, lines[0].number, lines[-1].number), text=text)]
    found: list[Document] = []
    for document in documents:
        where = document.source
        own = [each for each in lines if where and where.first_line <= each.number <= where.last_line]
        found.append(replace(document, text=put_back(document.text, own)))
    return found


def _printed(document: Document, lines: Sequence[Line], notes: Iterable[tuple[int, str]]) -> Document:
    """The document with its source's own characters in the text, and what was read otherwise as warnings."""
    source = document.source
    own = tuple(note for number, note in notes if source and source.first_line <= number <= source.last_line)
    return replace(document, text=as_printed(document.text, lines), warnings=(*document.warnings, *own))


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


def _paged(document: Document, extracted: Extracted) -> Document:
    """With the page it begins on, where the contents list does not say and the file's format knows it."""
    if document.page is not None or document.source is None:
        return document
    return replace(document, page=extracted.page_of(document.source.first_line))


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
        f"第{entry.line}行：目录中的《{entry.title}》在正文中没有找到"
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

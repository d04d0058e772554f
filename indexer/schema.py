"""The fields of the index: what is analysed, what is a keyword, what is stored, and what each weighs.

Analysed fields hold token counts without positions (exact strings are verified on ``folded``): the four
representations of title + text (``word``, ``search``, ``bigram``, ``unigram``) and two of the title alone.
Keyword fields (``indexer.fields.INDEXED``) hold whole folded values: put the value typed by a user through
``keyword`` before comparing.
"""

from __future__ import annotations

import json
import re
from dataclasses import astuple

from indexer.analysis import Analyzer, fold
from indexer.backends import AnalysedDocument
from indexer.evidence import FieldEvidence
from indexer.fields import BY_NAME, COUNTED, INDEXED, STATED
from indexer.models import Document, Text, document_as_json

SCHEMA_VERSION = 5
"""Raised whenever an index written before can no longer be read as this module describes it."""

WORD, SEARCH, BIGRAM, UNIGRAM = "word", "search", "bigram", "unigram"
TITLE, TITLE_BIGRAM = "title", "title_bigram"
VALIDITY, GROUP = "validity", "group"
"""What only the whole collection tells of a document: its course (see indexer.relations), and the id of the first of
those that are nearly the same, for those that are not alone."""

WEIGHTS = {WORD: 0.5, SEARCH: 1.0, BIGRAM: 1.0, UNIGRAM: 1.0, TITLE: 0.3, TITLE_BIGRAM: 0.0}
"""What a token's BM25 counts in each field; docs/relevance.md says what each representation costs and
gains.
"""

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def keyword(value: str) -> str:
    """The form in which keyword fields hold ``value``: folded, no blanks.

    >>> keyword(" 台政发〔２０１９〕7号 ")
    '台政发[2019]7号'
    """
    return "".join(fold(value).split())


def analyse_document(document: Document, analyzer: Analyzer) -> AnalysedDocument:
    """Everything an engine needs of ``document``; the same document and vocabulary give the same value."""
    lines = analyzer.lines([document.title, *document.text.content.split("\n")])
    tokens = analyzer.counts_of(lines)
    title = analyzer.counts([document.title, document.instrument_title or ""])
    tokens |= {TITLE: title[SEARCH], TITLE_BIGRAM: title[BIGRAM]}
    values = _keyword_values(document)
    return AnalysedDocument(
        id=document.id,
        tokens=tokens,
        keywords={name: tuple(keyword(value) for value in given) for name, given in values.items()},
        labels={name: values[name][0] for name in COUNTED if values.get(name)},
        sort_date=_sort_date(document),
        record=_record(document),
        folded=lines.squeezed,
    )


def squeezed_text(analysed: AnalysedDocument) -> str:
    """The squeezed text of an analysed document, without its title and without line feeds."""
    return analysed.folded.partition("\n")[2].replace("\n", "")


def document_from_record(record: str) -> Document:
    """The document that ``analyse_document`` stored. Raises ValueError where ``record`` is damaged."""
    stored = json.loads(record)
    text = Text(stored.pop("text"), tuple(zip(stored["offsets"], stored["lines"], strict=True)))
    return Document(
        **{field.name: field.from_json(stored[field.name]) for field in STATED if field.name in stored},
        text=text,
        evidence=tuple(FieldEvidence(*each) for each in stored.get("evidence", ())),
    )


def _record(document: Document) -> str:
    stored = document_as_json(document, with_text=True)
    stored["offsets"] = [offset for offset, _ in document.text.runs]
    stored["lines"] = [line for _, line in document.text.runs]
    stored["evidence"] = [astuple(each) for each in document.evidence]
    return json.dumps(stored, ensure_ascii=False, separators=(",", ":"))


def _keyword_values(document: Document) -> dict[str, tuple[str, ...]]:
    """The values that the index holds whole, as they are printed; fields without one are left out."""
    values = {field.name: field.of_document(document) for field in INDEXED}
    return {
        name: tuple(dict.fromkeys(map(str, value))) if isinstance(value, tuple) else (str(value),)
        for name, value in values.items()
        if value not in (None, "", ())
    }


def _sort_date(document: Document) -> str:
    """ISO date that newest and oldest go by, "" where nothing is known; a year alone counts as its first
    day.
    """
    first_day = f"{document.year:04d}-01-01" if document.year else ""
    known = (BY_NAME["date"].of_document(document), first_day)
    return next((date for date in known if date and _DATE.fullmatch(date)), "")

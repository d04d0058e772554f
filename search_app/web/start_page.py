"""What the start page says of the collection: how much of what from when, and searches to try."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from urllib.parse import urlencode

from indexer import schema
from indexer.analysis import fold
from indexer.generations import Generation
from indexer.issue_reports import IssueReport
from search_app.index import Index

_EXAMPLES = 4


@dataclass(frozen=True, slots=True)
class GazetteLink:
    title: str
    years: str
    documents: int
    url: str


@dataclass(frozen=True, slots=True)
class StartPage:
    documents: int
    gazettes: tuple[GazetteLink, ...]
    years: str
    built_at: str
    built_on: str
    examples: tuple[tuple[str, str], ...]


def start_page(generation: Generation, reports: tuple[IssueReport, ...]) -> StartPage:
    """The start page of ``generation``, whose source files are ``reports``."""
    by_title: dict[str, list[IssueReport]] = defaultdict(list)
    for report in reports:
        if report.gazette is not None and report.gazette.title:
            by_title[report.gazette.title].append(report)
    gazettes = tuple(_gazette(title, reports) for title, reports in sorted(by_title.items()))
    return StartPage(
        documents=generation.manifest.documents,
        gazettes=gazettes,
        years=_span([year for reports in by_title.values() for year in _years(reports)]),
        built_at=generation.manifest.built_at,
        built_on=generation.manifest.built_at[:16].replace("T", " "),
        examples=_examples(generation),
    )


def _gazette(title: str, reports: list[IssueReport]) -> GazetteLink:
    documents = sum(len(report.documents) for report in reports)
    return GazetteLink(title, _span(_years(reports)), documents, "/search?" + urlencode({"gazette": title}))


def _years(reports: list[IssueReport]) -> list[int]:
    return [report.gazette.year for report in reports if report.gazette and report.gazette.year]


def _span(years: list[int]) -> str:
    if not years:
        return ""
    first, last = min(years), max(years)
    return f"{first}年" if first == last else f"{first}—{last}年"


def _examples(generation: Generation) -> tuple[tuple[str, str], ...]:
    """Terms of the dictionary that several documents hold, and a number: each finds something here."""
    with Index.open(generation) as index:
        known = (
            (term.word, index.frequency(schema.SEARCH, fold(term.word)))
            for term in generation.dictionaries.terms
        )
        several = {term: count for term, count in known if 1 < count <= max(2, index.document_count / 2)}
        numbers = [number for number, _ in index.reader.terms("number")]
    terms = sorted(several, key=lambda term: (-several[term], term))[:_EXAMPLES]
    texts = [*terms, *([f"“{terms[0]}”"] if terms else []), *numbers[:1]]
    return tuple((text, "/search?" + urlencode({"q": text})) for text in texts)

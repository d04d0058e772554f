"""What the start page says of the collection: how much of what from when, and searches to try."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from indexer import schema
from indexer.analysis import fold
from indexer.backends import BackendRequest, Everything
from indexer.generations import Generation, IssueReport
from indexer.models import Gazette
from search_app.searcher import Searcher
from search_app.web.issue_page import issue_url, label

_EXAMPLES = 4
_GAZETTES = 60
_NEWEST = 6
_VALUES = 8
_BROWSED = {"type": "type", "issuer": "issuer", "district": "place"}
"""Filters to browse by, and the facet that counts each."""


@dataclass(frozen=True, slots=True)
class GazetteLink:
    title: str
    years: str
    documents: int
    url: str


@dataclass(frozen=True, slots=True)
class Browse:
    """A way into the collection: values of one field, the commonest first, with how many documents each."""

    name: str
    values: tuple[tuple[str, int, str], ...]


@dataclass(frozen=True, slots=True)
class NewIssue:
    label: str
    url: str
    documents: int


@dataclass(frozen=True, slots=True)
class StartPage:
    """``gazettes`` are those with the most documents, by name; ``unlisted`` counts the others, ``uncovered``
    the documents that stand in no gazette.
    """

    documents: int
    gazettes: tuple[GazetteLink, ...]
    unlisted: int
    uncovered: int
    newest: tuple[NewIssue, ...]
    browse: tuple[Browse, ...]
    years: str
    built_at: str
    built_on: str
    examples: tuple[tuple[str, str], ...]


def start_page(generation: Generation, reports: tuple[IssueReport, ...]) -> StartPage:
    """The start page of ``generation``, whose source files are ``reports``."""
    with Searcher.open(generation) as index:
        counted = index.search(
            BackendRequest(Everything(), limit=0, facets=("gazette", "year", *_BROWSED.values()))
        ).facets
    most = counted["gazette"][:_GAZETTES]
    return StartPage(
        documents=generation.manifest.documents,
        gazettes=tuple(_gazettes(most, reports)),
        unlisted=len(counted["gazette"]) - len(most),
        uncovered=generation.manifest.documents - sum(count for _, count in counted["gazette"]),
        newest=tuple(_newest(reports)),
        browse=tuple(
            Browse(name, tuple(_browsed(name, counted[field][:_VALUES])))
            for name, field in _BROWSED.items()
            if counted[field]
        ),
        years=_span([int(year) for year, _ in counted["year"]]),
        built_at=generation.manifest.built_at,
        built_on=f"{datetime.fromisoformat(generation.manifest.built_at).astimezone():%Y-%m-%d %H:%M}",
        examples=_examples(generation),
    )


def _gazettes(counts: Iterable[tuple[str, int]], reports: tuple[IssueReport, ...]) -> Iterator[GazetteLink]:
    """Gazettes with the years of their issues, where they are known."""
    by_title: dict[str, list[IssueReport]] = defaultdict(list)
    for report in reports:
        if report.gazette is not None and report.gazette.title:
            by_title[report.gazette.title].append(report)
    for title, documents in sorted(counts):
        url = "/search?" + urlencode({"gazette": title})
        yield GazetteLink(title, _span(_years(by_title[title])), documents, url)


def _newest(reports: Iterable[IssueReport]) -> list[NewIssue]:
    """The latest issues by the day on their cover, else by year and number."""
    dated = [report for report in reports if report.gazette is not None and report.gazette.year]
    dated.sort(key=_newness, reverse=True)
    return [NewIssue(label(report), issue_url(report), len(report.documents)) for report in dated[:_NEWEST]]


def _newness(report: IssueReport) -> tuple[int, str, int, int]:
    gazette = report.gazette or Gazette()
    day = gazette.published_on or ""
    return int(day[:4] or gazette.year or 0), day, gazette.number or 0, gazette.serial_number or 0


def _browsed(name: str, counts: Iterable[tuple[str, int]]) -> Iterator[tuple[str, int, str]]:
    for value, count in counts:
        yield value, count, "/search?" + urlencode({name: value})


def _years(reports: list[IssueReport]) -> list[int]:
    return [report.gazette.year for report in reports if report.gazette and report.gazette.year]


def _span(years: list[int]) -> str:
    if not years:
        return ""
    first, last = min(years), max(years)
    return f"{first}年" if first == last else f"{first}—{last}年"


def _examples(generation: Generation) -> tuple[tuple[str, str], ...]:
    """Subjects of titles that several documents treat, a quoted one, and a number: each finds something here.

    Dictionary terms only; long ones tell more than short ones, and names of agencies or of kinds of documents
    are no subject.
    """
    with Searcher.open(generation) as index:
        known = {term.word: fold(term.word) for term in generation.dictionaries.terms}
        titled = {word: index.frequency(schema.TITLE, folded) for word, folded in known.items()}
        several = {
            word: count * len(word)
            for word in titled
            if titled[word] and (count := index.frequency(schema.SEARCH, known[word])) > 1
        }
        numbers = [number.replace("[", "〔").replace("]", "〕") for number, _ in index.reader.terms("number")]
        issuers = "\n".join(issuer for issuer, _ in index.reader.terms("issuer"))
    kinds = {kind.name for kind in generation.dictionaries.document_types}
    subjects = [
        word for word in several if word not in kinds and word not in issuers and word[-1] not in issuers
    ]
    words = sorted(subjects, key=lambda word: (-several[word], word))[:_EXAMPLES]
    texts = [*words, *([f"“{words[0]}”"] if words else []), *numbers[:1]]
    return tuple((text, "/search?" + urlencode({"q": text})) for text in texts)

"""What a search asks and answers: one SearchRequest in, one SearchResponse out, for terminal, page, JSON and CSV."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from indexer.backends import Sort
from indexer.errors import UsageError
from indexer.models import Document, Source, document_as_json
from search_app.relations.standing import Standing, standing_as_json

By = Literal["words", "meaning", "both"]
"""What found a hit, in an index with a model."""


def iso_day(text: str, what: str) -> str:
    """``text`` as a day YYYY-MM-DD. Raises UsageError that names ``what``."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise UsageError(f"{what} 应为 2020-01-31 这样的日期") from None


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A query string with filters given beside it (``{"district": ("周村区",), "year": ("2018..2021",)}``).

    Values of one filter mean OR, different filters AND. ``exact`` switches synonyms and the typo fallback off.
    ``brief`` asks for a line a hit, for people; what is found and returned does not change.
    ``as_of`` is the day (ISO) that what is in force is told and filtered for, None today.
    ``unfold`` makes each document a hit of its own, also those that are nearly the same as a better one.
    Without ``meaning`` also an index with a model answers by words alone.
    """

    query: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = "relevance"
    offset: int = 0
    limit: int = 10
    facets: bool = False
    explain: bool = False
    exact: bool = False
    brief: bool = False
    as_of: str | None = None
    unfold: bool = False
    meaning: bool = True


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do where nothing was found: a sentence for people, and the search that it leads to."""

    sentence: str
    request: SearchRequest


@dataclass(frozen=True, slots=True)
class Snippet:
    """A fragment; ``highlights`` are half-open character ranges of ``text``, ``first_line`` the 1-based source line.

    ``page`` is the printed page that the fragment stands on, where the source tells. ``places`` are those of
    ``Hit.places`` that it shows; ``repeats_head`` says that title or number stand there and nothing more.
    """

    text: str
    highlights: tuple[tuple[int, int], ...]
    first_line: int
    heading: str | None
    page: int | None = None
    places: int = 0
    repeats_head: bool = False


@dataclass(frozen=True, slots=True)
class Alike:
    """Documents that are nearly the same as a hit and stand under it: ``count``, and the best of them.

    ``prints`` are those that are the very document of the hit, printed in another issue or read from another file.
    """

    count: int
    documents: tuple[Document, ...]
    prints: frozenset[str]

    @property
    def sources(self) -> tuple[Source, ...]:
        """Where the hit's document was read from, too."""
        return tuple(source for each in self.documents if each.id in self.prints for source in each.sources)


@dataclass(frozen=True, slots=True)
class Hit:
    """One ranked document. ``title_highlights`` are ranges of ``document.title`` for pages and terminals.

    ``partial`` hits match only part of the query, below those that match all of it (by relevance); ``lacks``
    are the words of the query that stand nowhere in them. ``by`` is what found it, None in an index without a model.
    ``places`` counts where in the text what was typed stands whole (or, where it does so nowhere, its parts), title
    and number above the text left out.
    """

    rank: int
    score: float
    document: Document
    snippets: tuple[Snippet, ...]
    title_highlights: tuple[tuple[int, int], ...] = ()
    standing: Standing | None = None
    partial: bool = False
    lacks: tuple[str, ...] = ()
    alike: Alike | None = None
    by: By | None = None
    places: int = 0

    def shown(self, most: int) -> tuple[Snippet, ...]:
        """At most ``most`` fragments for people: none that only repeats what stands above it."""
        telling = tuple(snippet for snippet in self.snippets if not snippet.repeats_head)
        return (telling or self.snippets)[:most]

    def places_beside(self, shown: tuple[Snippet, ...]) -> int:
        """How many of ``places`` none of the fragments ``shown`` shows."""
        return max(0, self.places - sum(snippet.places for snippet in shown))


@dataclass(frozen=True, slots=True)
class SearchResponse:
    """The answer, as the contract's JSON has it. ``notices`` are sentences for people (a fallback was used …).

    ``partial`` of the ``total`` match only part of the query; ``folded`` of it stand under a hit that is nearly the
    same. ``by_meaning`` hits more were found by the model alone, None in an index without one: words alone decide the
    total. ``advice`` leads on from an empty result.
    """

    query: str
    total: int
    took_ms: float
    generation: str
    offset: int
    limit: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[tuple[str, int], ...]]
    suggestions: tuple[str, ...] = ()
    explanation: Mapping[str, Any] | None = None
    notices: tuple[str, ...] = ()
    partial: int = 0
    folded: int = 0
    by_meaning: int | None = None
    advice: tuple[Advice, ...] = ()

    @property
    def ranks(self) -> int:
        """How many hits there are to page through."""
        return self.total - self.folded + (self.by_meaning or 0)


def response_as_json(response: SearchResponse) -> dict[str, Any]:
    """The contract's JSON object of a search result."""
    return {
        "query": response.query,
        "total": response.total,
        "partial": response.partial,
        "folded": response.folded,
        **({} if response.by_meaning is None else {"by_meaning": response.by_meaning}),
        "took_ms": response.took_ms,
        "generation": response.generation,
        "offset": response.offset,
        "limit": response.limit,
        "hits": [_hit_as_json(hit) for hit in response.hits],
        "facets": {name: [list(pair) for pair in counts] for name, counts in response.facets.items()},
        "suggestions": list(response.suggestions),
        "notices": list(response.notices),
        "explanation": response.explanation,
    }


def _with_all_sources(hit: Hit) -> Document:
    """The hit's document with the places of its other prints."""
    if hit.alike is None or not hit.alike.prints:
        return hit.document
    return replace(hit.document, sources=(*hit.document.sources, *hit.alike.sources))


def _alike_as_json(alike: Alike | None) -> dict[str, Any]:
    """What is folded under a hit, each with what tells it from the others."""
    told = ("id", "title", "number", "issuer", "written_on", "city", "district", "gazette", "sources")
    return {
        "count": alike.count if alike else 0,
        "documents": [
            {**{name: stated[name] for name in told}, "same": each.id in alike.prints}
            for each in alike.documents
            for stated in [document_as_json(each)]
        ]
        if alike
        else [],
    }


def _hit_as_json(hit: Hit) -> dict[str, Any]:
    return {
        "rank": hit.rank,
        "score": hit.score,
        "partial": hit.partial,
        "lacks": list(hit.lacks),
        "places": hit.places,
        **({"by": hit.by} if hit.by else {}),
        **document_as_json(_with_all_sources(hit)),
        "alike": _alike_as_json(hit.alike),
        **(standing_as_json(hit.standing) if hit.standing else {}),
        "snippets": [snippet_as_json(snippet) for snippet in hit.snippets],
    }


def snippet_as_json(snippet: Snippet) -> dict[str, Any]:
    """The contract's object of a fragment."""
    return {
        "text": snippet.text,
        "highlights": [list(pair) for pair in snippet.highlights],
        "first_line": snippet.first_line,
        "heading": snippet.heading,
        "page": snippet.page,
    }

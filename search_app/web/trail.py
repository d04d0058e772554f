"""The way from a document back to the search it was found by, and on to the hits before and after it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from indexer.generations import Generation
from search_app.response import SearchRequest
from search_app.search import search
from search_app.web.links import hit_url, search_url
from search_app.web.parameters import DEEPEST, DEFAULT_LIMIT


@dataclass(frozen=True, slots=True)
class Trail:
    """``rank`` is the document's 1-based place among ``total`` hits, None where it is there no longer."""

    back_url: str
    total: int
    rank: int | None
    previous_url: str | None = None
    next_url: str | None = None


def trail(asked: SearchRequest, rank: int | None, identity: str, generation: Generation) -> Trail | None:
    """Where ``asked`` led from; None for a document that was not come to by a search.

    ``rank`` is what the address says; an index built since may say otherwise, and then none is shown.
    """
    if not asked.query or rank is None or not 1 <= rank < DEEPEST:
        return None
    before = max(rank - 2, 0)
    found = search(replace(asked, offset=before, limit=3, facets=False, explain=False), generation)
    page = (rank - 1) // DEFAULT_LIMIT * DEFAULT_LIMIT
    back = search_url(replace(asked, offset=page, limit=DEFAULT_LIMIT))
    ids = [hit.document.id for hit in found.hits]
    at, hits = rank - 1 - before, found.ranks
    if at >= len(ids) or ids[at] != identity:
        return Trail(back, hits, None)
    return Trail(
        back,
        hits,
        rank,
        hit_url(found.hits[at - 1], asked) if at else None,
        hit_url(found.hits[at + 1], asked) if at + 1 < len(ids) else None,
    )

"""Which document an address means: its id, an id that an earlier version gave it, or its 发文字号."""

from __future__ import annotations

from indexer.backends import BackendRequest, Term
from indexer.schema import keyword
from search_app.searcher import Searcher


def present_id(address: str, index: Searcher) -> str | None:
    """The id of the one document that ``address`` leads to; None where none does, or a number is borne by several."""
    for field in ("id", "former_ids", "number"):
        found = index.search(BackendRequest(Term(field, keyword(address)), limit=2)).hits
        if len(found) == 1:
            return found[0].id
    return None

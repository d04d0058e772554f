"""Which document an address means: its id, an id that an earlier version gave it, or its 发文字号."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.backends import BackendRequest, Term
from indexer.schema import keyword
from search_app.searcher import Searcher

_PRINTS = 20
"""Prints of one document that its number may find."""


def present_id(address: str, index: Searcher) -> str | None:
    """The id of the one document that ``address`` leads to; None where none does, or a number is borne by several."""
    for field in ("id", "former_ids", "number"):
        found = index.search(BackendRequest(Term(field, keyword(address)), limit=_PRINTS)).hits
        whole = without_later_prints([hit.id for hit in found], index)
        if len(whole) == 1:
            return whole[0]
    return None


def without_later_prints(ids: Sequence[str], index: Searcher) -> list[str]:
    """``ids`` in order, of several prints of one document the first."""
    alike = index.relations.likenesses(ids)
    first: dict[str, str] = {}
    for id_ in ids:
        first.setdefault(alike[id_].print if id_ in alike else id_, id_)
    return list(first.values())

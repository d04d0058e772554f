"""A district or city under its other names: who filters by 章丘区 finds the documents of 章丘市 too, and is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.schema import keyword
from search_app.query.syntax import Filter, Node, leaves

if TYPE_CHECKING:
    from dictionaries import Division
    from indexer.identifiers import PlaceHistory, Succession
    from search_app.searcher import Searcher

_LEVELS: Mapping[str, str] = {"district": "county", "city": "city"}
"""Field that a place is filtered by -> level of the divisions in it."""


@dataclass(frozen=True, slots=True)
class OtherName:
    """A term of the index that means the place asked for under another name; ``succession`` says why."""

    field: str
    term: str
    succession: Succession

    @property
    def sentence(self) -> str:
        """What is to be said of it."""
        asked, other, year = self.succession.of.name, self.succession.other.name, self.succession.year
        if self.succession.earlier:
            return f"“{other}”{year} 年改设为或并入“{asked}”，旧名下的公文一并列出"
        return f"“{asked}”{year} 年起改设为或并入“{other}”，新名下的公文一并列出"


def other_names(node: Filter, index: Searcher) -> tuple[OtherName, ...]:
    """The other names of the place that ``node`` filters by, as far as documents of the index have them.

    Nothing for a quoted value, nor where several places of that name (市中区) have documents under others.
    """
    if node.field not in _LEVELS or node.quoted:
        return ()
    from indexer.identifiers import history_of

    history = history_of(index.dictionaries)
    found: dict[frozenset[str], tuple[OtherName, ...]] = {}
    for division in history.named(node.value.strip()):
        if division.level == _LEVELS[node.field]:
            names = tuple(_held(history, division, node.field, index))
            found[frozenset(name.term for name in names)] = names
    groups = [names for names in found.values() if names]
    return groups[0] if len(groups) == 1 else ()


def place_notices(
    filters: Mapping[str, tuple[str, ...]], tree: Node | None, index: Searcher
) -> Iterator[str]:
    """Sentences on the places that are found under other names as well."""
    given = [Filter(field, value) for field in _LEVELS for value in filters.get(field, ())]
    typed = [leaf for leaf in leaves(tree) if isinstance(leaf, Filter)] if tree else []
    yield from dict.fromkeys(name.sentence for node in (*given, *typed) for name in other_names(node, index))


def _held(history: PlaceHistory, division: Division, field: str, index: Searcher) -> Iterator[OtherName]:
    for succession in history.successions(division):
        if succession.other.level != division.level:
            continue
        for term_field, term in dict.fromkeys(_terms(succession, field)):
            if index.frequency(term_field, term):
                yield OtherName(term_field, term, succession)


def _terms(succession: Succession, field: str) -> Iterator[tuple[str, str]]:
    """A district's document may name the city of then or of now; the district alone may be several."""
    other = succession.other
    if field == "city":
        yield "city", keyword(other.name)
        return
    for division in (other, succession.of):
        yield "place", keyword((division.city or division.province) + other.name)

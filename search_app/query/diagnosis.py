"""Why nothing was found: which word or filter is to blame, with the true count without it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from indexer.backends import Substring
from indexer.fields import BY_NAME, LABELS
from indexer.schema import keyword
from search_app.query.filters import filters_query
from search_app.query.matching import find
from search_app.query.planner import QueryPlan, plan
from search_app.query.syntax import (
    AllOf,
    Excluded,
    Filter,
    Node,
    Phrase,
    Sequence,
    Word,
    YearFilter,
)
from search_app.response import Advice, SearchRequest
from search_app.searcher import Searcher

MAX_CLAUSES = 8
"""Clauses that are left out in turn; a longer query is told about its first ones."""
MOST_NEAR_VALUES = 3
MAX_VALUES_COMPARED = 5_000


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """``sentences`` for people, what helps most first; ``queries`` that do find something beside the filters;
    ``advice`` are the searches that the sentences speak of.
    """

    sentences: tuple[str, ...]
    queries: tuple[str, ...] = ()
    advice: tuple[Advice, ...] = ()


@dataclass(frozen=True, slots=True)
class _Less:
    """The request without one of its conditions: how many documents that finds.

    ``narrowing`` ones (filters, exclusions) are given up more gladly than what is sought.
    """

    count: int
    without: str
    narrowing: bool = True
    query: str | None = None
    request: SearchRequest | None = None

    @property
    def sentence(self) -> str:
        return f"去掉{self.without}就有 {self.count} 篇"


def diagnose(tree: Node | None, request: SearchRequest, index: Searcher) -> Diagnosis:
    """Of a request that found nothing; ``tree`` is None where it was filters alone."""
    clauses = tree.clauses if isinstance(tree, Sequence | AllOf) else (tree,) if tree else ()
    filters = {name: given for name, given in request.filters.items() if given}
    fewer = [*_without_clause(tree, clauses, request, index), *_without_filter(tree, filters, request, index)]
    helpful = sorted(
        (less for less in fewer if less.count), key=lambda less: (not less.narrowing, -less.count)
    )
    if helpful:
        queries = tuple(less.query for less in helpful if less.query)
        advice = tuple(Advice(less.sentence, less.request) for less in helpful if less.request)
        return Diagnosis(tuple(less.sentence for less in helpful), queries, advice)
    return Diagnosis(
        tuple(_hopeless(tree, clauses, filters, request, index)), (), _near_filters(request, index)
    )


def partly(planned: QueryPlan, index: Searcher) -> str:
    """What to say above hits that hold only part of the words: which runs stand nowhere."""
    short = [concept for concept in planned.concepts if not concept.is_long]
    absent = [
        concept.typed for concept in short if not any(index.count(Substring(s)) for s in concept.strings)
    ]
    named_absent = "、".join(f"“{typed}”" for typed in absent)
    if absent and len(planned.concepts) == 1:
        return f"没有写着{named_absent}的公文，下面是写有其中大部分字词的"
    if absent:
        return f"没有一篇公文里有{named_absent}，下面是与检索词大部分相符的"
    return "没有与全部词都相符的公文，下面是与大部分相符的"


def named(node: Node, index: Searcher) -> str:
    """A clause as people call it."""
    match node:
        case Word() | Phrase():
            return f"“{node.text}”"
        case Filter(field, value):
            return f"筛选条件“{LABELS.get(field, field)}:{value}”"
        case YearFilter():
            return f"筛选条件“{LABELS['year']}:{str(node).removeprefix('year:')}”"
        case Excluded():
            return f"排除条件“-{node.clause}”"
        case _:
            return f"“{node}”"


def _without_clause(
    tree: Node | None, clauses: tuple[Node, ...], request: SearchRequest, index: Searcher
) -> Iterator[_Less]:
    if len(clauses) < 2 or not isinstance(tree, Sequence | AllOf):
        return
    for clause in clauses[:MAX_CLAUSES]:
        rest = tuple(other for other in clauses if other is not clause)
        without: Node = rest[0] if len(rest) == 1 else replace(tree, clauses=rest)
        narrowing = isinstance(clause, Filter | YearFilter | Excluded)
        query = None if isinstance(without, Excluded) else str(without)
        onward = replace(request, query=query, offset=0) if query else None
        yield _Less(_total(without, request, index), named(clause, index), narrowing, query, onward)


def _without_filter(
    tree: Node | None, filters: dict[str, tuple[str, ...]], request: SearchRequest, index: Searcher
) -> Iterator[_Less]:
    if tree is None and len(filters) < 2:
        return
    for name, given in filters.items():
        others = {other: values for other, values in filters.items() if other != name}
        wider = replace(request, filters=others, offset=0)
        yield _Less(_total(tree, wider, index), _named_filter(name, given, index), request=wider)
    if tree is not None and len(filters) > 1:
        bare = replace(request, filters={}, offset=0)
        yield _Less(_total(tree, bare, index), "全部筛选条件", request=bare)


def _hopeless(
    tree: Node | None,
    clauses: tuple[Node, ...],
    filters: dict[str, tuple[str, ...]],
    request: SearchRequest,
    index: Searcher,
) -> Iterator[str]:
    """Where no condition alone is to blame: those that no document meets at all."""
    bare = replace(request, filters={})
    absent = [named(clause, index) for clause in clauses if not _total(clause, bare, index)]
    idle = {
        name: given
        for name, given in filters.items()
        if not _total(None, replace(request, filters={name: given}), index)
    }
    absent += [_named_filter(name, given, index) for name, given in idle.items()]
    yield f"没有一篇公文符合{'、'.join(absent)}" if absent else "没有同时符合全部条件的公文"
    typed = [(node.field, (node.value,)) for node in clauses if isinstance(node, Filter)]
    for name, given in (*idle.items(), *typed):
        near = _near_values(name, given, index)
        if near:
            yield f"索引里相近的{LABELS.get(name, name)}：{'、'.join(near)}"


def _near_filters(request: SearchRequest, index: Searcher) -> tuple[Advice, ...]:
    """The same search with a value that the index has in place of one that it lacks."""
    return tuple(
        Advice(
            f"改为{LABELS.get(name, name)}:{value}",
            replace(request, filters={**request.filters, name: (value,)}, offset=0),
        )
        for name, given in request.filters.items()
        for value in _near_values(name, given, index)
    )


def _near_values(name: str, given: tuple[str, ...], index: Searcher) -> list[str]:
    """Values of the field that look most like those given, which no document has."""
    from difflib import get_close_matches
    from itertools import islice

    if name not in BY_NAME or BY_NAME[name].filter != "value":
        return []
    known = [value for value, _ in islice(index.reader.terms(name), MAX_VALUES_COMPARED)]
    near = (get_close_matches(keyword(value), known, MOST_NEAR_VALUES, cutoff=0.5) for value in given)
    return list(dict.fromkeys(value for values in near for value in values if value not in given))


def _named_filter(name: str, given: tuple[str, ...], index: Searcher) -> str:
    """A filter given beside the query: 筛选条件“区县:海曙区、番禺区”."""
    return named(Filter(name, "、".join(given)), index)


def _total(tree: Node | None, request: SearchRequest, index: Searcher) -> int:
    """How many documents the user would get for ``tree``."""
    planned = plan(tree, index, exact=request.exact, filters=filters_query(request.filters, index))
    asked = replace(request, offset=0, limit=0, facets=False, explain=False)
    return find(planned, asked, index).total

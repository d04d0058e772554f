"""Why nothing was found: which word or filter is to blame, with the true count without it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from indexer.backends.base import Substring
from search_app.index import Index
from search_app.matching import find
from search_app.planning.filters import filters_query
from search_app.planning.planner import Plan, plan
from search_app.querying.syntax import (
    AllOf,
    AnyOf,
    Excluded,
    Filter,
    Node,
    Phrase,
    Sequence,
    Word,
    YearFilter,
)
from search_app.response import SearchRequest

MAX_CLAUSES = 8
"""Clauses that are left out in turn; a longer query is told about its first ones."""


def diagnose(tree: Node, request: SearchRequest, index: Index) -> tuple[str, ...]:
    """Sentences for people, what helps most first."""
    clauses = tree.clauses if isinstance(tree, Sequence | AllOf) else (tree,)
    beside = {name: given for name, given in request.filters.items() if given}
    told = [*_without_clause(tree, clauses, request, index), *_without_filter(tree, beside, request, index)]
    helpful = [sentence for count, sentence in sorted(told, key=lambda pair: -pair[0]) if count]
    if helpful:
        return tuple(helpful)
    absent = [named(clause) for clause in clauses if not _total(clause, replace(request, filters={}), index)]
    return (f"没有一篇公文符合{'、'.join(absent)}",) if absent else ("没有同时符合全部条件的公文",)


def partly(planned: Plan, index: Index) -> str:
    """What to say above hits that hold only part of the words: which runs stand nowhere."""
    short = [one for one in planned.wanted if not one.is_long]
    absent = [one.typed for one in short if not any(index.count(Substring(s)) for s in one.strings)]
    named_absent = "、".join(f"“{typed}”" for typed in absent)
    if absent and len(planned.wanted) == 1:
        return f"没有写着{named_absent}的公文，下面是写有其中大部分字词的"
    if absent:
        return f"没有一篇公文里有{named_absent}，下面是与其余的词相符的"
    return "没有与全部词都相符的公文，下面是与大部分相符的"


def named(node: Node) -> str:
    """A clause as people call it."""
    match node:
        case Word() | Phrase():
            return f"“{node.text}”"
        case Filter() | YearFilter():
            return f"筛选条件 {node}"
        case Excluded():
            return f"排除条件 {node}"
        case AnyOf() | AllOf() | Sequence():
            return f"（{node}）"
        case _:
            return f"“{node}”"


def _without_clause(
    tree: Node, clauses: tuple[Node, ...], request: SearchRequest, index: Index
) -> Iterator[tuple[int, str]]:
    if len(clauses) < 2 or not isinstance(tree, Sequence | AllOf):
        return
    for clause in clauses[:MAX_CLAUSES]:
        rest = tuple(other for other in clauses if other is not clause)
        without: Node = rest[0] if len(rest) == 1 else replace(tree, clauses=rest)
        count = _total(without, request, index)
        yield count, f"去掉{named(clause)}就有 {count} 篇"


def _without_filter(
    tree: Node, beside: dict[str, tuple[str, ...]], request: SearchRequest, index: Index
) -> Iterator[tuple[int, str]]:
    for name, given in beside.items():
        others = {other: values for other, values in beside.items() if other != name}
        count = _total(tree, replace(request, filters=others), index)
        yield count, f"去掉筛选条件 {name}:{'、'.join(given)} 就有 {count} 篇"


def _total(tree: Node, request: SearchRequest, index: Index) -> int:
    """How many documents the user would get for ``tree``."""
    planned = plan(tree, index, exact=request.exact, beside=filters_query(request.filters, index))
    asked = replace(request, offset=0, limit=0, facets=False, explain=False)
    return find(planned, asked, index).total

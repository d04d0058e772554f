"""``chain``: how a policy was handed down, from what it is based on to what was based on it, level by level."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from indexer.errors import NotFoundError
from search_app.finding import find_document

if TYPE_CHECKING:
    from indexer.generations import Generation
    from indexer.relations import Chain, ChainNode, Store


def chain(text: str, generation: Generation) -> Chain:
    """The chain through the document that ``text`` (id or number in any spelling) names, indexed or only named.

    Raises NotFoundError where neither is known, UsageError where several documents bear the number.
    """
    from indexer.relations import chain_of

    with closing(generation.relations()) as store:
        for key in _keys(text, generation, store):
            found = chain_of(key, store)
            if found is not None:
                return found
    raise NotFoundError(f"没有“{text}”这篇公文，也没有公文提到它；文号请写成 台政发〔2019〕7号")


def _keys(text: str, generation: Generation, store: Store) -> Iterator[str]:
    """The document's id, else the keys under which its number is only named."""
    from indexer.identifiers import find_number_queries

    try:
        yield find_document(text, generation).id
    except NotFoundError:
        for query in find_number_queries(text, generation.dictionaries):
            if query.pattern.number is not None:
                yield from store.named(str(query.pattern.number))


def chain_as_json(found: Chain) -> dict[str, Any]:
    """The contract's JSON of a chain: ``document``, ``above`` and ``below`` as trees of ``children``."""
    return asdict(found)


def chain_rows(found: Chain) -> tuple[tuple[int, ChainNode], ...]:
    """(depth, node) of every node from the uppermost down; the document itself at depth 0, those above it below 0."""
    above = sorted(_walk(found.above), key=lambda pair: -pair[0])
    return (*((-depth, node) for depth, node in above), (0, found.document), *_walk(found.below))


def _walk(nodes: tuple[ChainNode, ...], depth: int = 1) -> Iterator[tuple[int, ChainNode]]:
    for node in nodes:
        yield depth, node
        yield from _walk(node.children, depth + 1)

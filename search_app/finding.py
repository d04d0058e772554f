"""One document by what people call it: its id, or its 发文字号 in any spelling."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from indexer.errors import NotFoundError, UsageError
from indexer.schema import document_from_record
from search_app.addresses import present_id
from search_app.lookup import Reference, lookup
from search_app.searcher import Searcher

if TYPE_CHECKING:
    from indexer.generations import Generation
    from indexer.models import Document


def find_document(wanted: str, generation: Generation) -> Document:
    """The document with this id, else the only one that bears this number.

    Raises NotFoundError, and UsageError where several bear it; both name those that come near.
    """
    with Searcher.open(generation) as index:
        stored = index.document(present_id(wanted, index) or wanted)
        if stored is None:
            stored = index.document(_id_of_number(wanted, generation))
    assert stored is not None, "a number that was found belongs to a document"
    return document_from_record(stored.record)


def listing(references: Sequence[Reference]) -> str:
    """One indented line a document: id, number, date, title."""
    return "\n".join(f"  {'  '.join(_facts(reference))}" for reference in references)


def _id_of_number(wanted: str, generation: Generation) -> str:
    try:
        answer = lookup(wanted, generation)
    except UsageError:
        raise NotFoundError(
            f"没有编号是“{wanted}”的公文，它也不是发文字号；可先检索：gsearch {wanted}"
        ) from None
    if answer.status == "found":
        return answer.documents[0].id
    if answer.status == "ambiguous":
        listed = listing(answer.documents)
        raise UsageError(f"文号是“{wanted}”的公文不止一篇，请用编号：gsearch show 编号\n{listed}")
    if answer.status == "cited_only":
        listed = listing(answer.cited_by)
        raise NotFoundError(f"没有收录“{wanted}”，只有以下公文提到它：\n{listed}")
    raise NotFoundError(f"没有编号或文号是“{wanted}”的公文")


def _facts(reference: Reference) -> list[str]:
    facts = (reference.id, reference.number, reference.written_on, reference.title)
    return [fact for fact in facts if fact]

"""Single things of the collection by their address: a document, an issue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from indexer import schema
from indexer.errors import NotFoundError
from indexer.generations import IssueReport
from indexer.models import Document
from search_app.addresses import present_id
from search_app.searcher import Searcher


@dataclass(frozen=True)
class Catalogue:
    """The issue reports of one generation, to be looked up; not slotted, since it keeps its tables."""

    reports: tuple[IssueReport, ...]

    @cached_property
    def shown(self) -> tuple[IssueReport, ...]:
        """Without the files that gsearch has no use for."""
        return tuple(report for report in self.reports if report.state != "skipped")

    def issue(self, key: str) -> IssueReport:
        """The source file whose address is ``key``. Raises NotFoundError."""
        if key not in self._by_key:
            raise NotFoundError(f"没有编号为“{key}”的公报；请从公报目录里找")
        return self._by_key[key]

    def issue_of(self, document: Document) -> IssueReport | None:
        """The source file that ``document`` stands in."""
        return self._by_document.get(document.id)

    @cached_property
    def _by_key(self) -> dict[str, IssueReport]:
        return {report.id: report for report in reversed(self.reports)}

    @cached_property
    def _by_document(self) -> dict[str, IssueReport]:
        return {document: report for report in self.reports for document in report.documents}


def moved_to(identity: str, index: Searcher) -> str | None:
    """The present id where ``identity`` is one that a document had before, or its number; None where it is its id."""
    present = present_id(identity, index)
    return present if present != identity else None


def find_document(identity: str, index: Searcher) -> tuple[Document, str]:
    """The document and its squeezed text (``StoredDocument.folded``). Raises NotFoundError."""
    stored = index.document(identity)
    if stored is None:
        raise NotFoundError(f"没有编号为“{identity}”的公文；它可能已不在当前索引里")
    return schema.document_from_record(stored.record), stored.folded


def find_documents(identities: Iterable[str], index: Searcher) -> dict[str, Document]:
    """The documents that the index holds of these ids, by id."""
    wanted = list(identities)
    stored = zip(wanted, index.documents(wanted), strict=True)
    return {identity: schema.document_from_record(one.record) for identity, one in stored if one is not None}

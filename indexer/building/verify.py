"""What a new generation has to prove before it may serve."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from indexer.backends import AnalysedDocument, Backend, Carried, Place, Reader, Substring
from indexer.errors import GsearchError

_SAMPLES = 16
_PROBE = 8
"""Characters of a document's text that a smoke query looks for."""


class VerificationError(GsearchError):
    """A new generation does not hold what was put into it and was thrown away; the old one serves."""

    code = "verification"


class Samples:
    """Passes documents through and keeps a few, spread over all of them, to ask for afterwards."""

    def __init__(self) -> None:
        self.count = 0
        self.kept: list[tuple[str, str | None]] = []
        self._every = 1

    def watch(self, documents: Iterable[AnalysedDocument | Carried]) -> Iterator[AnalysedDocument | Carried]:
        for document in documents:
            if self.count % self._every == 0:
                self.kept.append((document.id, None if isinstance(document, Carried) else document.folded))
                if len(self.kept) > _SAMPLES:
                    self.kept = self.kept[::2]
                    self._every *= 2
            self.count += 1
            yield document


def verify(backend: Backend, place: Place, samples: Samples) -> None:
    """Opens the index at ``place`` and asks it for its count and its samples. Raises VerificationError."""
    reader = backend.open(place)
    try:
        count = reader.document_count()
        if count != samples.count:
            raise _refused(f"应有 {samples.count} 篇，实有 {count} 篇")
        for ident, folded in samples.kept:
            _probe(reader, ident, folded)
    finally:
        reader.close()


def _probe(reader: Reader, ident: str, folded: str | None) -> None:
    """Asks for a document by its id and by its text; ``folded`` is None where its text was taken over."""
    stored = reader.documents([ident])[0]
    if stored is None or folded not in (stored.folded, None) or json.loads(stored.record)["id"] != ident:
        raise _refused(f"公文 {ident} 取不出来")
    probe = max(stored.folded.split("\n"), key=len)[:_PROBE]
    if probe and not reader.counts([Substring(probe)])[0]:
        raise _refused(f"公文 {ident} 的“{probe}”查不到")


def _refused(what: str) -> VerificationError:
    return VerificationError(
        f"新的索引没有通过检查（{what}），已丢弃，旧索引照常使用；请重新运行 gsearch build"
    )

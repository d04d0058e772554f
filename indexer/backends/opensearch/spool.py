"""Documents on disk between being counted and being sent: norms need the lengths of all before the first is stored.

They lie there in portions, which different machines may send.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from itertools import chain
from pathlib import Path

from indexer.backends.contract import AnalysedDocument
from indexer.backends.opensearch.ledger import LedgerWriter
from indexer.backends.opensearch.norms import Lengths, Norms
from indexer.backends.opensearch.tokens import stored_counts, stored_token

PORTION = 32 << 20
"""Characters of documents, as they are written, that make a portion: some megabytes packed."""
_FIELDS = tuple(each.name for each in fields(AnalysedDocument))
_DIGEST = 1 << 128


@dataclass(slots=True)
class Spool:
    """The documents of one build, with what has to be known of all of them."""

    folder: Path
    ledger: LedgerWriter
    portions: list[Path] = field(default_factory=list)
    documents: int = 0
    ids: int = 0
    lengths: dict[str, Lengths] = field(default_factory=dict)
    keywords: set[str] = field(default_factory=set)
    labels: dict[str, dict[str, str]] = field(default_factory=dict)

    def fill(self, documents: Iterable[AnalysedDocument]) -> None:
        """Writes and counts ``documents``, one in memory at a time. Raises OSError."""
        left = iter(documents)
        while (first := next(left, None)) is not None:
            self.portions.append(self.folder / f"spool-{len(self.portions):05d}.jsonl.gz")
            self._fill(self.portions[-1], chain([first], left))

    def empty(self) -> None:
        """Removes what was written."""
        for portion in self.portions:
            portion.unlink(missing_ok=True)

    def norms(self) -> dict[str, Norms]:
        return {name: Norms.of(lengths, self.documents) for name, lengths in sorted(self.lengths.items())}

    def _fill(self, portion: Path, documents: Iterable[AnalysedDocument]) -> None:
        """Takes from ``documents`` until the portion is full."""
        size = 0
        with gzip.open(portion, "wb", compresslevel=1) as file:
            for document in documents:
                self._count(document)
                values = [getattr(document, name) for name in _FIELDS]
                line = json.dumps(values, ensure_ascii=False, separators=(",", ":"), default=_plain)
                file.write(line.encode("utf-8", "surrogatepass") + b"\n")
                size += len(line)
                if size >= PORTION:
                    return

    def _count(self, document: AnalysedDocument) -> None:
        self.documents += 1
        self.ids = (self.ids + digest(document.id)) % _DIGEST
        for name, counts in document.tokens.items():
            stored = stored_counts(counts)
            self.lengths.setdefault(name, Lengths()).add(stored)
            self.ledger.count(name, iter(stored))
        for name, values in document.keywords.items():
            self.keywords.add(name)
            self.ledger.count(name, iter({stored_token(value) for value in values}))
        self.ledger.count("id", iter([stored_token(document.id)]))
        self._label(document)

    def _label(self, document: AnalysedDocument) -> None:
        """Of two spellings of one facet value the one that sorts first is shown."""
        for name, label in document.labels.items():
            value = stored_token(document.keywords[name][0])
            known = self.labels.setdefault(name, {})
            known[value] = min(label, known.get(value, label))


def _plain(counts: Mapping[str, int]) -> dict[str, int]:
    """Counts as JSON takes them; token by token would be slow for those that are columns."""
    return dict(counts.items())


def spooled(portion: Path) -> Iterator[AnalysedDocument]:
    """The documents of a portion, one in memory at a time. Raises OSError."""
    with gzip.open(portion, "rb") as file:
        for line in file:
            yield AnalysedDocument(*json.loads(line.decode("utf-8", "surrogatepass")))


def digest(identity: str) -> int:
    """A number for an id; the sum of all, modulo 2^128, tells one set of ids from another in any order."""
    return int.from_bytes(hashlib.sha256(identity.encode("utf-8", "surrogatepass")).digest()[:16], "big")


def digest_of(identities: Iterable[str]) -> str:
    """The sum of the ids' digests, as ``Facts`` keep it."""
    return f"{sum(map(digest, identities)) % _DIGEST:032x}"

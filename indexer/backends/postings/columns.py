"""Columns that need all documents to have been seen: the norms of BM25, the order of ids, facet values."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping

from indexer.backends.contract import AnalysedDocument
from indexer.backends.postings import scoring


class Columns:
    """Collects what a ``Store`` needs of each document, in the order of writing."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self._lengths: dict[str, array[int]] = {}
        self._values: dict[str, list[str]] = {}
        self._labels: dict[str, dict[str, str]] = {}

    def __len__(self) -> int:
        return len(self.ids)

    def add(self, document: AnalysedDocument) -> None:
        """The next document. Of two spellings of one facet value the one that sorts first is shown."""
        number = len(self.ids)
        self.ids.append(document.id)
        for field, counts in document.tokens.items():
            self._add_length(number, field, sum(counts.values()))
        for field, label in document.labels.items():
            self._add_value(number, field, document.keywords[field][0], label)

    def _add_length(self, number: int, field: str, length: int) -> None:
        lengths = self._lengths.setdefault(field, array("I"))
        lengths.extend([0] * (number - len(lengths)))
        lengths.append(length)

    def _add_value(self, number: int, field: str, value: str, label: str) -> None:
        column = self._values.setdefault(field, [])
        column.extend([""] * (number - len(column)))
        column.append(value)
        labels = self._labels.setdefault(field, {})
        labels[value] = min(label, labels.get(value, label))

    def add_carried(
        self, ident: str, lengths: Mapping[str, int], values: Mapping[str, str], labels: Mapping[str, str]
    ) -> None:
        """The next document, as an earlier index held it: its length in each field, its facet values ("" for none)."""
        number = len(self.ids)
        self.ids.append(ident)
        for field, length in lengths.items():
            self._add_length(number, field, length)
        for field, value in values.items():
            if value:
                self._add_value(number, field, value, labels[field])

    def lengths(self) -> Iterator[tuple[str, array[int]]]:
        """By analysed field: how many tokens each document has."""
        for field, lengths in sorted(self._lengths.items()):
            lengths.extend([0] * (len(self) - len(lengths)))
            yield field, lengths

    def mean_lengths(self) -> dict[str, float]:
        """By analysed field: tokens of a document, on average."""
        return {field: sum(lengths) / len(self) for field, lengths in self._lengths.items()}

    def norms(self) -> Iterator[tuple[str, list[float]]]:
        """By field: ``scoring.norm`` of every document."""
        means = self.mean_lengths()
        for field, lengths in self.lengths():
            yield field, [scoring.norm(length, means[field]) for length in lengths]

    def order(self) -> array[int]:
        """The rank of each document's id among all ids."""
        ranks = array("I", bytes(4 * len(self)))
        for rank, number in enumerate(sorted(range(len(self)), key=self.ids.__getitem__)):
            ranks[number] = rank
        return ranks

    def facets(self) -> Iterator[tuple[str, list[int]]]:
        """By field: the index of every document's value in ``facet_values``."""
        for field, values in self.facet_values().items():
            ordinals = {value: at for at, value in enumerate(values)}
            yield field, [ordinals[value] for value in self._values[field]]

    def facet_values(self) -> dict[str, list[str]]:
        """By field: the folded values, ascending, the first one "" for documents without."""
        for column in self._values.values():
            column.extend([""] * (len(self) - len(column)))
        return {field: sorted({"", *column}) for field, column in sorted(self._values.items())}

    def facet_labels(self) -> dict[str, dict[str, str]]:
        """By field: folded value → value as people read it."""
        return self._labels

"""What any search engine does out of the box with Chinese: BM25 over pairs of neighbouring characters, nothing else.

Written without anything of the engine it is held against but ``squeezed``: the same documents (title and text as they
were read) and the same folding of characters, so that a difference is one of ranking. k1 .9 and b .4 are the usual ones
(Anserini's defaults).
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from math import log

import numpy as np

from indexer.analysis import squeezed
from indexer.generations import Generation
from search_app.holdings import ids
from search_app.searcher import Searcher

K1 = 0.9
B = 0.4


class Bigrams:
    """``documents`` are ids with their squeezed lines; pairs do not cross a line."""

    def __init__(self, documents: Iterable[tuple[str, str]]) -> None:
        self.ids: list[str] = []
        self._where: dict[str, array[int]] = {}
        self._often: dict[str, array[int]] = {}
        lengths = array("i")
        for at, (ident, text) in enumerate(documents):
            counted = Counter(pair for line in text.split("\n") for pair in _pairs(line))
            self.ids.append(ident)
            lengths.append(sum(counted.values()))
            for pair, often in counted.items():
                self._where.setdefault(pair, array("i")).append(at)
                self._often.setdefault(pair, array("i")).append(often)
        length = np.array(lengths, dtype=float)
        self._norm = K1 * (1 - B + B * length / max(length.mean(), 1.0)) if self.ids else length

    def best(self, query: str, most: int) -> list[str]:
        """The ids of the ``most`` best documents that hold any pair, best first; equals in the order of documents."""
        scores = np.zeros(len(self.ids))
        for pair, asked in Counter(_pairs(squeezed(query))).items():
            if pair in self._where:
                where = np.frombuffer(self._where[pair], dtype=np.intc)
                often = np.frombuffer(self._often[pair], dtype=np.intc)
                rare = log(1 + (len(self.ids) - len(where) + 0.5) / (len(where) + 0.5))
                scores[where] += asked * rare * often * (K1 + 1) / (often + self._norm[where])
        order = np.argsort(-scores, kind="stable")[:most]
        return [self.ids[at] for at in order if scores[at] > 0]


def bigrams_of(generation: Generation) -> Bigrams:
    """Over every document that the index holds."""
    return Bigrams(_documents(generation))


def _documents(generation: Generation) -> Iterator[tuple[str, str]]:
    with Searcher.open(generation) as index:
        for ident in ids(generation):
            yield ident, index.reader.folded_texts([ident])[0]


def _pairs(text: str) -> list[str]:
    return [text[at : at + 2] for at in range(len(text) - 1)]

"""Words: jieba's dictionary and ours, frozen into a folder beside the index; two engines that cut alike.

``Vocabulary.write`` freezes, ``Vocabulary.open`` maps the frozen words into memory (no copy, no jieba
dictionary loaded). ``single`` cuts one query by jieba's rule, the likeliest words, over the mapped ones: importing
jieba would take longer than the search. ``bulk`` cuts whole collections with jieba-rs, about twenty times faster. Both
and jieba itself return the same words (tested); the hidden Markov model is off, so that a word is cut the same
wherever it stands.
"""

from __future__ import annotations

import json
import re
import sys
from array import array
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from importlib.util import find_spec
from math import exp, log
from pathlib import Path
from typing import TYPE_CHECKING, Any

from indexer.analysis.folding import fold, squeezed
from indexer.errors import NoIndexError

if TYPE_CHECKING:
    from dictionaries import Dictionaries

Cut = Callable[[str], list[str]]

WORDS_FILE = "words.marisa"
FREQUENCIES_FILE = "frequencies.bin"
TERMS_FILE = "vocabulary.json"
_LONGEST_WORD = 24

_BLOCK = re.compile(r"([\u4e00-\u9fd5a-zA-Z0-9+#&._%-]+)")
"""Runs that are cut into words; as jieba has them."""
_APART = re.compile("\r\n|.", re.DOTALL)
"""What stands between such runs: each character by itself."""
_LONE = re.compile("[a-zA-Z0-9]")

_HAN_FIRST, _HAN_LAST = "\u4e00", "\u9fd5"


def is_plain(word: str) -> bool:
    """Whether jieba can hold ``word`` at all: only ideographs of its block; others need a recogniser."""
    return all(_HAN_FIRST <= char <= _HAN_LAST for char in word)


class Vocabulary:
    """The frozen words of one index: frequencies by word, our own terms, and the terms no dictionary can
    hold.

    ``terms`` are our words with the frequency that makes each one token, ``marked`` the folded spellings of
    terms that hold marks, letters or digits (双随机、一公开, 12345热线), which a recogniser finds before
    segmentation.
    """

    def __init__(
        self,
        words: Any,
        frequencies: array[int],
        terms: Mapping[str, int],
        marked: tuple[str, ...],
        total: int,
    ) -> None:
        self._words = words
        self._frequencies = frequencies
        self.terms = terms
        self.marked = marked
        self.total = total
        self.subwords = lru_cache(maxsize=1 << 17)(self._subwords)

    @classmethod
    def write(cls, folder: Path, dictionaries: Dictionaries) -> None:
        """Freezes jieba's words and those of ``dictionaries`` into ``folder``; the same input, the same
        bytes.
        """
        import marisa_trie

        frequencies = _jieba_words()
        spelled = _spelled_terms(dictionaries)
        plain = {
            term: wanted
            for term, wanted in spelled.items()
            if is_plain(term) and 1 < len(term) <= _LONGEST_WORD
        }
        terms = _with_frequencies(plain, frequencies)
        frequencies.update(terms)
        trie = marisa_trie.Trie(frequencies)
        column = array("I", bytes(4 * len(trie)))
        for word, frequency in frequencies.items():
            column[trie[word]] = frequency
        if sys.byteorder == "big":
            column.byteswap()
        (folder / WORDS_FILE).write_bytes(trie.tobytes())  # save() does not tell that a disk is full
        (folder / FREQUENCIES_FILE).write_bytes(column.tobytes())
        marked = sorted({term for term in spelled if not is_plain(term) and len(squeezed(term)) > 1})
        stored = {"total": sum(frequencies.values()), "terms": terms, "marked": marked}
        content = json.dumps(stored, ensure_ascii=False, indent=0)
        (folder / TERMS_FILE).write_text(content + "\n", encoding="utf-8")

    @classmethod
    def open(cls, folder: Path) -> Vocabulary:
        """Raises NoIndexError where a file is missing or damaged."""
        import marisa_trie

        column = array("I")
        try:
            words = marisa_trie.Trie().mmap(str(folder / WORDS_FILE))
            column.frombytes((folder / FREQUENCIES_FILE).read_bytes())
            stored = json.loads((folder / TERMS_FILE).read_text(encoding="utf-8"))
            result = cls(words, column, stored["terms"], tuple(stored["marked"]), stored["total"])
        except (OSError, ValueError, KeyError, TypeError, RuntimeError) as error:
            raise NoIndexError(f"词表缺失或损坏：{folder}；请运行 gsearch build 重建索引") from error
        if len(column) != len(words):
            raise NoIndexError(f"词表不完整：{folder}；请运行 gsearch build 重建索引")
        if sys.byteorder == "big":
            column.byteswap()
        return result

    def get(self, word: str, default: int = 0) -> int:
        """The frequency of ``word``, ``default`` where it is no word."""
        number = self._words.get(word)
        return default if number is None else self._frequencies[number]

    def prefixes(self, text: str) -> list[str]:
        """The words that ``text`` begins with, shortest first."""
        found: list[str] = self._words.prefixes(text)
        return found

    def _subwords(self, word: str) -> tuple[str, ...]:
        """The words of two and three characters inside a longer one, as jieba's search mode gives them."""
        grams = [
            word[at : at + size] for size in (2, 3) if len(word) > size for at in range(len(word) - size + 1)
        ]
        return tuple(gram for gram in grams if self.get(gram))

    def single(self) -> Cut:
        """A cutter for single queries: ready in a few milliseconds, slow in bulk."""
        return _single_cutter(self)

    def bulk(self) -> Cut:
        """A cutter for collections: 0.15 s to start, about 15 MB/s."""
        import rjieba

        engine = rjieba.Jieba()
        for term, frequency in self.terms.items():
            engine.add_word(term, frequency, "n")

        def cut(text: str) -> list[str]:
            words: list[str] = engine.cut(text, False)
            return words

        return cut


def _single_cutter(vocabulary: Vocabulary) -> Cut:
    def cut(text: str) -> list[str]:
        words: list[str] = []
        for at, piece in enumerate(_BLOCK.split(text)):
            words += _likeliest(piece, vocabulary) if at % 2 else _APART.findall(piece)
        return words

    return cut


def _likeliest(block: str, vocabulary: Vocabulary) -> Iterator[str]:
    """The words of the likeliest cut of ``block``; letters and digits that are no words stay together."""
    ends = _best_ends(block, vocabulary)
    loose = ""
    at = 0
    while at < len(block):
        word = block[at : ends[at]]
        at = ends[at]
        if _LONE.fullmatch(word):
            loose += word
            continue
        if loose:
            yield loose
            loose = ""
        yield word
    if loose:
        yield loose


def _best_ends(block: str, vocabulary: Vocabulary) -> list[int]:
    """For each place where the likeliest word that begins there ends, the longest of equally likely ones."""
    total = log(vocabulary.total)
    best: list[tuple[float, int]] = [(0.0, 0)] * len(block) + [(0.0, 0)]
    for at in range(len(block) - 1, -1, -1):
        best[at] = max(
            (log(vocabulary.get(block[at:end]) or 1) - total + best[end][0], end)
            for end in _ends(vocabulary, block, at)
        )
    return [end for _, end in best]


def _ends(vocabulary: Vocabulary, block: str, at: int) -> list[int]:
    """Where the words that begin at ``at`` end: after one character where there is none."""
    words = vocabulary.prefixes(block[at : at + _LONGEST_WORD])
    return [at + len(word) for word in words] or [at + 1]


def _jieba_words() -> dict[str, int]:
    """jieba's own dictionary, words of ideographs only: word → frequency. Its program is not imported."""
    package = find_spec("jieba")
    assert package is not None
    assert package.origin is not None
    rows = Path(package.origin).with_name("dict.txt").read_text(encoding="utf-8").split("\n")
    words = (row.split(" ") for row in rows if row)
    return {row[0]: int(row[1]) for row in words if is_plain(row[0])}


def _spelled_terms(dictionaries: Dictionaries) -> dict[str, int]:
    """The dictionaries' terms, folded, each with the frequency its line asks for (0: none)."""
    plain = {fold(term.word): term.frequency or 0 for term in dictionaries.terms}
    marked = {fold(term): 0 for term in dictionaries.marked_terms}
    return dict(sorted((marked | plain).items()))


def _with_frequencies(terms: Mapping[str, int], words: Mapping[str, int]) -> dict[str, int]:
    """Frequencies that make each term one token: more likely than the best cut of it into other words.

    Shorter terms go first, being pieces of the longer ones.
    """
    known = dict(words)
    total = float(sum(known.values()))
    given: dict[str, int] = {}
    for term in sorted(terms, key=lambda term: (len(term), term)):
        best = exp(_best_split(term, known, total)) * total
        given[term] = known[term] = max(terms[term], known.get(term, 0), int(best * 1.1) + 2)
    return given


def _best_split(term: str, words: Mapping[str, int], total: float) -> float:
    """The log probability of the likeliest cut of ``term`` into at least two words."""
    best = [0.0] * (len(term) + 1)
    for start in range(len(term) - 1, -1, -1):
        ends = range(start + 1, len(term) + 1 if start else len(term))
        pieces = ((term[start:end], end) for end in ends)
        best[start] = max(
            log(words.get(piece) or 1) - log(total) + best[end]
            for piece, end in pieces
            if len(piece) == 1 or words.get(piece)
        )
    return best[0]

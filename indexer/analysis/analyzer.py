"""The analyzer: recognise, segment, add the words inside words; one token stream for index and query."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from indexer.analysis.folding import fold, is_han, squeezed
from indexer.analysis.recognisers import Found, marked_terms, recognise, recognise_runs
from indexer.analysis.segmenter import Cut, Vocabulary

_HAN_RUN = re.compile("[\u4e00-\u9fd5]+")
_OTHER_RUN = re.compile(r"[^\W_]")
_SEPARATOR = "\n"


@dataclass(frozen=True, slots=True)
class Token:
    """``source[start:end]`` is what ``text`` stands for (half-open offsets into the text as it was given).

    ``position`` counts words from 0; ``subword``s share the position of their word. ``kind`` is word, subword,
    number, date, registration, telephone, email, address, term (with inner marks) or ascii.
    """

    text: str
    start: int
    end: int
    position: int
    kind: str


class Analyzer:
    """Cuts text with the words of one ``vocabulary``; ``bulk`` chooses the faster segmenter, same tokens."""

    def __init__(self, vocabulary: Vocabulary, *, bulk: bool = False) -> None:
        self._vocabulary = vocabulary
        self._bulk = bulk
        self._cutter: Cut | None = None
        self._recognisers = (marked_terms(vocabulary.marked), recognise_runs)

    def tokens(self, text: str) -> tuple[Token, ...]:
        """The tokens of ``text``, ascending by position; a word stands before its subwords.

        >>> from tests.vocabulary import small_analyzer  # doctest: +SKIP
        """
        folded = fold(text)
        result: list[Token] = []
        position = 0
        for found in self._spans(folded):
            result.append(Token(found.text, found.start, found.end, position, found.kind))
            result.extend(self._subtokens(folded, found, position))
            position += 1
        return tuple(result)

    def counts(self, paragraphs: Iterable[str]) -> dict[str, dict[str, int]]:
        """How often each token occurs, by representation: word, search (words and subwords), bigram, unigram.

        Bigrams and unigrams are those of each squeezed paragraph; none crosses two paragraphs.
        """
        words: Counter[str] = Counter()
        inner: Counter[str] = Counter()
        bigrams: Counter[str] = Counter()
        unigrams: Counter[str] = Counter()
        for paragraph in paragraphs:
            string = squeezed(paragraph)
            unigrams.update(string)
            bigrams.update(map(str.__add__, string, string[1:]))
            for found in self._spans(fold(paragraph)):
                words[found.text] += 1
                inner.update(found.parts)
        return {
            "word": words,
            "search": words + self._inner(words) + inner,
            "bigram": bigrams,
            "unigram": unigrams,
        }

    def _inner(self, words: Mapping[str, int]) -> Counter[str]:
        inner: Counter[str] = Counter()
        for word, count in words.items():
            for part in self._vocabulary.subwords(word):
                inner[part] += count
        return inner

    def _cut(self, text: str) -> list[str]:
        if self._cutter is None:
            self._cutter = self._vocabulary.bulk() if self._bulk else self._vocabulary.single()
        return self._cutter(text)

    def _spans(self, folded: str) -> Iterator[Found]:
        """Recognised things and, between them, words; punctuation and blanks are no words."""
        at = 0
        for found in recognise(folded, self._recognisers):
            yield from self._words(folded, at, found.start)
            yield found
            at = found.end
        yield from self._words(folded, at, len(folded))

    def _words(self, folded: str, start: int, end: int) -> Iterator[Found]:
        at = start
        for run in _HAN_RUN.finditer(folded, start, end):
            yield from _characters(folded, at, run.start())
            at = run.start()
            for word in self._cut(run.group()):
                yield Found(at, at + len(word), word, "word")
                at += len(word)
        yield from _characters(folded, at, end)

    def _subtokens(self, folded: str, found: Found, position: int) -> Iterator[Token]:
        """The parts of a recognised thing and the words inside a word, each at its own place in the source."""
        at = found.start
        for part in found.parts:
            begin = folded.index(part, at, found.end)
            at = begin + len(part)
            yield Token(part, begin, at, position, "subword")
        if found.kind == "word" and found.end - found.start > 2:
            for size in (2, 3):
                for begin in range(found.start, found.end - size + 1):
                    gram = folded[begin : begin + size]
                    if found.end - found.start > size and self._vocabulary.get(gram):
                        yield Token(gram, begin, begin + size, position, "subword")


def _characters(folded: str, start: int, end: int) -> Iterator[Found]:
    """Letters outside jieba's block and outside ASCII, and rare ideographs: each a word of its own."""
    for at in range(start, end):
        char = folded[at]
        if char > "\x7f" and (char.isalnum() or is_han(char)):
            yield Found(at, at + 1, char, "word")

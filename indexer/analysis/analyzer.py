"""The analyzer: recognise, segment, add the words inside words; one token stream for index and query."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.analysis.folding import fold, squeeze, squeezed
from indexer.analysis.lines import Lines, ManyLines
from indexer.analysis.recognisers import Found, recogniser
from indexer.analysis.segmenter import Cut, Vocabulary

if TYPE_CHECKING:
    from dictionaries import Dictionaries

_RUN = re.compile(
    r"""[\u4e00-\u9fd5]+                      # 双随机
      | [^\W_a-zA-Z0-9\u4e00-\u9fd5]          # ä, 々
      | [\u2e80-\u2fdf\u3400-\u4dbf\u9fd6-\u9fff\uf900-\ufaff\U00020000-\U0003fffd]    # 㐀, 𠮷
    """,
    re.VERBOSE,
)
"""A run of jieba's ideographs; or one letter from outside them and ASCII, which is a word of its own; or an ideograph
that this Python's Unicode does not know as a letter yet."""

_BREAK = "\n"


@dataclass(frozen=True, slots=True)
class Token:
    """``source[start:end]`` is what ``text`` stands for: half-open offsets into the text as it was given.

    ``position`` counts words from 0; a subword has the position of its word. ``kind`` is word, subword,
    number, date, registration, telephone, email, address, term (one with inner marks) or ascii.
    """

    text: str
    start: int
    end: int
    position: int
    kind: str


class Analyzer:
    """Cuts text with the words of one ``vocabulary``; ``bulk`` chooses the faster segmenter, same tokens.

    ``dictionaries`` (default: those of the program) hold the agency codes that document numbers are known by.
    """

    def __init__(
        self, vocabulary: Vocabulary, dictionaries: Dictionaries | None = None, *, bulk: bool = False
    ) -> None:
        if dictionaries is None:
            from dictionaries import load

            dictionaries = load()
        self.dictionaries = dictionaries
        self._vocabulary = vocabulary
        self._bulk = bulk
        self._cutter: Cut | None = None
        self._recognised = recogniser(dictionaries, vocabulary.marked)

    def tokens(self, text: str) -> tuple[Token, ...]:
        """The tokens of ``text``, ascending by position; a word stands before its subwords."""
        folded = fold(text)
        result: list[Token] = []
        for position, found in enumerate(self._spans(text, folded)):
            result.append(Token(found.text, found.start, found.end, position, found.kind))
            for part, start, end in self._places(folded, found):
                result.append(Token(part, start, end, position, "subword"))
        return tuple(result)

    def counts(self, paragraphs: Iterable[str]) -> dict[str, Mapping[str, int]]:
        """How often each token occurs, by representation: word, search (words, subwords), bigram, unigram.

        Bigrams and unigrams are those of each squeezed paragraph; none crosses two paragraphs.
        """
        return self.counts_of(self.lines(paragraphs))

    def lines(self, paragraphs: Iterable[str]) -> Lines:
        """``paragraphs``, to be counted; their squeezed text is had with them."""
        return (ManyLines if self._bulk else Lines)(paragraphs)

    def counts_of(self, lines: Lines) -> dict[str, Mapping[str, int]]:
        """``counts`` of ``lines``."""
        words, inner = self._read(lines)
        counted = dict(Counter(words))
        for word, count in counted.items():
            for part in self._vocabulary.subwords(word) if len(word) > 2 else ():
                inner[part] += count
        search = counted.copy()
        for part, count in inner.items():
            search[part] = search.get(part, 0) + count
        return {"word": counted, "search": search, "bigram": lines.bigrams(), "unigram": lines.unigrams()}

    def _read(self, lines: Lines) -> tuple[list[str], Counter[str]]:
        """All words, and how often the parts of recognised things occur. What lies between those is cut in one go."""
        words: list[str] = []
        parts: list[str] = []
        pieces: list[str] = []
        for text, folded in zip(lines.given, lines.folded, strict=True):
            at = 0
            for found in self._recognised(text, folded):
                pieces.append(folded[at : found.start])
                at = found.end
                words.append(found.text)
                parts += self._parts(found)
            pieces.append(folded[at:] if at else folded)
        runs = _RUN.findall(_BREAK.join(pieces))
        words += [word for word in self._cut(_BREAK.join(runs)) if word != _BREAK]
        return words, Counter(parts)

    def _spans(self, text: str, folded: str) -> Iterator[Found]:
        """Recognised things and, between them, words; punctuation and blanks are no words."""
        at = 0
        for found in self._recognised(text, folded):
            yield from self._words(folded, at, found.start)
            yield found
            at = found.end
        yield from self._words(folded, at, len(folded))

    def _words(self, folded: str, start: int, end: int) -> Iterator[Found]:
        for run in _RUN.finditer(folded, start, end):
            at = run.start()
            for word in self._cut(run.group()):
                yield Found(at, at + len(word), word, "word")
                at += len(word)

    def _cut(self, run: str) -> list[str]:
        if self._cutter is None:
            self._cutter = self._vocabulary.bulk() if self._bulk else self._vocabulary.single()
        return self._cutter(run)

    def _parts(self, found: Found) -> tuple[str, ...]:
        """What a span is found by beside its own token: the words in a word, the parts of a recognised
        thing.
        """
        if found.kind == "word":
            return self._vocabulary.subwords(found.text) if len(found.text) > 2 else ()
        if found.kind == "term":
            words = [word for part in found.parts or (found.text,) for word in self._inner_words(part)]
            return tuple(words)
        return found.parts

    def _inner_words(self, text: str) -> Iterator[str]:
        """The words of one part of a term with marks, cut as if it stood alone."""
        for found in _RUN.finditer(text):
            for word in self._cut(found.group()):
                yield from self._vocabulary.subwords(word) if len(word) > 2 else ()
                yield word

    def _places(self, folded: str, found: Found) -> Iterator[tuple[str, int, int]]:
        """The parts of a span, each with its place in the source; a part not written there has the whole
        span's.
        """
        parts = self._parts(found)
        if not parts:
            return
        string, offsets = squeeze(folded[found.start : found.end])
        at = 0
        for part in parts:
            wanted = squeezed(part)
            at = string.find(wanted, at)
            if at < 0:
                at = max(0, string.find(wanted))
            if wanted and string.startswith(wanted, at):
                yield part, found.start + offsets[at], found.start + offsets[at + len(wanted) - 1] + 1
            else:
                yield part, found.start, found.end

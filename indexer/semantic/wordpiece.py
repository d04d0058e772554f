"""BERT's WordPiece: text → numbers of a model's vocabulary.

After Devlin et al. 2019 and the reference tokenizer: ideographs and punctuation stand alone, other runs are cut into
the longest pieces that the vocabulary has, pieces inside a word are marked ``##``.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

CLS, SEP, UNKNOWN = "[CLS]", "[SEP]", "[UNK]"
LONGEST_WORD = 100
"""Characters of a run; longer ones are unknown."""
_IDEOGRAPHS = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x2FA1F))
_ASCII_MARKS = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


@dataclass(frozen=True, slots=True)
class WordPiece:
    """``vocabulary`` maps pieces to numbers and holds CLS, SEP and UNKNOWN; with ``lower_case`` letters are folded and
    lose their accents.
    """

    vocabulary: Mapping[str, int]
    lower_case: bool = False

    def encode(self, text: str, most: int) -> list[int]:
        """The numbers of ``text`` between CLS and SEP, at most ``most`` of them; what is beyond is left out."""
        numbers = [self.vocabulary[CLS]]
        for piece in self.pieces(text):
            if len(numbers) == most - 1:
                break
            numbers.append(self.vocabulary[piece])
        return [*numbers, self.vocabulary[SEP]]

    def pieces(self, text: str) -> Iterator[str]:
        """The pieces of ``text`` in the vocabulary, UNKNOWN for what is not in it."""
        if self.lower_case:
            apart = unicodedata.normalize("NFD", text.lower())
            text = "".join(char for char in apart if unicodedata.category(char) != "Mn")
        for word in _words(text):
            yield from self._cut(word)

    def _cut(self, word: str) -> list[str]:
        found: list[str] = []
        start = 0
        while start < len(word) <= LONGEST_WORD:
            marks = "##" if start else ""
            ends = range(len(word), start, -1)
            end = next((end for end in ends if marks + word[start:end] in self.vocabulary), 0)
            if not end:
                return [UNKNOWN]
            found.append(marks + word[start:end])
            start = end
        return found or [UNKNOWN]


def _words(text: str) -> Iterator[str]:
    """Runs between blanks; ideographs and marks alone; control characters fall out."""
    held = ""
    for char in text:
        alone = _is_ideograph(char) or _is_mark(char)
        if alone or char.isspace():
            if held:
                yield held
            held = ""
        if alone:
            yield char
        elif not char.isspace() and unicodedata.category(char) not in ("Cc", "Cf") and char != "\ufffd":
            held += char
    if held:
        yield held


def _is_ideograph(char: str) -> bool:
    return any(first <= ord(char) <= last for first, last in _IDEOGRAPHS)


def _is_mark(char: str) -> bool:
    return char in _ASCII_MARKS or unicodedata.category(char).startswith("P")

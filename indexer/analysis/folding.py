"""Folding: the spellings of one character become one character, so that offsets stay.

``fold`` maps width (ＡＢ１２ → ab12), case, traditional → simplified, compatibility ideographs and
punctuation variants, always character to character. ``squeeze`` goes on to what ``"…"`` compares (contract:
everything dropped that is neither Han, letter nor digit) and remembers where each character came from.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dictionaries import Dictionaries
    from indexer.analysis.characters import Table

_LONG = 200
"""Characters from which a table of numpy's is quicker than ``str.translate``."""
_FULL_WIDTH = range(0xFF01, 0xFF5F)
_PUNCTUATION = {
    " ": "\u3000\u00a0\u2002\u2003\u2007\u2009\u202f\t",
    '"': "“”„‟〝〞＂«»",
    "'": "‘’‚‛′",
    "·": "・•‧∙⋅･",
    "[": "〔﹝［【〖",
    "]": "〕﹞］】〗",
    "-": "‐‑‒–—―−－─",
    "~": "～〜∼",
    ".": "．",
    "<": "〈＜",
    ">": "〉＞",
}
"""Plain mark → its variants."""


def fold(text: str) -> str:
    """``text`` with every character in its plain form; ``len(fold(text)) == len(text)``, idempotent.

    Characters whose plain form is longer stay themselves (℃, ㈠), or keep its one letter (İ → i).

    >>> fold("Ａ辦〔２０１９〕7號")
    'a办[2019]7号'
    """
    return tables().fold(text)


def squeezed(text: str) -> str:
    """``fold(text)`` without anything that is neither Han, letter nor digit.

    >>> squeezed("“雙隨機、一公開” 100％")
    '双随机一公开100'
    """
    return tables().squeeze(text)


def squeeze(text: str) -> tuple[str, list[int]]:
    """``squeezed(text)`` and, for each of its characters, the 0-based offset in ``text`` it came from.

    >>> squeeze("一 次、办好")
    ('一次办好', [0, 2, 4, 5])
    """
    return tables().squeeze_with_offsets(text)


class _FoldTable(dict[int, str]):
    """For ``str.translate``: the folded character of a code point, worked out once, when first met."""

    def __init__(self, simplified: dict[str, str]) -> None:
        super().__init__()
        self._simplified = simplified
        self._marks = {char: target for target, variants in _PUNCTUATION.items() for char in variants}

    def __missing__(self, codepoint: int) -> str:
        char = chr(codepoint)
        mark = self._marks.get(char)
        result = mark if mark is not None else self._letter(char)
        self[codepoint] = result
        return result

    def _letter(self, char: str) -> str:
        if ord(char) in _FULL_WIDTH:
            char = chr(ord(char) - 0xFEE0)
        elif is_han(char):
            char = _single(unicodedata.normalize("NFKC", char), char)
            return self._simplified.get(char, char)
        return _single("".join(c for c in char.lower() if c.isalnum()), char) if char.isalpha() else char


class _SqueezeTable(dict[int, str]):
    """For ``str.translate``: the folded character of a code point, or nothing where ``squeeze`` drops it."""

    def __init__(self, folded: _FoldTable) -> None:
        super().__init__()
        self._folded = folded

    def __missing__(self, codepoint: int) -> str:
        char = self._folded[codepoint]
        self[codepoint] = result = char if char.isalnum() or is_han(char) else ""
        return result


class _Tables:
    def __init__(self, simplified: dict[str, str]) -> None:
        self.folded = _FoldTable(simplified)
        self.squeezed = _SqueezeTable(self.folded)

    @cached_property
    def folding(self) -> Table:
        """``folded`` for whole texts."""
        from indexer.analysis.characters import Table

        return Table(self.folded)

    @cached_property
    def squeezing(self) -> Table:
        """``squeezed`` for whole texts."""
        from indexer.analysis.characters import Table

        return Table(self.squeezed)

    def fold(self, text: str) -> str:
        return self.folding.text(text) if _is_long(text) else text.translate(self.folded)

    def squeeze(self, text: str) -> str:
        return self.squeezing.text(text) if _is_long(text) else text.translate(self.squeezed)

    def squeeze_with_offsets(self, text: str) -> tuple[str, list[int]]:
        if _is_long(text):
            return self.squeezing.text_with_offsets(text)
        kept = [(at, self.squeezed[ord(char)]) for at, char in enumerate(text)]
        found = [(at, char) for at, char in kept if char]
        return "".join(char for _, char in found), [at for at, _ in found]


def _is_long(text: str) -> bool:
    """Whether arrays are quicker; nobody imports numpy for it."""
    return len(text) >= _LONG and "numpy" in sys.modules


def is_han(char: str) -> bool:
    """Whether ``char`` is an ideograph or radical of any CJK block, extensions and compatibility forms
    included.
    """
    code = ord(char)
    if code < 0x2E80:
        return False
    return (
        0x4E00 <= code <= 0x9FFF
        or 0x3400 <= code <= 0x4DBF
        or 0x20000 <= code <= 0x3FFFD
        or 0xF900 <= code <= 0xFAFF
        or 0x2E80 <= code <= 0x2FDF
        or code in (0x3005, 0x3007, 0x3021)
        or 0x3022 <= code <= 0x3029
        or 0x3038 <= code <= 0x303B
    )


def _single(candidate: str, otherwise: str) -> str:
    return candidate if len(candidate) == 1 else otherwise


@contextmanager
def folding_by(dictionaries: Dictionaries) -> Iterator[None]:
    """Within this block ``fold`` and ``squeeze`` know the traditional forms of these dictionaries.

    Whoever builds with them or answers from an index that was built with them does so within; elsewhere the
    packaged forms count. Holds for the thread (PEP 567) that entered.
    """
    own = dictionaries.replaces(_TRADITIONAL)
    token = _ACTIVE.set(_own_tables(_Own(dictionaries.fingerprint, dictionaries)) if own else None)
    try:
        yield
    finally:
        _ACTIVE.reset(token)


_TRADITIONAL = "traditional.txt"
_ACTIVE: ContextVar[_Tables | None] = ContextVar("folding", default=None)


def tables() -> _Tables:
    """What counts in this thread."""
    return _ACTIVE.get() or _packagedtables()


@lru_cache(maxsize=1)
def _packagedtables() -> _Tables:
    """Made on first use: the traditional forms are data of ``dictionaries``."""
    from dictionaries import load

    return _Tables(dict(load().traditional))


@dataclass(frozen=True, slots=True)
class _Own:
    """Dictionaries that are the same where their content is."""

    fingerprint: str
    dictionaries: Dictionaries = field(compare=False)


@lru_cache(maxsize=4)
def _own_tables(own: _Own) -> _Tables:
    return _Tables(dict(own.dictionaries.traditional))

"""How much a decoded text looks like Chinese office prose: what tells a right decoding from a lucky one.

Strict decoding alone proves nothing: the GBK bytes of 通知 are valid UTF-8, and pairs of UTF-8 characters
are often valid GB18030. A wrong decoding, however, falls on rare characters, while over 99 % of the
characters of real official text are the 3,755 of GB/T 2312 level 1, ASCII, or CJK punctuation.
"""

from __future__ import annotations

from functools import lru_cache

SAMPLE = 6000
"""Characters looked at; a larger text is sampled at its beginning, middle and end."""

_SYMBOL, _RARE_HAN, _LATIN, _OTHER_LETTER = 0.9, 0.5, 0.4, 0.3


@lru_cache(maxsize=1)
def _common_han() -> frozenset[str]:
    """The level 1 characters of GB/T 2312 (rows 16-55), taken from the codec rather than from a list."""
    rows = range(0xB0, 0xD8)
    cells = b"".join(bytes((row, cell)) for row in rows for cell in range(0xA1, 0xFF))
    return frozenset(cells.decode("gb2312", errors="ignore"))


@lru_cache(maxsize=1 << 15)
def _weight(character: str) -> float:
    code = ord(character)
    if 0x20 <= code < 0x7F or character in "\t\n\r\f" or character in _common_han():
        return 1.0
    if (
        0x3000 <= code <= 0x303F
        or 0xFF01 <= code <= 0xFF65
        or 0x2010 <= code <= 0x2027
        or 0x2460 <= code <= 0x24FF
    ):
        return 1.0
    if 0x2190 <= code <= 0x22FF or 0x25A0 <= code <= 0x266F:
        return _SYMBOL
    if 0x4E00 <= code <= 0x9FFF or 0x3400 <= code <= 0x4DBF:
        return _RARE_HAN
    if code < 0x20 or 0x7F <= code < 0xA0 or code in (0xFFFD, 0xFFFE, 0xFFFF) or 0xE000 <= code <= 0xF8FF:
        return 0.0
    if 0xA0 <= code < 0x180:
        return _LATIN
    # Hebrew, Arabic, combining marks and scripts of the far planes are what wrong decodings fall into.
    return _OTHER_LETTER if character.isalnum() and not 0x0300 <= code <= 0x08FF else 0.1


def sample(text: str) -> str:
    """At most :data:`SAMPLE` characters of ``text``, from three places."""
    if len(text) <= SAMPLE:
        return text
    third = SAMPLE // 3
    middle = len(text) // 2
    return text[:third] + text[middle : middle + third] + text[-third:]


def plausibility(text: str) -> float:
    """Between 0 (surely no text) and 1 (every character is a usual one); 1 for the empty text.

    >>> plausibility("关于印发实施方案的通知")
    1.0
    >>> plausibility("通知".encode("gb18030").decode("utf-8")) < 0.5
    True
    """
    piece = sample(text)
    if not piece or (piece.isascii() and piece.isprintable()):
        return 1.0
    return sum(map(_weight, piece)) / len(piece)

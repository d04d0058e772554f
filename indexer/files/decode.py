"""Bytes → text: byte order mark, UTF-16 without one, UTF-8, GB18030, each checked for plausibility.

GB 18030 is a superset of GBK and GB 2312, so those names are read as GB18030 throughout. A file that is not
all in one encoding is decoded line by line (see :mod:`indexer.files.mixed`), and every guess that cost
characters is reported with its line. Everything is linear in the size of the file.
"""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.errors import UsageError
from indexer.files.mixed import decode_lines
from indexer.files.plausibility import plausibility

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
"""UTF-32 stands before UTF-16, whose mark is the beginning of its own."""

_SUPERSET = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "cp936": "gb18030",
    "ascii": "utf-8",
    "utf-8-sig": "utf-8",
}

CHARACTER_SETS = frozenset(
    {"utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "ascii"}
    | {"gb18030", "gbk", "gb2312", "cp936", "hz", "big5", "big5hkscs", "cp950"}
    | {"shift_jis", "cp932", "euc_jp", "euc_kr", "cp949", "koi8-r", "cp437", "mac-roman"}
    | {f"iso8859-{part}" for part in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16)}
    | {f"cp{page}" for page in range(1250, 1259)}
)
"""Codecs that files are read by, all linear: those of the WHATWG Encoding Standard that Python has, and three of
old systems. Python's others transform rather than encode, or take quadratic time on hostile input (punycode)."""

_ENOUGH = 0.75
"""A decoding at least this plausible is not questioned; real text lies above .97, wrong decodings below
.65."""

_PROOF = 10
"""So many different characters beyond ASCII do not come out as valid UTF-8 by chance."""

_LINES_NAMED = 5
"""So many lines are named in a warning before it says 等."""

_WINDOW = 1 << 16
"""Bytes of a file's beginning in which NULs and UTF-16 are looked for; even, so that pairs stay together."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A decoded text; ``encoding`` is a codec's name, or ``utf-8+gb18030`` for a file that mixes both."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """Decodes ``data``, by ``encoding`` where one is given. Never fails on any bytes.

    Undecodable bytes become U+FFFD and are reported with their line. Raises UsageError for an unknown
    ``encoding``.

    >>> decode("通知".encode("gbk")).encoding
    'gb18030'
    """
    if encoding is not None:
        return _decode_as(data, canonical(encoding))
    for mark, name in _MARKS:
        if data.startswith(mark):
            decoded = _decode_marked(data[len(mark) :], name)
            if decoded is not None:
                return decoded
    order = _utf16_without_mark(data)
    if order is not None:
        return _decode_as(data, order)
    return _decode_unmarked(data)


def canonical(encoding: str) -> str:
    """The codec that reads everything ``encoding`` may stand for (gb2312 → gb18030); UsageError if there is
    none.

    >>> canonical("GB2312")
    'gb18030'
    """
    try:
        name = codecs.lookup(encoding.strip()).name
        if name not in CHARACTER_SETS:
            raise LookupError(name)
    except (LookupError, ValueError) as error:
        raise UsageError(f"不认识编码“{encoding}”；可用 utf-8、gb18030、utf-16 等") from error
    return _SUPERSET.get(name, name)


def name_lines(lines: Sequence[int]) -> str:
    """Line numbers for a warning: ``第 3、8 行``, ``第 1、2、3、4、5 行等 40 行``."""
    named = "、".join(str(line) for line in lines[:_LINES_NAMED])
    return f"第 {named} 行" + (f"等 {len(lines)} 行" if len(lines) > _LINES_NAMED else "")


def _decode_as(data: bytes, name: str) -> Decoded:
    text = _strict(data, name)
    if text is not None:
        return Decoded(text.removeprefix("\ufeff"), name)
    lossy = data.decode(name, errors="replace").removeprefix("\ufeff")
    bad = [number for number, line in enumerate(lossy.split("\n"), 1) if "\ufffd" in line]
    where = f"{name_lines(bad)}有字节" if bad else "有字节"
    return Decoded(lossy, name, (f"{where}不能按 {name} 解码，已用 \ufffd 代替",))


def _strict(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except ValueError:
        return None


def _decode_marked(data: bytes, name: str) -> Decoded | None:
    """The text after a byte order mark; None where the rest shows that the mark is an accident."""
    if name == "utf-8":
        text = _strict(data, name)
        return _decode_unmarked(data) if text is None else Decoded(text, name)
    decoded = _decode_as(data, name)
    return decoded if plausibility(decoded.text) >= _ENOUGH else None


def _utf16_without_mark(data: bytes) -> str | None:
    """The UTF-16 byte order that makes ``data`` plausible where no 8-bit encoding does, or None."""
    head = data[:_WINDOW]
    if len(data) % 2 or not head:
        return None
    if b"\0" not in head:
        # Without a NUL there is neither ASCII nor a line break in it: only a short piece of pure Chinese.
        eight_bit = max(plausibility(head.decode(name, errors="replace")) for name in ("utf-8", "gb18030"))
        if eight_bit >= _ENOUGH:
            return None
    scores = {name: plausibility(head.decode(name, errors="replace")) for name in ("utf-16-le", "utf-16-be")}
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] >= _ENOUGH else None


def _decode_unmarked(data: bytes) -> Decoded:
    text = _strict(data, "utf-8")
    if text is not None and _is_utf8(text, data):
        return Decoded(text, "utf-8")
    if text is not None:
        return Decoded(data.decode("gb18030", errors="replace"), "gb18030")
    return _decode_by_line(data)


def _is_utf8(text: str, data: bytes) -> bool:
    """Whether valid UTF-8 is meant as such: plausible, too long for chance, or no worse than GB18030."""
    likely = plausibility(text)
    if likely >= _ENOUGH:
        return True
    beyond = {character for character in text[:_WINDOW] if character > "\x7f"}
    if len(beyond) >= _PROOF:
        return True
    other = _strict(data, "gb18030")
    return other is None or plausibility(other) <= likely


def _decode_by_line(data: bytes) -> Decoded:
    lines = decode_lines(data)
    warnings = []
    if lines.odd:
        warnings.append(
            f"文件混用 UTF-8 与 GB18030 编码：以 {lines.encoding} 为主，"
            f"{name_lines(lines.odd)}按另一种编码读出"
        )
    if lines.damaged:
        warnings.append(f"{name_lines(lines.damaged)}有字节不能解码，已用 \ufffd 代替")
    return Decoded(lines.text, "utf-8+gb18030" if lines.odd else lines.encoding, tuple(warnings))

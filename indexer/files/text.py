"""Plain text and Markdown → raw lines, in the numbering that an editor or ``sed -n`` shows."""

from __future__ import annotations

import re
from codecs import BOM_UTF8

from indexer.errors import ExtractError
from indexer.files.decode import Decoded, decode, name_lines
from indexer.files.extracted import Extracted
from indexer.files.plausibility import plausibility

_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff]")
"""Soft hyphens, zero-width and direction marks: nobody sees them, and they break words apart."""

_CONTROL = re.compile("[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_LINE_LIKE = re.compile("[\x85\u2028\u2029]")
_SEVERAL_CR = re.compile("(?<!\r)\r++\n")

_NOISE = 0.03
"""Share of control and undecodable characters above which a file that also reads badly is no text."""

_READABLE = 0.85

_HEAD = 1 << 18
"""Bytes of a file's beginning that decide whether it is text; even, so that UTF-16 stays whole."""

MAX_LINES = 2_000_000
"""Lines of a file. A line that is read takes 170 bytes of memory beside its text, also an empty one; a collection of
200 MB in printed lines has 1,700,000."""

_NO_TEXT = Extracted(kind="binary", warnings=("内容不是文字（像是图片、程序或压缩数据），没有取出任何文字",))


def extract_text(data: bytes, encoding: str | None = None) -> Extracted:
    """Decodes a text file; a file that is no text comes back as ``binary``, without lines and with one
    warning."""
    if encoding is None and not data.startswith(BOM_UTF8) and _is_noise(decode(data[:_HEAD]).text):
        return _NO_TEXT
    decoded = decode(data, encoding)
    text = _break_lines(decoded.text)
    refuse_many_lines(text)
    warnings = decoded.warnings + control_warnings(text)
    return Extracted(
        kind="text", lines=tuple(clean(text).split("\n")), encoding=decoded.encoding, warnings=warnings
    )


def decode_clean(data: bytes, encoding: str | None = None) -> Decoded:
    """Decoded text with ``\\n`` as its only line break and without control characters but tabs."""
    decoded = decode(data, encoding)
    text = _break_lines(decoded.text)
    return Decoded(clean(text), decoded.encoding, decoded.warnings + control_warnings(text))


def refuse_many_lines(text: str) -> None:
    """Raises ExtractError where ``text`` has more lines than a file of text of the largest size would."""
    if text.count("\n") > MAX_LINES:
        raise ExtractError(f"超过 {MAX_LINES // 10_000} 万行的上限，没有读")


def clean(text: str) -> str:
    """``text`` without control, zero-width and direction characters and lone surrogates; breaks and tabs
    stay.

    >>> clean("行\\u200b政\\x00审批")
    '行政审批'
    """
    if text.isascii() and text.isprintable():
        return text
    return _CONTROL.sub("", _UNSEEN.sub("", _LINE_LIKE.sub(" ", text)))


def control_warnings(text: str) -> tuple[str, ...]:
    """One sentence naming the lines that hold control characters other than form feeds; () if none does."""
    if not _CONTROL.search(text):
        return ()
    pages = text.replace("\f", "")
    lines = [number for number, line in enumerate(pages.split("\n"), 1) if _CONTROL.search(line)]
    return (f"{name_lines(lines)}有控制字符，已去掉",) if lines else ()


def _break_lines(text: str) -> str:
    """Every kind of line end as ``\\n``; a stray ``\\r`` within a line is a blank, as editors count it no
    line."""
    if "\r" not in text:
        return text
    text = _SEVERAL_CR.sub("\n", text)
    return text.replace("\r", " " if "\n" in text else "\n")


def _is_noise(text: str) -> bool:
    """Whether too much of ``text`` is control characters or losses; NULs alone (a crashed copy) do not
    count."""
    kept = text.replace("\0", "").replace("\f", "")
    if not kept:
        return False
    noise = kept.count("\ufffd") + len(_CONTROL.findall(kept))
    return noise / len(kept) > _NOISE and plausibility(clean(kept)) < _READABLE

"""File names as people wrote them: out of zip entries in GBK or UTF-8, and free of anything that could do
harm."""

from __future__ import annotations

import re
import struct
import unicodedata
import zipfile

from indexer.files.plausibility import plausibility

_UTF8_FLAG = 0x800
_UNICODE_PATH = 0x7075
"""Extra field of Info-ZIP (APPNOTE 4.6.9): the name in UTF-8 beside one in the local encoding."""

_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_DRIVE = re.compile(r"[A-Za-z]:")

_LIKELY = 0.7
"""A name whose characters beyond ASCII are less plausible is read anew; those of real files lie above .9."""

_SURE = 0.95
"""What a second reading must reach to be believed."""

_MISREAD_AS = ("cp437", "cp1252", "latin-1")
"""Encodings that Western programs took GBK names for; a flag of UTF-8 does not undo it."""


def member_name(info: zipfile.ZipInfo) -> str:
    """The name of a zip entry, decoded: by its flag, its Unicode field, or as UTF-8 or GB18030 by
    plausibility.

    zipfile reads a name without the UTF-8 flag as cp437, which maps every byte to one character and back.
    """
    if info.flag_bits & _UTF8_FLAG:
        return _repair(info.orig_filename)
    named = _unicode_path(info.extra)
    if named is not None:
        return named
    try:
        raw = info.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return info.orig_filename
    return decode_name(raw)


def decode_name(raw: bytes) -> str:
    """A file name's bytes as text: UTF-8 or GB18030, whichever is valid and looks more like Chinese.

    >>> decode_name("通知.txt".encode("gbk"))
    '通知.txt'
    """
    readings = [text for encoding in ("utf-8", "gb18030") if (text := _strict(raw, encoding)) is not None]
    if not readings:
        return raw.decode("gb18030", errors="replace")
    return max(readings, key=plausibility)


def _strict(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except ValueError:
        return None


def _unicode_path(extra: bytes) -> str | None:
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        if kind == _UNICODE_PATH and size > 5:
            return _strict(extra[at + 9 : at + 4 + size], "utf-8")
        at += 4 + size
    return None


def _repair(name: str) -> str:
    """``name``, or what it was before a Western program misread its GBK bytes."""
    if name.isascii() or _beyond_ascii(name) > _LIKELY:
        return name
    for encoding in _MISREAD_AS:
        try:
            repaired = name.encode(encoding).decode("gb18030")
        except ValueError:
            continue
        if _beyond_ascii(repaired) > _SURE:
            return repaired
    return name


def _beyond_ascii(name: str) -> float:
    """The plausibility of a name without its suffix and other ASCII, which every decoding reads alike."""
    return plausibility("".join(character for character in name if character > "\x7f"))


def clean_name(name: str) -> str:
    """One component of a path, fit for terminals and URLs: composed, without control or direction characters.

    >>> clean_name("关于\x1b[2J.txt")
    '关于\ufffd[2J.txt'
    """
    return unicodedata.normalize("NFC", _UNPRINTABLE.sub("\ufffd", printable(name)))


def printable(name: str) -> str:
    """A path of this machine as text that can be printed and sent.

    Bytes that are no UTF-8 come from os.fsdecode as surrogates, and some GBK names are valid UTF-8 by chance.
    """
    if name.isascii():
        return name
    try:
        raw = name.encode("utf-8", errors="surrogateescape")
    except UnicodeEncodeError:
        return name.encode("utf-8", errors="replace").decode("utf-8")
    return decode_name(raw) if _strict(raw, "utf-8") is None or _beyond_ascii(name) < _LIKELY else name


def clean_parts(name: str) -> tuple[str, ...]:
    """The components of a name in an archive; what would climb out (``..``, drives, roots) is left out.

    >>> clean_parts("../../etc/./passwd")
    ('etc', 'passwd')
    """
    parts = name.replace("\\", "/").split("/")
    if _DRIVE.fullmatch(parts[0]):
        parts = parts[1:]
    return tuple(clean_name(part) for part in parts if part not in ("", ".", ".."))

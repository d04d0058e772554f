"""What a file is by its first bytes, whatever its name says."""

from __future__ import annotations

IMAGES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\x00", b"MM\x00*", b"BM")
"""How pictures begin that may be scans: JPEG, PNG, TIFF of either byte order, BMP."""

ZIP = b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"

_FOREIGN = (
    (b"\xff\xd8\xff", "JPEG 图片"),
    (b"\x89PNG\r\n\x1a\n", "PNG 图片"),
    (b"GIF8", "GIF 图片"),
    (b"II*\x00", "TIFF 图片"),
    (b"MM\x00*", "TIFF 图片"),
    (b"Rar!\x1a\x07", "RAR 压缩包"),
    (b"7z\xbc\xaf\x27\x1c", "7z 压缩包"),
    (b"\x1f\x8b\x08", "gzip 压缩包"),
    (b"\x7fELF", "程序"),
    (b"MZ\x90\x00", "程序"),
    (b"SQLite format 3\x00", "数据库"),
    (b"OggS\x00", "录音"),
    (b"ID3\x03", "录音"),
    (b"ID3\x04", "录音"),
)
"""Beginnings of formats that hold no text for us, from their specifications; each holds a byte no text
begins with or is long enough not to begin one."""

_BY_OFFSET = (
    (4, b"ftyp", "录像或图片"),
    (8, b"WEBP", "WebP 图片"),
    (8, b"WAVE", "录音"),
    (8, b"AVI ", "录像"),
)


def foreign_format(data: bytes) -> str | None:
    """The Chinese name of a format that holds no text (``JPEG 图片``), or None.

    >>> foreign_format(b"\\xff\\xd8\\xff\\xe0rest")
    'JPEG 图片'
    """
    for beginning, name in _FOREIGN:
        if data.startswith(beginning):
            return name
    for offset, mark, name in _BY_OFFSET:
        if data[offset : offset + 4] == mark and (
            (offset == 4 and data[:3] == b"\0\0\0") or data[:4] == b"RIFF"
        ):
            return name
    if data[:2] == b"BM" and data[6:10] == b"\0\0\0\0" and len(data) > 14:
        return "BMP 图片"
    return None


def looks_like_html(data: bytes) -> bool:
    """Whether ``data`` begins as a web page does; blanks, a byte order mark and comments may stand before
    it."""
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith((b"<!doctype html", b"<html", b"<head")) or (
        head.startswith(b"<?xml") and b"<html" in head
    )

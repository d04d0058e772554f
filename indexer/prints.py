"""Where the lines of scanned files are printed, kept beside the pages that were read: for marking a page's picture."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Sequence
from typing import Any

from indexer.files import Print
from indexer.scans import PageCache, PageLine, Piece, TextBox

_DAMAGE = (OSError, EOFError, zlib.error, ValueError, TypeError, KeyError)


def keep_prints(prints: Sequence[Print | None], sha256: str, cache: PageCache) -> None:
    """Keeps the prints of a file's lines (``Extracted.prints``), by its SHA-256. Raises OSError."""
    values = [_values(each) if each else None for each in prints]
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    cache.put(f"prints/{sha256}.gz", gzip.compress(text.encode(), 6, mtime=0))


def prints_of(sha256: str, cache: PageCache) -> tuple[Print | None, ...]:
    """The prints of a file's lines, line n at index n - 1; () where none are kept: no scan, or long ago."""
    try:
        values = json.loads(gzip.decompress(cache.get(f"prints/{sha256}.gz")))
        return tuple(_print(*each) if each else None for each in values)
    except _DAMAGE:
        return ()


def _values(each: Print) -> tuple[object, ...]:
    pieces = [(p.offset, p.box.corners, p.box.text, p.box.confidence) for p in each.line.pieces]
    return each.sheet, each.size, each.line.text, each.line.confidence, pieces


def _print(sheet: int, size: Sequence[int], text: str, confidence: float, pieces: Sequence[Any]) -> Print:
    boxes = tuple(
        Piece(offset, TextBox(tuple(corners), word, sure)) for offset, corners, word, sure in pieces
    )
    return Print(sheet, (size[0], size[1]), PageLine(text, confidence, boxes))

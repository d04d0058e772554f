"""Image files → raw lines: a scan, or several in one TIFF, as they were read from their pictures."""

from __future__ import annotations

import importlib.util

from indexer.files.extracted import Extracted
from indexer.files.scanned import assembled, sheets_of, unread
from indexer.scans import PageCache, frames


def extract_image(data: bytes, cache: PageCache | None = None) -> Extracted:
    """The text of an image file as it was read into ``cache``; one that shows none (a photograph) has a warning.

    Raises ExtractError where it is damaged and, marked as skipped, where nobody has read it.
    """
    sheets = sheets_of(data, cache)
    scanned = scanned_frames(data) or tuple(sheets)
    if not scanned:
        raise unread("图片")
    return assembled("image", [[] for _ in range(max(scanned) + 1)], scanned, sheets)


def scanned_frames(data: bytes) -> tuple[int, ...]:
    """The pages, from 0, of an image file; none where what decodes it is not installed. Raises ExtractError."""
    return tuple(range(frames(data))) if importlib.util.find_spec("PIL") is not None else ()

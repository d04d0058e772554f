"""The door of the reading room's first half: bytes of any format → raw text lines, or records.

>>> extract("通知.txt", "关于印发方案的通知\\n".encode("gb18030")).lines
('关于印发方案的通知', '')
"""

from __future__ import annotations

from indexer.errors import ExtractError
from indexer.files.extract import extract, scanned_pages
from indexer.files.extracted import Extracted, Kind, Print, Stated
from indexer.files.formats import READABLE_SUFFIXES, is_collection, may_be_scanned

__all__ = [
    "READABLE_SUFFIXES",
    "ExtractError",
    "Extracted",
    "Kind",
    "Print",
    "Stated",
    "extract",
    "is_collection",
    "may_be_scanned",
    "scanned_pages",
]

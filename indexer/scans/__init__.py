"""Scans: pages that are pictures → what an engine reads on them, kept, and their lines in reading order.

Knows pages, no files' formats: ``pictures`` shows a page, ``engines`` read it, ``cache`` keeps it, ``lines`` orders it.

>>> page = ReadPage(800, 600, "rapidocr", (TextBox((0, 0, 80, 0, 80, 20, 0, 20), "通知", 0.99),))
>>> [line.text for line in lines_of(page)]
['通知']
"""

from indexer.scans.cache import PageCache
from indexer.scans.engines import Engine, installed
from indexer.scans.lines import SURE, PageLine, Piece, lines_of
from indexer.scans.page import Corners, ReadPage, TextBox
from indexer.scans.pictures import frames
from indexer.scans.reading import PageJob, read_page, show_page

__all__ = [
    "SURE",
    "Corners",
    "Engine",
    "PageCache",
    "PageJob",
    "PageLine",
    "Piece",
    "ReadPage",
    "TextBox",
    "frames",
    "installed",
    "lines_of",
    "read_page",
    "show_page",
]

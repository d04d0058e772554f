"""One page: its picture, what was kept of it, or what the engine reads now. What the workers of a scan do."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from indexer.bounds import within
from indexer.errors import ExtractError
from indexer.scans.cache import PageCache, key_of
from indexer.scans.engines import Recogniser, installed
from indexer.scans.page import ReadPage
from indexer.scans.pictures import Pictures, as_jpeg, opened
from indexer.scans.rules import rules

SECONDS = 120.0
"""Computing granted to a page; one of A4 takes some 6 s."""

SHOWN_SECONDS = 20.0
"""Computing granted to a page that is only looked at."""

MEMORY, MEMORY_PER_BYTE = 2 << 30, 2
"""Bytes of data of the process that reads a page, and for each byte of its file."""


class ScannedFile(Hashable, Protocol):
    """A file that may be sent to another process and read there; ``size`` in bytes."""

    @property
    def name(self) -> str: ...

    @property
    def size(self) -> int: ...

    def read(self) -> bytes:
        """The content. Raises ExtractError."""


@dataclass(frozen=True, slots=True)
class PageJob:
    """The page ``index`` (from 0) of a file of that SHA-256, to be read into the cache in ``folder``.

    It is the file's ``place``-th (from 0) that is a picture.
    """

    source: ScannedFile
    sha256: str
    index: int
    place: int
    folder: Path


def read_page(job: PageJob) -> str:
    """Sees to it that the page is in the cache; the key it is kept under.

    Raises ExtractError where it cannot be rendered or read within the bounds, MemoryError, and OSError where the
    cache cannot be written.
    """
    engine = installed()
    if engine is None:
        raise ExtractError("没有可用的识别程序", skipped=True)
    with within(SECONDS, MEMORY + MEMORY_PER_BYTE * job.source.size):
        picture = _pictures(job.source, job.sha256).page(job.index)
        key = key_of(picture, engine.identity)
        cache = PageCache(job.folder)
        if cache.find(key) is None:
            boxes = _recogniser(engine.name)(picture)
            across, down = rules(picture)
            cache.keep(key, ReadPage(picture.width, picture.height, engine.name, boxes, across, down))
    return key


def show_page(job: PageJob) -> bytes:
    """The page's picture as a JPEG. Raises ExtractError where it cannot be rendered within the bounds."""
    with within(SHOWN_SECONDS, MEMORY + MEMORY_PER_BYTE * job.source.size):
        return as_jpeg(_pictures(job.source, job.sha256).page(job.index))


@lru_cache(maxsize=1)
def _pictures(source: ScannedFile, sha256: str) -> Pictures:
    data = source.read()
    if hashlib.sha256(data).hexdigest() != sha256:
        raise ExtractError("文件在识别的时候变了，请再运行一次")
    return opened(data)


@lru_cache(maxsize=1)
def _recogniser(name: str) -> Recogniser:
    engine = installed()
    assert engine is not None
    assert engine.name == name
    return engine.load()

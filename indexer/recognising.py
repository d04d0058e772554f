"""MAIN PATH of scans: source files → which pages are pictures → what an engine reads on each → the cache.

Runs before files are parsed, so that a scan of many pages is read on all cores, each page once, and a build that is
interrupted goes on where it was. Without an engine nothing is done here; whoever extracts the file says so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from indexer import workers
from indexer.files import may_be_scanned, scanned_pages
from indexer.generations import CACHE_FOLDER
from indexer.machine import cores, free_memory
from indexer.scans import Engine, PageCache, PageJob, installed, read_page
from indexer.sources import SourceFile

WORTH_A_PROCESS = 4 << 20
"""Bytes of files that may be scans for which one more process looks which of their pages are."""


@dataclass(frozen=True, slots=True)
class PageProgress:
    """``page`` of ``pages`` of ``file`` has been read; ``done`` of ``total`` bytes of all files that may be scans."""

    file: str
    page: int
    pages: int
    done: int
    total: int

    @property
    def shown(self) -> str:
        """File and page as people are told."""
        return f"{self.file} 第{self.page}/{self.pages}页"


Told = Callable[[PageProgress], None]


def _silent(progress: PageProgress) -> None:
    """Nobody watches."""


def pages_folder(index_dir: Path) -> Path:
    """Where an index keeps the pages of scans that were read for it."""
    return index_dir / CACHE_FOLDER / "scans"


def reading_conditions(file: str) -> str:
    """What a file's text depends on beside its content: of what may be a scan, the engine."""
    engine = installed() if may_be_scanned(file) else None
    return engine.identity if engine else ""


@contextmanager
def recognised(source: SourceFile, folder: Path | None) -> Iterator[PageCache]:
    """The pages of one file, recognised; kept in ``folder``, without one for as long as the block lasts."""
    if folder is not None or not may_be_scanned(source.name):
        cache = PageCache(folder or Path())
        recognise([source], cache)
        yield cache
        return
    with TemporaryDirectory(prefix="gsearch-") as passing:
        cache = PageCache(Path(passing))
        recognise([source], cache)
        yield cache


def recognise(sources: Sequence[SourceFile], cache: PageCache, told: Told = _silent) -> None:
    """Reads into ``cache`` the pages of ``sources`` that are pictures and are not there yet.

    A page that cannot be read, or that ends its process, is left out; the others go on. Raises OSError where the cache
    cannot be written.
    """
    engine = installed()
    candidates = [source for source in sources if may_be_scanned(source.name)]
    if engine is None or not candidates:
        return
    reading = _Reading(engine, cache, told, sum(source.size for source in candidates))
    jobs = reading.jobs(candidates)
    for done in workers.run(read_page, jobs, processes=_processes(engine), apart=True):
        reading.take(done)
    if reading.pages:
        cache.trim()


def survey(source: SourceFile) -> tuple[str, tuple[int, ...]]:
    """The SHA-256 of a file and which of its pages, from 0, are pictures. Raises ExtractError."""
    data = source.read()
    return hashlib.sha256(data).hexdigest(), scanned_pages(source.name, data)


def _processes(engine: Engine) -> int:
    """As many as there are cores, and as have room in memory."""
    free = free_memory()
    return max(1, min(cores(), free // engine.memory if free is not None else cores()))


@dataclass(slots=True)
class _Reading:
    """One run over some files: what there is to do, and what has been done."""

    engine: Engine
    cache: PageCache
    told: Told
    total: int
    pages: int = 0
    _surveyed: int = 0
    _begun: dict[str, tuple[int, int]] = field(default_factory=dict)

    def jobs(self, sources: Sequence[SourceFile]) -> Iterator[PageJob]:
        """The pages that are not in the cache, file by file; files are looked at as their turn comes."""
        processes = min(cores(), self.total // WORTH_A_PROCESS)
        for done in workers.run(survey, sources, processes=processes):
            if done.result is not None:  # a fault comes back where files are extracted
                yield from self._unread(done.job, *done.result)
            self._surveyed += done.job.size

    def _unread(self, source: SourceFile, sha256: str, pages: tuple[int, ...]) -> Iterator[PageJob]:
        self._begun[source.name] = (self._surveyed, len(pages))
        known = self.cache.pages_of(sha256, self.engine.identity) if pages else {}
        for place, index in enumerate(pages):
            if index not in known:
                yield PageJob(source, sha256, index, place, self.cache.folder)

    def take(self, done: workers.Done[PageJob, str]) -> None:
        """Notes where a page lies, and tells how far the reading is."""
        job = done.job
        if isinstance(done.error, OSError):
            raise done.error
        if done.result is not None:
            self.cache.note(job.sha256, self.engine.identity, {job.index: done.result})
        self.pages += 1
        before, pages = self._begun[job.source.name]
        now = before + job.source.size * (job.place + 1) // pages
        self.told(PageProgress(job.source.name, job.place + 1, pages, now, self.total))

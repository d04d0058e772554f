"""``build`` on several machines at once: shares are read by all, the generation is made by whoever is last."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import dictionaries as dictionaries_room
from dictionaries import Dictionaries
from indexer import generations
from indexer.analysis import Vocabulary, folding_by
from indexer.backends import EngineSettings, SharingBackend, open_backend, open_board
from indexer.build import BuildReport, Progress, ProgressCallback, update
from indexer.building import Ingest, Kept, Seen, plan, shares, silent
from indexer.building.analysing import Tools
from indexer.building.committing import conditions
from indexer.building.shares import Collected, Load, SharedWork
from indexer.errors import UsageError, dictionary_errors
from indexer.generations.disk import disk_errors
from indexer.recognising import pages_folder
from indexer.semantic import ModelChoice
from indexer.sources import SourceFile, walk


@dataclass(frozen=True, slots=True)
class JoinedReport:
    """What this machine did of a build that another one finished: ``shares`` read and ``portions`` of the documents
    brought into the engine; and the ``generation`` made.
    """

    generation: str
    shares: int
    portions: int
    seconds: float


@dataclass(frozen=True, slots=True)
class _Reading:
    """What reading a share needs beside its files."""

    cache: Path
    scratch: Path
    dictionaries: Dictionaries
    progress: ProgressCallback
    encoding: str | None

    @property
    def conditions(self) -> str:
        return conditions(self.dictionaries, self.encoding)


def build_together(
    paths: Sequence[Path],
    index_dir: Path,
    dictionaries: Dictionaries | None = None,
    *,
    progress: ProgressCallback = silent,
    encoding: str | None = None,
    engine: EngineSettings | None = None,
    model: ModelChoice | None = None,
    lease: float = shares.LEASE,
) -> BuildReport | JoinedReport:
    """The same generation as ``build`` makes, with all machines that run this at the same time.

    Only one of them gets a BuildReport: the one in whose ``index_dir`` the generation is. Raises as ``build`` does,
    and UsageError where no paths are given, or the engine is no service that machines can share.
    """
    started = time.monotonic()
    given = [Path(os.path.abspath(path)) for path in paths]
    sources = [each for each in walk(given) if isinstance(each, SourceFile)]
    if not sources:
        raise UsageError(
            "几台机器一起建时，要写明来源，并且每台都看得见；请用 gsearch build --together 文件夹"
        )
    words = dictionaries or dictionaries_room.load()
    with dictionary_errors(), folding_by(words), disk_errors(index_dir), TemporaryDirectory() as scratch:
        cache = index_dir / generations.CACHE_FOLDER
        reading = _Reading(cache, Path(scratch), words, progress, encoding)
        name = shares.name(sources, reading.conditions)
        settings = engine or EngineSettings()
        work = SharedWork(open_board(settings, name), sources, _loading(settings), Path(scratch), lease)
        work.read_shares(lambda share: _read(share, reading))
        with work.made_here() as collected:
            if collected is not None:
                _fetch(collected, work, cache)
                report = update(
                    given,
                    index_dir,
                    words,
                    progress=progress,
                    encoding=encoding,
                    engine=engine,
                    model=model,
                    loaders=work,
                )
                work.tell(report.generation)
                return report
    return JoinedReport(
        work.told(), work.shares_read, work.portions_loaded, round(time.monotonic() - started, 3)
    )


def _loading(settings: EngineSettings) -> Load:
    """What brings a portion of another machine's documents into the engine, if it hands them out."""
    backend = open_backend(settings)
    return backend.load if isinstance(backend, SharingBackend) else _nowhere


def _nowhere(errand: str, portion: Path) -> None:
    """For an engine that takes its documents from one machine."""


def _read(share: Sequence[SourceFile], reading: _Reading) -> Iterator[tuple[str, Path]]:
    """What came of these files, by its name in a cache; those that failed fail again where all is put together."""
    vocabulary = reading.scratch / generations.VOCABULARY_FOLDER
    if not vocabulary.exists():
        vocabulary.mkdir()
        Vocabulary.write(vocabulary, reading.dictionaries)
    words = reading.dictionaries
    pages = pages_folder(reading.cache.parent)
    tools = Tools(vocabulary, words.files, words.fingerprint, reading.encoding, pages)
    kept = Kept(reading.cache, reading.conditions)
    with TemporaryDirectory(dir=reading.scratch) as site:
        work = plan(share, tools, Path(site), kept, Seen(reading.cache))
        work.recognise(pages, lambda at: reading.progress(Progress("recognise", file=at.shown)))
        read = Ingest(())
        read.gather(work.results(), lambda source, _: reading.progress(Progress("read", file=source.name)))
        for entry in read.entries:
            yield kept.name(entry), entry.path


def _fetch(collected: Collected, work: SharedWork, cache: Path) -> None:
    """Brings what all machines read into this one's cache."""
    cache.mkdir(mode=0o700, parents=True, exist_ok=True)
    for each in collected.names:
        if not (cache / each).exists():
            work.board.fetch(each, cache / each)

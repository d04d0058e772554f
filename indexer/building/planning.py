"""What a build has to do: which files to analyse, and which to take from the cache."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path

from indexer import workers
from indexer.building.analysing import FileJob, Job, Tools, analyse, in_portions
from indexer.building.entries import Entry
from indexer.building.ingest import Result
from indexer.building.kept import Kept
from indexer.building.seen import Seen, Stamp, stamp_of
from indexer.errors import ExtractError
from indexer.generations.issue_reports import IssueReport
from indexer.machine import cores
from indexer.recognising import PageProgress, recognise
from indexer.scans import PageCache
from indexer.sources import SourceFile
from indexer.workers import Done

WORTH_A_POOL = 2 << 20
"""Bytes of new source text from which starting more processes (half a second each) pays."""

BYTES_PER_PROCESS = 1 << 20

BYTES_PER_FILE = 8 << 10
"""What a file costs beside its bytes, in bytes: opening, cutting and keeping it take some 5 ms."""


@dataclass(slots=True)
class BuildPlan:
    """Jobs in the order of their files' names; ``failed`` are those that have been tried in vain already.

    ``stamps`` were taken before anything was read.
    """

    jobs: list[FileJob]
    stamps: Mapping[str, Stamp | None]
    failed: list[Result] = field(default_factory=list)

    def recognise(self, pages: Path, told: Callable[[PageProgress], None]) -> None:
        """Reads the scans among the new files, page by page, into the folder ``pages``."""
        recognise([job.source for job in self.new], PageCache(pages), told)

    @property
    def new(self) -> list[FileJob]:
        return [job for job in self.jobs if job.kept is None]

    def results(self) -> Iterator[Result]:
        """Everything analysed, on all cores where that pays."""
        size = sum(BYTES_PER_FILE + job.source.size for job in self.new)
        processes = min(cores(), size // BYTES_PER_PROCESS) if size >= WORTH_A_POOL else 1
        jobs: Iterator[Job] = chain.from_iterable(map(in_portions, self.jobs))
        return chain(self.failed, workers.run(analyse, jobs, processes=processes))

    def try_again(self, before: Iterable[IssueReport]) -> None:
        """Tries what failed ``before``, where nothing else is new: maybe all is as it was."""
        failed = {report.file for report in before if report.state != "read"}
        if not all(job.source.name in failed for job in self.new):
            return
        tried = {job.source.name: job for job in self.new}
        for done in workers.run(analyse, self.new, processes=1):
            assert isinstance(done.job, FileJob)
            name = done.job.source.name
            if isinstance(done.result, Entry):
                tried[name] = replace(tried[name], kept=done.result)
            else:
                fault: Result = Done(done.job, None, done.error)
                self.failed.append(fault)
                del tried[name]
        known = {job.source.name: job for job in self.jobs if job.kept is not None} | tried
        self.jobs = [known[job.source.name] for job in self.jobs if job.source.name in known]


def plan(sources: Iterable[SourceFile], tools: Tools, site: Path, kept: Kept | None, seen: Seen) -> BuildPlan:
    """A job for every source; those that ``kept`` (where given) has an entry for come with it."""
    jobs: list[FileJob] = []
    stamps: dict[str, Stamp | None] = {}
    folder = site / "entries"
    folder.mkdir()
    for number, source in enumerate(sorted(sources, key=lambda source: source.name)):
        stamps[source.name] = stamp_of(source)
        jobs.append(FileJob(source, tools, folder / str(number), _known(source, kept, seen)))
    return BuildPlan(jobs, stamps)


def _known(source: SourceFile, kept: Kept | None, seen: Seen) -> Entry | None:
    if kept is None:
        return None
    try:
        return kept.find(source.name, seen.digest(source), source.corrections_digest())
    except ExtractError:
        return None  # and let it fail where faults are reported

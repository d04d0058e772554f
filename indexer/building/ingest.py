"""What comes back from the workers: reports and faults are filed, documents wait on disk until all are there."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from dictionaries import DictionaryError
from indexer.backends import AnalysedDocument
from indexer.building import entries
from indexer.building.analysing import FileJob, Job, PortionJob
from indexer.building.entries import Entry, Portion
from indexer.building.workers import CrashedError, Done
from indexer.errors import ExtractError, GsearchError
from indexer.generations.disk import is_full
from indexer.generations.issue_reports import IssueReport, State
from indexer.relations import Statements
from indexer.sources import Skipped, SourceFile

Result = Done[Job, Entry | Portion]


class Ingest:
    """Collects entries and reports; once all are gathered, reads them as often as asked, one document in memory."""

    def __init__(self, passed_over: Iterable[Skipped]) -> None:
        self.entries: list[Entry] = []
        self.reports: list[IssueReport] = [_passed_over(skipped) for skipped in passed_over]
        self.reused = 0
        self.bytes = 0
        self._portions: list[Portion] = []
        self._error: BaseException | None = None
        self._owners: dict[str, str] = {}
        self._twice: dict[str, dict[str, str]] = {}
        self._paths: list[tuple[Path, str]] = []

    def gather(self, results: Iterable[Result], advance: Callable[[SourceFile, int], None]) -> None:
        """Takes in all results; the faults of single files become reports.

        ``advance`` is told the source file that comes next and the bytes of source text that are done. Raises
        DamagedEntryError, DictionaryError and OSError for a full disk: no file's fault.
        """
        for done in results:
            whole = done.job.whole if isinstance(done.job, PortionJob) else done.job
            advance(whole.source, self.bytes)
            self._take(done)

    def documents(self) -> Iterator[AnalysedDocument]:
        """The documents of all results, each id once, in the order of the sources. Raises DamagedEntryError."""
        seen: set[str] = set()
        for path, file in self._paths:
            for document in entries.documents(path):
                if self._owners.get(document.id) == file and document.id not in seen:
                    seen.add(document.id)
                    yield document

    def statements(self) -> Iterator[Statements]:
        """What the same documents state, in the same order. Raises DamagedEntryError."""
        seen: set[str] = set()
        for path, file in self._paths:
            for stated in entries.statements(path):
                if self._owners.get(stated.head.id) == file and stated.head.id not in seen:
                    seen.add(stated.head.id)
                    yield stated

    def known(self, jobs: Iterable[FileJob], failed: Iterable[Result]) -> None:
        """Takes in entries and faults without reading any document."""
        for job in jobs:
            if job.kept is not None:
                self._take_whole(job, job.kept)
        for done in failed:
            self._take(done)

    def name(self, conditions: tuple[object, ...]) -> str:
        """The generation's name: 12 hex digits over what went in, and which files could not."""
        read = sorted((entry.report.file, entry.digest) for entry in self.entries)
        failed = sorted((each.file, len(each.documents)) for each in self.reports if each.state == "failed")
        content = json.dumps([*conditions, read, failed])
        return hashlib.sha256(content.encode("ascii")).hexdigest()[:12]

    def _is_first(self, ident: str, file: str) -> bool:
        """Two files may hold documents of one id (records keep their own): the first one counts."""
        owner = self._owners.get(ident)
        if owner is not None:
            self._twice.setdefault(file, {})[ident] = owner
            return False
        self._owners[ident] = file
        return True

    def _take(self, done: Result) -> None:
        """Files away one job's result; that of a portion when the last one of its file is there."""
        if done.error is not None and (is_full(done.error) or isinstance(done.error, DictionaryError)):
            raise done.error
        if not isinstance(done.job, PortionJob):
            if isinstance(done.result, Entry):
                self._take_whole(done.job, done.result)
            else:
                self._fail(done.job, done.error)
            return
        if isinstance(done.result, Portion):
            self._portions.append(done.result)
        self._error = self._error or done.error
        if done.job.last:
            self._take_portions(done.job)

    def _take_portions(self, job: PortionJob) -> None:
        portions, error = self._portions, self._error
        self._portions, self._error = [], None
        if error is None:
            self._take_whole(job.whole, entries.join(job.whole.path, job.report, portions))
        else:
            for portion in portions:
                self._paths.append((portion.path, job.whole.source.name))
                for stated in entries.statements(portion.path):
                    self._is_first(stated.head.id, job.whole.source.name)
            self._fail(job.whole, error, job.report)

    def _take_whole(self, job: FileJob, entry: Entry) -> None:
        self.bytes += job.source.size
        self.reused += job.kept is not None
        self.entries.append(entry)
        self._paths.append((entry.path, job.source.name))
        for ident in entry.report.documents:
            self._is_first(ident, job.source.name)
        self.reports.append(self._without_twice(replace(entry.report, path=job.source.path)))

    def _fail(self, job: FileJob, error: BaseException | None, partly: IssueReport | None = None) -> None:
        """Reports a file as failed; the documents that could be had of it, ``partly``, are in the index."""
        self.bytes += job.source.size
        unreadable_here = isinstance(error, ExtractError) and error.skipped
        report = IssueReport(
            job.source.name,
            job.source.path,
            size=job.source.size,
            documents=partly.documents if partly else (),
            state="skipped" if unreadable_here else "failed",
            reason=_reason(error),
        )
        self.reports.append(self._own(report))

    def _without_twice(self, report: IssueReport) -> IssueReport:
        twice = self._twice.pop(report.file, None)
        if not twice:
            return report
        told = tuple(f"公文 {ident} 在 {owner} 中已有，这里的没有收入" for ident, owner in twice.items())
        return replace(self._own(report), warnings=report.warnings + told)

    def _own(self, report: IssueReport) -> IssueReport:
        """``report`` with those of its documents that are in the index as this file's."""
        own = (each for each in report.documents if self._owners.get(each) == report.file)
        return replace(report, documents=tuple(dict.fromkeys(own)))


def _reason(error: BaseException | None) -> str:
    if isinstance(error, GsearchError | CrashedError):
        return str(error)
    if isinstance(error, MemoryError):
        return "处理这个文件时内存不足"
    return f"处理这个文件时程序出错（{type(error).__name__}: {error}），请报告给开发者"


def _passed_over(skipped: Skipped) -> IssueReport:
    state: State = "failed" if skipped.failed else "skipped"
    return IssueReport(skipped.name, skipped.path, state=state, reason=skipped.reason)

"""What comes back from the workers: reports and faults are filed, documents wait on disk until all are there."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import TypeVar

from dictionaries import DictionaryError
from indexer.backends import AnalysedDocument, Carried
from indexer.building import entries
from indexer.building.analysing import FileJob, Job, PortionJob
from indexer.building.entries import Entry, Portion
from indexer.errors import ExtractError, GsearchError
from indexer.generations.disk import is_full
from indexer.generations.issue_reports import IssueReport, State
from indexer.identity import Settled, Settlement, settle
from indexer.relations import Statements
from indexer.schema import keyword
from indexer.sources import Skipped, SourceFile
from indexer.workers import CrashedError, Done

Result = Done[Job, Entry | Portion]
Kept = TypeVar("Kept")


Stands = Callable[[str, int, str, "Settled | None"], "Carried | None"]
"""Asked with an entry's digest, a place in it, the document's id and what was settled of it: does it stand already?"""


class Ingest:
    """Collects entries and reports; once all are gathered, reads them as often as asked, one document in memory.

    Then it is settled, too, which documents of several files are one, and what each is called in the end.
    """

    def __init__(self, passed_over: Iterable[Skipped]) -> None:
        self.entries: list[Entry] = []
        self.reused = 0
        self.bytes = 0
        self._reports: list[IssueReport] = [_passed_over(skipped) for skipped in passed_over]
        self._paths: list[tuple[Path, str]] = []
        self._whole: dict[Path, Entry] = {}
        self._portions: list[Portion] = []
        self._error: BaseException | None = None
        self._settlement: Settlement = {}

    def gather(self, results: Iterable[Result], advance: Callable[[SourceFile, int], None]) -> None:
        """Takes in all results; the faults of single files become reports.

        ``advance`` is told the source file that comes next and the bytes of source text that are done. Raises
        DamagedEntryError, DictionaryError and OSError for a full disk: no file's fault.
        """
        for done in results:
            whole = done.job.whole if isinstance(done.job, PortionJob) else done.job
            advance(whole.source, self.bytes)
            self._take(done)
        self._settle()

    def documents(self, stands: Stands | None = None) -> Iterator[AnalysedDocument | Carried]:
        """The documents of all results, each once, in the order of the sources. Raises DamagedEntryError.

        What ``stands`` in an index already is not read.
        """
        seen: set[str] = set()
        for path, file in self._paths:
            entry = self._whole.get(path)
            if entry is not None:
                yield from self._of_entry(entry, file, stands or _nothing_stands, seen)
                continue
            for document in entries.documents(path):  # of a file that failed half way
                if document.id not in seen:
                    seen.add(document.id)
                    yield document

    def _of_entry(
        self, entry: Entry, file: str, stands: Stands, seen: set[str]
    ) -> Iterator[AnalysedDocument | Carried]:
        rows: list[tuple[int, Settled | None, Carried | None]] = []
        for at, identity in enumerate(entry.identities):
            settled = self._settlement.get((file, at))
            ident = settled.id if settled else identity.id
            if (settled is None or settled.writes) and ident not in seen:
                seen.add(ident)
                rows.append((at, settled, stands(entry.digest, at, ident, settled)))
        read = entries.documents(entry.path, {at for at, _, carried in rows if carried is None})
        for _, settled, carried in rows:
            yield carried or _as_settled(next(read), settled)

    def analysed(self) -> Iterator[AnalysedDocument]:
        """All documents, read. Raises DamagedEntryError."""
        return (each for each in self.documents() if isinstance(each, AnalysedDocument))

    def statements(self) -> Iterator[Statements]:
        """What the same documents state, in the same order. Raises DamagedEntryError."""
        for stated, settled in self._in_the_index(entries.statements, lambda stated: stated.head.id):
            yield replace(stated, head=replace(stated.head, id=settled.id)) if settled else stated

    def known(self, jobs: Iterable[FileJob], failed: Iterable[Result]) -> None:
        """Takes in entries and faults without reading any document."""
        for job in jobs:
            if job.kept is not None:
                self._take_whole(job, job.kept)
        for done in failed:
            self._take(done)
        self._settle()

    def name(self, conditions: tuple[object, ...]) -> str:
        """The generation's name: 12 hex digits over what went in, and which files could not."""
        read = sorted((entry.report.file, entry.digest) for entry in self.entries)
        failed = sorted((each.file, len(each.documents)) for each in self._reports if each.state == "failed")
        content = json.dumps([*conditions, read, failed])
        return hashlib.sha256(content.encode("ascii")).hexdigest()[:12]

    @property
    def reports(self) -> list[IssueReport]:
        """What became of each file, with the ids that its documents have in the end."""
        return [self._in_the_end(report) for report in self._reports]

    def _in_the_index(
        self, read: Callable[[Path], Iterator[Kept]], name: Callable[[Kept], str]
    ) -> Iterator[tuple[Kept, Settled | None]]:
        """Of everything that ``read`` finds in the entries what goes into the index, with what was settled of it."""
        places: Counter[str] = Counter()
        seen: set[str] = set()
        for path, file in self._paths:
            for each in read(path):
                settled = self._settlement.get((file, places[file]))
                places[file] += 1
                ident = settled.id if settled else name(each)
                if (settled is None or settled.writes) and ident not in seen:
                    seen.add(ident)
                    yield each, settled

    def _settle(self) -> None:
        self._settlement = settle({entry.report.file: entry.identities for entry in self.entries})

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
            self._take_whole(job.whole, entries.join(job.whole.path, job.report, job.identities, portions))
        else:
            self._paths += [(portion.path, job.whole.source.name) for portion in portions]
            self._fail(job.whole, error, job.report)

    def _take_whole(self, job: FileJob, entry: Entry) -> None:
        self.bytes += job.source.size
        self.reused += job.kept is not None
        self.entries.append(entry)
        self._whole[entry.path] = entry
        self._paths.append((entry.path, job.source.name))
        self._reports.append(replace(entry.report, path=job.source.path))

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
        self._reports.append(report)

    def _in_the_end(self, report: IssueReport) -> IssueReport:
        """``report`` with the ids that its documents have in the index; records whose id was refused are named."""
        settled = [self._settlement.get((report.file, place)) for place in range(len(report.documents))]
        if not any(settled):
            return report
        pairs = list(zip(report.documents, settled, strict=True))
        ids = {old: each.id if each else old for old, each in pairs if not (each and each.refused)}
        told = tuple(
            f"编号 {old} 已是另一篇公文的，这里的没有收入" for old, each in pairs if each and each.refused
        )
        return replace(
            report,
            documents=tuple(dict.fromkeys(ids[old] for old in report.documents if old in ids)),
            contents=tuple(
                replace(entry, document_id=ids.get(entry.document_id or "")) for entry in report.contents
            ),
            warnings=report.warnings + told,
        )


def _nothing_stands(digest: str, at: int, ident: str, settled: Settled | None) -> Carried | None:
    return None


def _as_settled(document: AnalysedDocument, settled: Settled | None) -> AnalysedDocument:
    """``document`` under the id and with the sources that were settled, if anything was."""
    if settled is None:
        return document
    record = json.loads(document.record)
    own = record["source"]
    others = [asdict(source) for source in settled.sources]
    record |= {"id": settled.id, "sources": [own, *(each for each in others if each != own)]}
    files = (*document.keywords.get("file", ()), *(keyword(each["file"]) for each in others))
    return replace(
        document,
        id=settled.id,
        record=json.dumps(record, ensure_ascii=False, separators=(",", ":")),
        keywords={**document.keywords, "id": (settled.id,), "file": tuple(dict.fromkeys(files))},
    )


def _reason(error: BaseException | None) -> str:
    if isinstance(error, GsearchError | CrashedError):
        return str(error)
    if isinstance(error, MemoryError):
        return "处理这个文件时内存不足"
    return f"处理这个文件时程序出错（{type(error).__name__}: {error}），请报告给开发者"


def _passed_over(skipped: Skipped) -> IssueReport:
    state: State = "failed" if skipped.failed else "skipped"
    return IssueReport(skipped.name, skipped.path, state=state, reason=skipped.reason)

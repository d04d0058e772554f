"""From a source file to its entry: parse, analyse, write down. What the workers of a build do."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from dictionaries import Dictionaries
from indexer import workers
from indexer.analysis import Analyzer, Vocabulary, folding_by
from indexer.bounds import bounded
from indexer.building import entries
from indexer.building.entries import Analysed, Entry, Portion
from indexer.files import extract, is_collection
from indexer.generations.issue_reports import IssueReport
from indexer.identity import Identity, identities
from indexer.models import Document, Issue
from indexer.parse import parse_extracted
from indexer.prints import keep_prints
from indexer.relations import read_statements
from indexer.scans import PageCache
from indexer.schema import analyse_document, squeezed_text
from indexer.sources import SourceFile

LARGE_COLLECTION = 2 << 20
"""From this size (bytes) on, a file of many documents is cut into portions, so that all cores share it."""

PORTION = 1 << 18
"""Characters of text in a portion, about: half a second's work."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What analysing needs beside the file; small, hashable, sent to other processes with every job.

    ``fingerprint`` is the dictionaries': the same files may hold other words in the next build of a process. ``pages``
    is the folder of the pages that have been recognised.
    """

    vocabulary: Path
    dictionary_files: tuple[tuple[str, Path], ...]
    fingerprint: str
    encoding: str | None
    pages: Path


@dataclass(frozen=True, slots=True)
class FileJob:
    """One source file, or where ``kept`` is known nothing to do; ``path`` is where its entry goes."""

    source: SourceFile
    tools: Tools
    path: Path
    kept: Entry | None = None


@dataclass(frozen=True, slots=True)
class PortionJob:
    """Some documents of a large collection that is parsed already; ``last`` tells that no more will come.

    The last one brings the ``identities`` of all its file's documents.
    """

    whole: FileJob
    path: Path
    report: IssueReport
    identities: tuple[Identity, ...]
    last: bool
    documents: tuple[Document, ...] = field(repr=False)


Job = FileJob | PortionJob


def analyse(job: Job) -> Entry | Portion:
    """What a job's file or portion comes to; raises whatever reading, parsing and writing raise."""
    if isinstance(job, FileJob) and job.kept is not None:
        return job.kept
    tools = job.whole.tools if isinstance(job, PortionJob) else job.tools
    with folding_by(_dictionaries(tools)):
        if isinstance(job, PortionJob):
            return entries.write_portion(job.path, _analysed(job.documents, tools))
        issue, report = _parse(job)
        with bounded(job.source.size):
            analysed = _analysed(issue.documents, tools)
            return entries.write(job.path, report, identities(issue.documents), analysed)


def in_portions(job: FileJob) -> Iterator[Job]:
    """``job`` itself, or its documents in portions where it is a large collection."""
    is_large = job.source.size >= LARGE_COLLECTION and is_collection(job.source.name)
    parsed = next(workers.run(_parse, [job], processes=1)).result if is_large and job.kept is None else None
    if parsed is None or not parsed[0].documents:
        yield job  # a fault comes back where faults are reported
        return
    issue, report = parsed
    portions = _cut(issue.documents)
    known = identities(issue.documents)
    for number, portion in enumerate(portions, start=1):
        path = job.path.with_name(f"{job.path.name}.{number}")
        last = number == len(portions)
        yield PortionJob(job, path, report, known if last else (), last, portion)


def _cut(documents: tuple[Document, ...]) -> list[tuple[Document, ...]]:
    portions: list[list[Document]] = [[]]
    size = 0
    for document in documents:
        if size >= PORTION:
            portions.append([])
            size = 0
        portions[-1].append(document)
        size += len(document.text.content)
    return [tuple(portion) for portion in portions]


def _analysed(documents: tuple[Document, ...], tools: Tools) -> Iterator[Analysed]:
    """Each document as an engine takes it, and what it states."""
    analyzer, dictionaries = _analyzer(tools), _dictionaries(tools)
    for document in documents:
        analysed = analyse_document(document, analyzer)
        yield analysed, read_statements(document, dictionaries, squeezed_text(analysed))


def _parse(job: FileJob) -> tuple[Issue, IssueReport]:
    source, tools = job.source, job.tools
    data, pages = source.read(), PageCache(tools.pages)
    sha256 = hashlib.sha256(data).hexdigest()
    with bounded(len(data)):
        extracted = extract(source.name, data, tools.encoding, pages)
        issue = parse_extracted(source.name, extracted, _dictionaries(tools), source.corrections)
    if extracted.prints:
        keep_prints(extracted.prints, sha256, pages)
    report = IssueReport(
        file=source.name,
        sha256=sha256,
        size=len(data),
        encoding=issue.encoding,
        gazette=issue.gazette,
        contents=issue.contents,
        documents=tuple(document.id for document in issue.documents),
        warnings=issue.warnings,
        corrections=source.corrections_digest(),
    )
    return issue, report


@lru_cache(maxsize=1)
def _dictionaries(tools: Tools) -> Dictionaries:
    return Dictionaries(tools.dictionary_files)


@lru_cache(maxsize=1)
def _analyzer(tools: Tools) -> Analyzer:
    return Analyzer(Vocabulary.open(tools.vocabulary), _dictionaries(tools), bulk=True)

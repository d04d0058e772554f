"""MAIN PATH: sources → documents → generation. ``build`` makes all anew, ``update`` only what changed."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import dictionaries as dictionaries_room
from dictionaries import Dictionaries
from indexer import generations
from indexer.analysis import Vocabulary, folding_by
from indexer.backends import EngineSettings, Place, open_backend
from indexer.building import commit
from indexer.building.analysing import Tools
from indexer.building.construction import construction, ensure_room
from indexer.building.entries import DamagedEntryError, Kept
from indexer.building.ingest import Ingest
from indexer.building.plan import BuildPlan, plan
from indexer.building.relating import relate, related
from indexer.building.seen import Seen
from indexer.building.verify import Samples, verify
from indexer.errors import NoIndexError, UsageError, dictionary_errors, reason
from indexer.generations import ENGINE_FOLDER, VOCABULARY_FOLDER, Serving
from indexer.generations.issue_reports import IssueReport
from indexer.generations.manifest import Manifest
from indexer.schema import SCHEMA_VERSION
from indexer.sources import Skipped, SourceFile, walk

Step = Literal["list", "read", "verify", "switch"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build is: ``done`` of ``total`` bytes of source text (0 when listing), now at ``file``."""

    step: Step
    done: int = 0
    total: int = 0
    file: str | None = None


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did. ``failed`` and ``skipped`` are (file, reason), ``warnings`` (file, sentence).

    ``switched`` is False where an update found nothing changed and left the serving generation alone;
    ``reused`` counts files neither parsed nor analysed again; ``notices`` are sentences about the whole. ``before``
    counts the documents of the generation that served (None: there was none), ``added`` and ``removed`` those that are
    new and gone since, by their ids.
    """

    generation: str
    switched: bool
    files: int
    documents: int
    reused: int
    failed: tuple[tuple[str, str], ...]
    skipped: tuple[tuple[str, str], ...]
    warnings: tuple[tuple[str, str], ...]
    notices: tuple[str, ...]
    source_bytes: int
    seconds: float
    before: int | None = None
    added: int = 0
    removed: int = 0


ProgressCallback = Callable[[Progress], None]


def silent(progress: Progress) -> None:
    """The progress callback of a build that nobody watches."""


@dataclass(frozen=True, slots=True)
class _Order:
    """What was asked for."""

    paths: tuple[Path, ...]
    index_dir: Path
    dictionaries: Dictionaries
    progress: ProgressCallback
    encoding: str | None
    engine: EngineSettings
    reuse: bool

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(map(str, self.paths))

    @property
    def conditions(self) -> str:
        """What an analysis depends on beside the file."""
        return commit.conditions(self.dictionaries, self.encoding)

    def tools(self, vocabulary: Path) -> Tools:
        """What the workers need."""
        return Tools(vocabulary, self.dictionaries.files, self.dictionaries.fingerprint, self.encoding)


def build(
    paths: Sequence[Path],
    index_dir: Path,
    dictionaries: Dictionaries | None = None,
    *,
    progress: ProgressCallback = silent,
    encoding: str | None = None,
    engine: EngineSettings | None = None,
) -> BuildReport:
    """Builds a new generation from ``paths`` (none: the sources of the last build) and switches to it.

    ``engine`` None is that of the last build. Raises UsageError for a path that does not exist or holds nothing
    readable, LockedError while another build runs, DiskError, EngineError and VerificationError; whatever is raised,
    the old generation goes on serving.
    Single files that cannot be read do not stop a build: they are in the report.
    """
    return _build(_order(paths, index_dir, dictionaries, progress, encoding, engine, reuse=False))


def update(
    paths: Sequence[Path],
    index_dir: Path,
    dictionaries: Dictionaries | None = None,
    *,
    progress: ProgressCallback = silent,
    encoding: str | None = None,
    engine: EngineSettings | None = None,
) -> BuildReport:
    """The same result as ``build``, reading only files whose content changed. Raises as ``build`` does."""
    order = _order(paths, index_dir, dictionaries, progress, encoding, engine, reuse=True)
    try:
        return _build(order)
    except DamagedEntryError:
        report = _build(replace(order, reuse=False))
        return replace(report, notices=(*report.notices, "缓存有损坏，全部文件已重新分析"))


def _build(order: _Order) -> BuildReport:
    started = time.monotonic()
    order.progress(Progress("list"))
    sources, passed_over = _listed(order.paths)
    with dictionary_errors(), folding_by(order.dictionaries), construction(order.index_dir) as site:
        ensure_room(order.index_dir, [source.size for source in sources])
        serving = generations.serving(order.index_dir)
        folder = _new_folder(site, order, serving)
        cache = order.index_dir / generations.CACHE_FOLDER
        kept, seen = Kept(cache, order.conditions), Seen(cache)
        work = plan(
            sources, order.tools(folder / VOCABULARY_FOLDER), site, kept if order.reuse else None, seen
        )
        if serving is not None and _nothing_changed(work, passed_over, order, serving):
            return _report(serving.issues(), serving.manifest, started, len(work.jobs), switched=False)
        ingest = Ingest(passed_over)
        orphans = generations.drop_orphans(order.index_dir, order.engine)
        place = _fill(folder / ENGINE_FOLDER, work, ingest, order)
        made = commit.commit(
            folder, ingest, order.sources, order.dictionaries, order.encoding, started, order.engine, place
        )
        _refuse_loss(made, ingest, serving)
        order.progress(Progress("switch", made.source_bytes, made.source_bytes))
        generations.install(order.index_dir, folder, made.name)
        notices = (*_litter(orphans), *_changes(order, serving), *_remember(work, ingest, kept, seen))
    report = _report(ingest.reports, made, started, ingest.reused, notices=notices)
    return report if serving is None else _compared(report, ingest.reports, serving)


def _order(
    paths: Sequence[Path],
    index_dir: Path,
    dictionaries: Dictionaries | None,
    progress: ProgressCallback,
    encoding: str | None,
    engine: EngineSettings | None,
    *,
    reuse: bool,
) -> _Order:
    """Without paths, those of the last build, and its encoding and dictionaries where none are named.

    Raises NoIndexError.
    """
    last = generations.serving(index_dir)
    if not paths:
        if last is None:
            raise NoIndexError(
                f"{index_dir} 里还没有索引，不知道要读哪些文件；请运行：gsearch build 文件或文件夹"
            )
        paths = [Path(source) for source in last.manifest.sources]
        encoding = encoding or last.manifest.encoding
        dictionaries = dictionaries or generations.dictionaries_of(last.manifest)
    given = tuple(Path(os.path.abspath(path)) for path in paths)
    engine = engine or (last.manifest.engine_settings if last else EngineSettings())
    return _Order(
        given, index_dir, dictionaries or dictionaries_room.load(), progress, encoding, engine, reuse
    )


def _listed(paths: Sequence[Path]) -> tuple[list[SourceFile], list[Skipped]]:
    """What is to be read and what is not. Raises UsageError where there is nothing to read."""
    found = list(walk(paths))
    sources = [each for each in found if isinstance(each, SourceFile)]
    passed_over = [each for each in found if isinstance(each, Skipped)]
    if not sources:
        where = "、".join(map(str, paths))
        why = "；".join(f"{each.name}：{each.reason}" for each in passed_over[:3])
        raise UsageError(f"{where} 里没有可以读的文件{f'（{why}）' if why else ''}")
    return sources, passed_over


def _new_folder(site: Path, order: _Order, serving: Serving | None) -> Path:
    """The new generation's folder with its vocabulary, taken over where it is the same and sound."""
    folder = site / "generation"
    (folder / ENGINE_FOLDER).mkdir(parents=True)
    vocabulary = folder / VOCABULARY_FOLDER
    vocabulary.mkdir()
    if not (serving and commit.take_over_vocabulary(serving, vocabulary, order.dictionaries)):
        Vocabulary.write(vocabulary, order.dictionaries)
    return folder


def _nothing_changed(
    work: BuildPlan, passed_over: Sequence[Skipped], order: _Order, serving: Serving
) -> bool:
    """Whether an update would make the very generation that serves."""
    before = serving.manifest
    same_order = (before.sources, before.encoding, before.dictionaries_folder, before.engine_settings) == (
        order.sources,
        order.encoding,
        commit.folder_of(order.dictionaries),
        order.engine,
    )
    if not order.reuse or not same_order or not generations.is_whole(order.index_dir, serving):
        return False
    if open_backend(order.engine).verify(generations.place(serving.folder, before)):
        return False
    work.try_again(serving.issues())
    if work.new:
        return False
    known = Ingest(passed_over)
    known.known(work.jobs, work.failed)
    return commit.name(known, order.dictionaries) == serving.manifest.name


def _fill(folder: Path, work: BuildPlan, ingest: Ingest, order: _Order) -> Place:
    """Reads and analyses everything into the engine and asks it back; returns where the index is.

    Raises VerificationError, EngineError.
    """
    total = sum(job.source.size for job in work.jobs)
    samples, backend = Samples(), open_backend(order.engine)
    ingest.gather(
        work.results(), lambda source, done: order.progress(Progress("read", done, total, source.name))
    )
    known = relate(ingest, folder.parent, order.dictionaries)
    documents = samples.watch(related(ingest.documents(), known))
    place = backend.write(folder, generations.owner(order.index_dir), documents).place
    order.progress(Progress("verify", total, total))
    verify(backend, place, samples)
    return place


def _refuse_loss(made: Manifest, ingest: Ingest, serving: Serving | None) -> None:
    """An empty index never replaces one with documents, nor one of sources that went away meanwhile.

    A folder that is not mounted is no empty folder. Raises UsageError.
    """
    failed = [f"{report.file}：{report.reason}" for report in ingest.reports if report.state == "failed"]
    gone = [source for source in made.sources if not os.path.exists(source)] if failed else []
    kept = "，旧索引照常使用" if serving is not None else ""
    if gone:
        raise UsageError(f"读的途中 {'、'.join(gone)} 不见了，没有建成{kept}；请检查来源后再运行")
    if made.documents or serving is None or not serving.manifest.documents:
        return
    why = f"（{'；'.join(failed[:3])}）" if failed else ""
    raise UsageError(f"这次一篇公文也没有读到{why}{kept}；请检查来源：{'、'.join(made.sources)}")


def _litter(orphans: int) -> tuple[str, ...]:
    return (f"上次没有建完的 {orphans} 个索引已从检索引擎里清除",) if orphans else ()


def _changes(order: _Order, serving: Serving | None) -> tuple[str, ...]:
    """Why an update had to analyse every file again, as sentences."""
    if serving is None or not order.reuse:
        return ()
    before = serving.manifest
    if before.dictionary != order.dictionaries.fingerprint:
        return ("词典改过，全部文件已重新分析",)
    if (before.schema_version, before.gsearch_version) != (SCHEMA_VERSION, commit.program_version()):
        return ("程序版本变了，全部文件已重新分析",)
    if before.encoding != order.encoding:
        return ("指定的编码变了，全部文件已重新分析",)
    return ()


def _remember(work: BuildPlan, ingest: Ingest, kept: Kept, seen: Seen) -> tuple[str, ...]:
    """Keeps what was analysed for the next update; the new generation serves: a fault is a notice."""
    digests = {entry.report.file: entry.report.sha256 for entry in ingest.entries}
    for job in work.jobs:
        if job.source.name in digests:
            seen.note(job.source, work.stamps[job.source.name], digests[job.source.name])
    try:
        kept.replace(ingest.entries)
        seen.save()
    except OSError as error:
        return (f"缓存没有存下（{reason(error)}），下一次 update 会重新分析全部文件",)
    return ()


def _compared(report: BuildReport, reports: Sequence[IssueReport], serving: Serving) -> BuildReport:
    """``report`` with what changed against the generation that served before."""
    before, now = (
        {ident for each in known for ident in each.documents} for known in (serving.issues(), reports)
    )
    return replace(report, before=len(before), added=len(now - before), removed=len(before - now))


def _report(
    reports: Sequence[IssueReport],
    made: Manifest,
    started: float,
    reused: int,
    *,
    switched: bool = True,
    notices: tuple[str, ...] = (),
) -> BuildReport:
    ordered = sorted(reports, key=lambda report: report.file)
    reasons = [(report.state, (report.file, report.reason or "")) for report in ordered]
    return BuildReport(
        generation=made.name,
        switched=switched,
        files=made.files_read,
        documents=made.documents,
        reused=reused,
        failed=tuple(pair for state, pair in reasons if state == "failed"),
        skipped=tuple(pair for state, pair in reasons if state == "skipped"),
        warnings=tuple((report.file, warning) for report in ordered for warning in report.warnings),
        notices=notices,
        source_bytes=made.source_bytes,
        seconds=round(time.monotonic() - started, 3),
    )

"""MAIN PATH: sources → parse → analyse → relate (→ embed) → write → verify → switch.

``build`` makes all anew, ``update`` only what changed; both end in the same generation. Each step is a module of
``indexer.building``; whatever goes wrong in it, the old generation goes on serving.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from dictionaries import Dictionaries
from indexer import generations
from indexer.analysis import folding_by
from indexer.backends import EngineSettings, Loaders
from indexer.building import (
    BuildReport,
    Carrying,
    DamagedEntryError,
    Ingest,
    Kept,
    Order,
    Progress,
    ProgressCallback,
    Seen,
    commit,
    compared,
    construction,
    embed,
    ensure_room,
    listed,
    new_folder,
    nothing_changed,
    order_of,
    plan,
    refuse_loss,
    relate,
    remember,
    report_of,
    silent,
    why_anew,
    write_and_verify,
)
from indexer.errors import dictionary_errors
from indexer.generations import CACHE_FOLDER, VOCABULARY_FOLDER
from indexer.recognising import pages_folder
from indexer.semantic import ModelChoice

__all__ = ["BuildReport", "Progress", "ProgressCallback", "build", "update"]


def build(
    paths: Sequence[Path],
    index_dir: Path,
    dictionaries: Dictionaries | None = None,
    *,
    progress: ProgressCallback = silent,
    encoding: str | None = None,
    engine: EngineSettings | None = None,
    model: ModelChoice | None = None,
) -> BuildReport:
    """Builds a new generation from ``paths`` (none: the sources of the last build) and switches to it.

    ``engine`` and ``model`` None are those of the last build. Raises UsageError for a path that does not exist or
    holds nothing readable, LockedError while another build runs, DiskError, EngineError, ModelError and
    VerificationError; whatever is raised, the old generation goes on serving.
    Single files that cannot be read do not stop a build: they are in the report.
    """
    with dictionary_errors():
        return _build(
            order_of(paths, index_dir, dictionaries, progress, encoding, engine, model, reuse=False)
        )


def update(
    paths: Sequence[Path],
    index_dir: Path,
    dictionaries: Dictionaries | None = None,
    *,
    progress: ProgressCallback = silent,
    encoding: str | None = None,
    engine: EngineSettings | None = None,
    model: ModelChoice | None = None,
    loaders: Loaders | None = None,
) -> BuildReport:
    """The same result as ``build``, reading only files whose content changed. Raises as ``build`` does.

    ``loaders`` are other machines that help to bring the documents into an engine that several can write to.
    """
    with dictionary_errors():
        order = order_of(paths, index_dir, dictionaries, progress, encoding, engine, model, reuse=True)
        order = replace(order, loaders=loaders)
        try:
            return _build(order)
        except DamagedEntryError:
            report = _build(replace(order, reuse=False))
    return replace(report, notices=(*report.notices, "缓存有损坏，全部文件已重新分析"))


def _build(order: Order) -> BuildReport:
    started = time.monotonic()
    order.progress(Progress("list"))
    sources, passed_over = listed(order.paths)
    with folding_by(order.dictionaries), construction(order.index_dir) as site:
        ensure_room(order.index_dir, [source.size for source in sources])
        serving = generations.serving(order.index_dir)
        folder = new_folder(site, serving, order)
        cache = order.index_dir / CACHE_FOLDER
        kept, seen = Kept(cache, order.conditions), Seen(cache)
        work = plan(
            sources, order.tools(folder / VOCABULARY_FOLDER), site, kept if order.reuse else None, seen
        )
        if serving is not None and nothing_changed(work, passed_over, order, serving):
            return report_of(serving.issues(), serving.manifest, started, len(work.jobs), switched=False)
        work.recognise(pages_folder(order.index_dir), order.recognising)  # scans, page by page
        ingest = Ingest(passed_over)
        ingest.gather(work.results(), order.reading(sources))  # parse and analyse, on all cores
        relations = relate(ingest, folder, order.dictionaries)
        embed(ingest, folder, order)
        orphans = generations.drop_orphans(order.index_dir, order.engine)
        carrying = Carrying(cache, site, order, serving)
        place = write_and_verify(carrying.documents(ingest, relations), carrying.before, folder, order)
        made = commit(
            folder,
            ingest,
            order.sources,
            order.dictionaries,
            order.encoding,
            started,
            order.engine,
            place,
            order.model,
        )
        refuse_loss(made, ingest, serving)
        order.progress(Progress("switch", made.source_bytes, made.source_bytes))
        generations.install(order.index_dir, folder, made.name)
        notices = (
            *_litter(orphans),
            *why_anew(order, serving),
            *remember(work, ingest, kept, seen, carrying, made),
        )
    report = report_of(ingest.reports, made, started, ingest.reused, notices=notices)
    return report if serving is None else compared(report, ingest.reports, serving)


def _litter(orphans: int) -> tuple[str, ...]:
    return (f"上次没有建完的 {orphans} 个索引已从检索引擎里清除",) if orphans else ()

"""The build at hand beside the generation that serves: is there anything to do, is anything lost, why is all anew."""

from __future__ import annotations

import os
from collections.abc import Sequence

from indexer import generations
from indexer.backends import open_backend
from indexer.building import committing
from indexer.building.ingest import Ingest
from indexer.building.order import Order
from indexer.building.planning import BuildPlan
from indexer.errors import UsageError
from indexer.generations import Serving
from indexer.generations.manifest import Manifest
from indexer.schema import SCHEMA_VERSION
from indexer.semantic import about
from indexer.sources import Skipped


def nothing_changed(work: BuildPlan, passed_over: Sequence[Skipped], order: Order, serving: Serving) -> bool:
    """Whether an update would make the very generation that serves."""
    before = serving.manifest
    same_order = (before.sources, before.encoding, before.dictionaries_folder, before.engine_settings) == (
        order.sources,
        order.encoding,
        committing.folder_of(order.dictionaries),
        order.engine,
    )
    if (
        not order.reuse
        or not same_order
        or not _same_model(order, serving)
        or not generations.is_whole(order.index_dir, serving)
    ):
        return False
    if work.new and before.files_failed + before.files_skipped:
        work.try_again(serving.issues())
    if work.new:
        return False
    known = Ingest(passed_over)
    known.known(work.jobs, work.failed)
    if committing.name(known, order.dictionaries, order.model) != serving.manifest.name:
        return False
    return not open_backend(order.engine).verify(generations.place(serving.folder, before))


def _same_model(order: Order, serving: Serving) -> bool:
    """Whether the vectors that serve are of the model that was ordered, at the place where it lies now."""
    made = about(serving.folder)
    if made is None or order.model is None:
        return made is None and order.model is None
    return (made.model, made.fingerprint) == (str(order.choice.path), order.model.fingerprint)


def refuse_loss(made: Manifest, ingest: Ingest, serving: Serving | None) -> None:
    """An empty index never replaces one with documents, nor one of sources that went away meanwhile, and where not
    one file could be read there is nothing to begin with.

    A folder that is not mounted is no empty folder. Raises UsageError.
    """
    failed = [f"{report.file}：{report.reason}" for report in ingest.reports if report.state == "failed"]
    gone = [source for source in made.sources if not os.path.exists(source)] if failed else []
    kept = "，旧索引照常使用" if serving is not None else ""
    if gone:
        raise UsageError(f"读的途中 {'、'.join(gone)} 不见了，没有建成{kept}；请检查来源后再运行")
    nothing_read = bool(failed) and not made.files_read
    if made.documents or not (nothing_read or (serving is not None and serving.manifest.documents)):
        return
    why = f"（{'；'.join(failed[:3])}）" if failed else ""
    raise UsageError(f"这次一篇公文也没有读到{why}，没有建成{kept}；请检查来源：{'、'.join(made.sources)}")


def why_anew(order: Order, serving: Serving | None) -> tuple[str, ...]:
    """Why an update had to analyse every file again, as sentences."""
    if serving is None or not order.reuse:
        return ()
    before = serving.manifest
    if before.dictionary != order.dictionaries.fingerprint:
        return ("词典改过，全部文件已重新分析",)
    if (before.schema_version, before.gsearch_version) != (SCHEMA_VERSION, committing.program_version()):
        return ("程序版本变了，全部文件已重新分析",)
    if before.encoding != order.encoding:
        return ("指定的编码变了，全部文件已重新分析",)
    return ()

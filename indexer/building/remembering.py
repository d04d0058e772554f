"""What a build leaves behind so that the next ``update`` has less to do."""

from __future__ import annotations

from indexer.building.carrying import Carrying
from indexer.building.ingest import Ingest
from indexer.building.kept import Kept
from indexer.building.planning import BuildPlan
from indexer.building.seen import Seen
from indexer.errors import reason
from indexer.generations.manifest import Manifest


def remember(
    work: BuildPlan, ingest: Ingest, kept: Kept, seen: Seen, carrying: Carrying, made: Manifest
) -> tuple[str, ...]:
    """Keeps what was analysed for the next update; the new generation serves: a fault is a notice."""
    digests = {entry.report.file: entry.report.sha256 for entry in ingest.entries}
    for job in work.jobs:
        if job.source.name in digests:
            seen.note(job.source, work.stamps[job.source.name], digests[job.source.name])
    try:
        kept.replace(ingest.entries)
        seen.save()
        carrying.keep(made)
    except OSError as error:
        return (f"缓存没有存下（{reason(error)}），下一次 update 会重新分析全部文件",)
    return ()

"""What a build did, for people and programs."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from indexer.generations import Serving
from indexer.generations.issue_reports import IssueReport
from indexer.generations.manifest import Manifest


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


def report_of(
    reports: Sequence[IssueReport],
    made: Manifest,
    started: float,
    reused: int,
    *,
    switched: bool = True,
    notices: tuple[str, ...] = (),
) -> BuildReport:
    """The report of a build that ``made`` a generation; ``started`` is a reading of ``time.monotonic``."""
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


def compared(report: BuildReport, reports: Sequence[IssueReport], serving: Serving) -> BuildReport:
    """``report`` with what changed against the generation that served before."""
    before, now = (
        {ident for each in known for ident in each.documents} for known in (serving.issues(), reports)
    )
    return replace(report, before=len(before), added=len(now - before), removed=len(before - now))

"""What came of a build: told on the terminal, kept in the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from search_app.cli.log import Log
from search_app.cli.output import note, put

if TYPE_CHECKING:
    from indexer.build import BuildReport
    from indexer.together import JoinedReport

_SHOWN = 20
"""Skipped files named on a terminal; the log and ``gsearch status`` have them all."""


def tell(report: BuildReport, quiet: bool, log: Log) -> None:
    """On the terminal what must be known, or, where it is to be quiet, only what failed; in the log all of it."""
    _log_report(report, log)
    for file, reason in report.failed:
        note(f"失败：{file}：{reason}")
    if quiet:
        return
    for file, reason in report.skipped[:_SHOWN]:
        note(f"略过：{file}：{reason}")
    if len(report.skipped) > _SHOWN:
        note(f"略过的还有 {len(report.skipped) - _SHOWN} 个，gsearch status 全部列出")
    for notice in report.notices:
        note(notice)
    put(f"{_outcome(report)}\n")
    if report.warnings:
        note(f"有 {len(report.warnings)} 处存疑，gsearch status 和各篇公文的“注意”栏有说明")


def _outcome(report: BuildReport) -> str:
    reused = f"（{report.reused} 个沿用）" if report.reused else ""
    counts = f"{report.files} 个文件{reused}，{report.documents} 篇公文，用时 {report.seconds:.1f} 秒"
    if not report.switched:
        return f"没有变化，仍用第 {report.generation} 代：{counts}"
    return f"已建成并启用第 {report.generation} 代：{counts}{_changes(report)}"


def _changes(report: BuildReport) -> str:
    """What changed against the generation before; "" where nothing did, or there was none."""
    if report.before is None or not (report.added or report.removed):
        return ""
    parts = [f"新增 {report.added}"] * bool(report.added) + [f"减少 {report.removed}"] * bool(report.removed)
    back = "；退回：gsearch build --rollback" if report.removed else ""
    return f"\n原有 {report.before} 篇，{'，'.join(parts)}{back}"


def _log_report(report: BuildReport, log: Log) -> None:
    for file, reason in report.failed:
        log.write("失败", f"{file}：{reason}")
    for file, reason in report.skipped:
        log.write("略过", f"{file}：{reason}")
    for file, warning in report.warnings:
        log.write("存疑", f"{file}：{warning}")
    for notice in report.notices:
        log.write("说明", notice)
    log.write("完成", _outcome(report))


def tell_joined(report: JoinedReport, quiet: bool, log: Log) -> None:
    """What this machine did of a build that another one finished."""
    message = (
        f"这台读了 {report.shares} 份、装载了 {report.portions} 批；"
        f"第 {report.generation} 代由另一台建成，用时 {report.seconds:.1f} 秒"
    )
    log.write("完成", message)
    if not quiet:
        put(f"{message}\n")

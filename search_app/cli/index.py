"""``gsearch status`` and ``gsearch check``: what the index holds, and whether it is sound."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from indexer.errors import NoIndexError
from search_app.cli.help import Command, Option
from search_app.cli.output import note, put
from search_app.cli.parameters import common_options, format_option
from search_app.settings import Settings

if TYPE_CHECKING:
    from indexer.generations import IssueReport, Status
    from indexer.relations import Status as Standing


@click.command(
    "status",
    cls=Command,
    help="显示索引的现状：哪一代、多少篇、多大、用的什么词典；哪些期的目录与正文对不上，哪些文件没有读成。",
    examples=(("gsearch status", "给人看"), ("gsearch status --format json", "给程序看，列出全部细节")),
)
@format_option("text", "json")
@common_options
def status(settings: Settings, form: str) -> int:
    """Exit code 0, whatever the state; 3 where there is no index."""
    from indexer.generations import index_status

    state = index_status(settings.index)
    counts = _validity_counts(state)
    if form == "json":
        told = {**status_as_json(state), "validity": counts}
        put(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
    else:
        put("\n".join(_status_lines(state, _titles(state), counts)) + "\n", settings)
    if state.damage:
        note(f"{state.damage}；请运行：gsearch check")
    if state.stale:
        note("词典在建索引之后改过；请运行：gsearch update")
    return 0


def status_as_json(state: Status) -> dict[str, Any]:
    """The figures of the serving generation, and the source files that need a look; sizes are bytes."""
    manifest = state.manifest
    return {
        "generation": manifest.name,
        "index": str(state.index),
        "built_at": manifest.built_at,
        "seconds": manifest.seconds,
        "gsearch_version": manifest.gsearch_version,
        "schema_version": manifest.schema_version,
        "dictionary": manifest.dictionary,
        "dictionaries_folder": manifest.dictionaries_folder,
        "stale": state.stale,
        "damage": state.damage,
        "documents": manifest.documents,
        "files_read": manifest.files_read,
        "files_failed": manifest.files_failed,
        "files_skipped": manifest.files_skipped,
        "source_bytes": manifest.source_bytes,
        "size": state.size,
        "total_size": state.total_size,
        "sources": list(manifest.sources),
        "earlier_generations": list(state.earlier),
        "mismatched": [_mismatch_as_json(issue) for issue in state.mismatched],
        "warnings": [
            {"file": each.file, "warnings": list(each.warnings)} for each in state.issues if each.warnings
        ],
        "failed": [{"file": issue.file, "reason": issue.reason} for issue in state.failed],
        "skipped": [{"file": issue.file, "reason": issue.reason} for issue in state.skipped],
    }


def _mismatch_as_json(issue: IssueReport) -> dict[str, Any]:
    return {
        "file": issue.file,
        "entries_without_document": [asdict(entry) for entry in issue.entries_without_document],
        "documents_without_entry": list(issue.documents_without_entry),
    }


def _validity_counts(state: Status) -> dict[Standing, int]:
    """How many documents have which status today, in the contract's order; {} where the index cannot be opened."""
    from indexer.backends import BackendRequest, Everything
    from indexer.generations import current
    from search_app.relations import STATUS_LABELS, with_status_counts
    from search_app.searcher import Searcher

    try:
        with Searcher.open(current(state.index)) as index:
            found = index.search(BackendRequest(Everything(), limit=0, facets=("validity",)))
            counted = dict(with_status_counts(found.facets, index.on)["validity"])
    except NoIndexError:
        return {}
    return {code: counted[label] for code, label in STATUS_LABELS.items() if label in counted}


def _titles(state: Status) -> dict[str, str]:
    """Titles of the documents that no contents list names, by id; empty where the index cannot be opened."""
    from indexer.generations import current
    from indexer.schema import document_from_record

    wanted = [each for issue in state.mismatched for each in issue.documents_without_entry]
    if not wanted:
        return {}
    try:
        reader = current(state.index).reader()
    except NoIndexError:
        return {}
    with closing(reader):
        stored = reader.documents(wanted)
    return {one.id: document_from_record(one.record).title for one in stored if one is not None}


def _status_lines(state: Status, titles: Mapping[str, str], counts: Mapping[Standing, int]) -> Iterator[str]:
    from search_app.relations import STATUS_LABELS

    manifest = state.manifest
    yield f"索引      {state.index}"
    yield f"现用      第 {manifest.name} 代，建于 {manifest.built_at}，用时 {manifest.seconds:.1f} 秒"
    yield f"可退回    {'、'.join(state.earlier) or '无'}"
    yield f"公文      {manifest.documents:,} 篇"
    if counts:
        yield f"时效      {'，'.join(f'{STATUS_LABELS[code]} {count:,}' for code, count in counts.items())}（今天）"
    files = f"读了 {manifest.files_read:,} 个（{_size(manifest.source_bytes)}）"
    yield f"文件      {files}，失败 {manifest.files_failed} 个，略过 {manifest.files_skipped} 个"
    yield f"大小      {_size(state.size)}（连同旧的一代和缓存 {_size(state.total_size)}）"
    yield f"词典      {manifest.dictionary}{'（已改过，索引过时）' if state.stale else ''}"
    if manifest.dictionaries_folder:
        yield f"另用词典  {manifest.dictionaries_folder}"
    for source in manifest.sources:
        yield f"来源      {source}"
    for issue in (*state.failed, *state.skipped):
        yield f"{'失败' if issue.state == 'failed' else '略过'}      {issue.file}：{issue.reason}"
    for issue in state.issues:
        yield from (f"存疑      {issue.file}：{warning}" for warning in _other_warnings(issue))
    if state.mismatched:
        yield ""
        yield "目录与正文对不上的各期："
        for issue in state.mismatched:
            yield from _mismatch_lines(issue, titles)


def _other_warnings(issue: IssueReport) -> list[str]:
    """Warnings about a file, without those that the list of mismatches repeats."""
    listed = [entry.title for entry in issue.entries_without_document]
    return [warning for warning in issue.warnings if not any(title in warning for title in listed)]


def _mismatch_lines(issue: IssueReport, titles: Mapping[str, str]) -> Iterator[str]:
    yield f"  {issue.file}"
    for entry in issue.entries_without_document:
        yield f"    第 {entry.line} 行  目录有，正文没找到：{entry.title}"
    for document in issue.documents_without_entry:
        yield f"    {document}  正文有，目录没有：{titles.get(document, '')}"


def _unread_examples(own: Path | None) -> list[str]:
    """Agency codes and wordings of relations whose own examples are not read as the dictionary says they are."""
    import dictionaries
    from indexer.identifiers import faulty_examples
    from indexer.relations import faulty_wordings

    loaded = dictionaries.load(own)
    codes = faulty_examples(loaded)
    lines = {agency.code: agency.line for agency in loaded.agencies}
    return [
        f"agencies.csv:{lines[code]}: 机关代字 {code} 的例子识别不出所写的文号；请改正例子或代字"
        for code in codes
    ] + [
        f"relation_wordings.csv:{line}: {fault}；请改正说法或例子" for line, fault in faulty_wordings(loaded)
    ]


def _dictionaries_of_index(settings: Settings) -> Path | None:
    """The user's own dictionaries that the serving index was built with."""
    from indexer.generations import serving

    found = serving(settings.index)
    return Path(found.manifest.dictionaries_folder) if found and found.manifest.dictionaries_folder else None


def _size(count: int) -> str:
    for unit, size in (("GB", 1 << 30), ("MB", 1 << 20), ("KB", 1 << 10)):
        if count >= size:
            return f"{count / size:.1f} {unit}"
    return f"{count} 字节"


@click.command(
    "check",
    cls=Command,
    help="检验索引的每个文件是否完好、词典有没有写错；逐条指出文件、行和补救的命令。",
    examples=(
        ("gsearch check", "没有问题时退出码为 0"),
        ("gsearch check --dictionaries", "只查词典，不需要索引"),
        ("gsearch check --dictionaries 词典/", "只查自己的词典（放在自带的之上）"),
    ),
)
@click.option("--dictionaries", "only", is_flag=False, flag_value="", metavar="[目录]", cls=Option,
              help="只检验词典；写上目录就检验自己的")  # fmt: skip
@common_options
def check(settings: Settings, only: str | None) -> int:
    """Exit code 0: all sound, 2: faults in a dictionary, 3: faults in the index, or none at all."""
    import dictionaries
    from indexer.generations import check_index

    own = Path(only) if only else settings.dictionaries
    own = own or (_dictionaries_of_index(settings) if only is None else None)
    faults = [str(fault) for fault in dictionaries.check(own)] or _unread_examples(own)
    for fault in faults:
        put(f"{fault}\n")
    damage = [] if only is not None else check_index(settings.index)
    for each in damage:
        put(f"{each}\n")
    if not faults and not damage:
        note("词典没有错误" if only is not None else "索引完好，词典没有错误")
    return 3 if damage else 2 if faults else 0

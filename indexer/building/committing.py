"""Makes a finished folder a generation: its name, its manifest, everything durable on disk."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

from dictionaries import Dictionaries
from indexer.backends import EngineSettings, Place, open_backend
from indexer.building.ingest import Ingest
from indexer.generations import VOCABULARY_FOLDER, Serving, issue_reports, manifest
from indexer.generations.index_folder import sync_folder
from indexer.generations.integrity import difference
from indexer.generations.issue_reports import IssueReport, State
from indexer.generations.manifest import Manifest
from indexer.schema import SCHEMA_VERSION
from indexer.semantic import Model


def conditions(dictionaries: Dictionaries, encoding: str | None) -> str:
    """What the analysis of a file depends on beside the file."""
    return f"{SCHEMA_VERSION}|{dictionaries.fingerprint}|{program_version()}|{encoding or ''}"


def program_version() -> str:
    """This program's version; "0" in a checkout that nobody installed."""
    try:
        return metadata.version("gsearch-gazette")
    except metadata.PackageNotFoundError:
        return "0"


def name(ingest: Ingest, dictionaries: Dictionaries, model: Model | None) -> str:
    """The name of the generation that ``ingest`` makes: 12 hex digits over what went in."""
    embedded = (model.fingerprint,) if model else ()
    return ingest.name((manifest.FORMAT, SCHEMA_VERSION, dictionaries.fingerprint, *embedded))


def folder_of(dictionaries: Dictionaries) -> str | None:
    """Where the user's own dictionaries lie, as the manifest keeps it."""
    return str(dictionaries.folder) if dictionaries.folder is not None else None


def commit(
    folder: Path,
    ingest: Ingest,
    sources: tuple[str, ...],
    dictionaries: Dictionaries,
    encoding: str | None,
    started: float,
    engine: EngineSettings,
    place: Place,
    model: Model | None = None,
) -> Manifest:
    """Writes ``issues.jsonl`` and the manifest into ``folder``; makes all files, and the index at ``place`` in its
    ``engine``, durable. Raises OSError, EngineError.

    ``started`` is a reading of ``time.monotonic``.
    """
    open_backend(engine).seal(place)
    reports = sorted(ingest.reports, key=lambda report: report.file)
    issue_reports.write(reports, folder)
    read = _of(reports, "read")
    content = Manifest(
        name=name(ingest, dictionaries, model),
        schema_version=SCHEMA_VERSION,
        dictionary=dictionaries.fingerprint,
        gsearch_version=program_version(),
        built_at=datetime.now(UTC).astimezone().isoformat(timespec="seconds"),
        seconds=round(time.monotonic() - started, 3),
        sources=sources,
        encoding=encoding,
        dictionaries_folder=folder_of(dictionaries),
        files_read=len(read),
        files_failed=len(_of(reports, "failed")),
        files_skipped=len(_of(reports, "skipped")),
        documents=len({ident for report in reports for ident in report.documents}),
        source_bytes=sum(report.size for report in read),
        files=manifest.file_states(folder),
        engine=engine.name,
        engine_options=engine.options,
        index_name=place.name,
    )
    manifest.write(content, folder)
    _sync(folder)
    return content


def take_over_vocabulary(serving: Serving, folder: Path, dictionaries: Dictionaries) -> bool:
    """Copies the serving generation's vocabulary to ``folder`` where it is the one wanted, and sound."""
    content = serving.manifest
    if (content.schema_version, content.dictionary) != (SCHEMA_VERSION, dictionaries.fingerprint):
        return False
    if content.gsearch_version != program_version():
        return False
    prefix = f"{VOCABULARY_FOLDER}/"
    files = {name: state for name, state in content.files.items() if name.startswith(prefix)}
    for file, state in files.items():
        source = serving.folder / file
        if difference(source, state) is not None:
            return False
        shutil.copyfile(source, folder / source.name)
    return bool(files)


def _of(reports: Sequence[IssueReport], state: State) -> list[IssueReport]:
    return [report for report in reports if report.state == state]


def _sync(folder: Path) -> None:
    for parent, _, names in os.walk(folder):
        for each in names:
            descriptor = os.open(os.path.join(parent, each), os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        sync_folder(Path(parent))

"""The lines of a source file as OCR gave them, to lay beside the cleaned text.

An index does not keep them; they are read again from where the build found them, and only shown where the
file is still the very one that was indexed (same size and SHA-256).
"""

from __future__ import annotations

from pathlib import Path

from indexer.errors import ExtractError, UsageError
from indexer.files import extract
from indexer.generations import Generation, IssueReport
from indexer.recognising import pages_folder
from indexer.scans import PageCache
from indexer.sources import SourceFile, walk

LARGEST = 8 << 20
"""Bytes of a file up to which it is read again for a reader of one document."""


def original_lines(generation: Generation, report: IssueReport) -> tuple[str, ...] | None:
    """All lines of the source file that ``report`` is about, line n at index n - 1.

    None where the file is gone, changed, too large, or a record file, which has no lines of its own.
    """
    if not report.sha256 or report.size > LARGEST:
        return None
    source = original_source(generation, report)
    return _lines(report.file, source, generation) if source is not None else None


def original_source(generation: Generation, report: IssueReport) -> SourceFile | None:
    """The file that ``report`` is about, if it is still the very one that was indexed; None where it is not."""
    found = (_same(Path(source), report) for source in generation.manifest.sources)
    return next((source for source in found if source is not None), None)


def read_pages(generation: Generation) -> PageCache:
    """The pages of scans that were read for the index of ``generation``."""
    return PageCache(pages_folder(generation.folder.parent.parent))


def _same(root: Path, report: IssueReport) -> SourceFile | None:
    """The reported file under ``root``, if its content is what was indexed."""
    container = _container(root, report.file)
    if container is None:
        return None
    try:
        for found in walk([container]):
            if (
                isinstance(found, SourceFile)
                and found.size == report.size
                and found.digest() == report.sha256
            ):
                return found
    except (ExtractError, UsageError):
        return None
    return None


def _container(root: Path, name: str) -> Path | None:
    """The real file that holds ``name``: the file itself, or the archive that it is a member of."""
    if root.is_file():
        return root
    path = root
    for part in name.split("/"):
        path = path / part
        if path.is_file():
            return path
    return None


def _lines(name: str, source: SourceFile, generation: Generation) -> tuple[str, ...] | None:
    try:
        extracted = extract(name, source.read(), generation.manifest.encoding, read_pages(generation))
    except ExtractError:
        return None
    return tuple(extracted.lines) or None

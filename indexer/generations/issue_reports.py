"""What became of each source file: an issue's cover, contents list and document ids, or why there is none."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from indexer.models import ContentsEntry, Gazette

ISSUES_FILE = "issues.jsonl"

State = Literal["read", "failed", "skipped"]


@dataclass(frozen=True, slots=True)
class IssueReport:
    """One source file; ``file`` is its name in ``Document.source``, ``documents`` are ids in order.

    ``path`` is where people find the file (absolute; within an archive led by the archive's own).
    ``sha256`` and ``size`` (bytes) are of the file as read; ``reason`` says why a file failed or was skipped.
    ``corrections`` is the SHA-256 of its side file, "" where there is none.
    """

    file: str
    path: str = ""
    sha256: str = ""
    size: int = 0
    encoding: str | None = None
    gazette: Gazette | None = None
    contents: tuple[ContentsEntry, ...] = ()
    documents: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    state: State = "read"
    reason: str | None = None
    corrections: str = ""

    @property
    def id(self) -> str:
        """12 hex digits, fit for a URL: of the gazette's title, year and number where the cover states them, else of
        the file's content, else (it could not be read) of its name.
        """
        import hashlib

        gazette = self.gazette
        if gazette and gazette.title and gazette.year and gazette.number:
            known = f"{gazette.title}\0{gazette.year}\0{gazette.number}"
        else:
            known = self.sha256 or self.file
        return hashlib.sha256(known.encode("utf-8", "surrogatepass")).hexdigest()[:12]

    @property
    def entries_without_document(self) -> tuple[ContentsEntry, ...]:
        """Rows of the contents list that no document was found for."""
        return tuple(entry for entry in self.contents if entry.document_id is None)

    @property
    def documents_without_entry(self) -> tuple[str, ...]:
        """Ids of documents that the contents list does not name; () where there is no contents list."""
        if not self.contents:
            return ()
        named = {entry.document_id for entry in self.contents}
        return tuple(each for each in self.documents if each not in named)


def to_line(report: IssueReport) -> str:
    """The report as one line of JSON."""
    return json.dumps(asdict(report), separators=(",", ":"))


def from_line(line: str) -> IssueReport:
    """The inverse of ``to_line``. Raises ValueError where the line is no report."""
    return from_values(json.loads(line))


def from_values(values: dict[str, Any]) -> IssueReport:
    """The report of what JSON made of it; consumes ``values``. Raises ValueError where they are no report's."""
    try:
        values["gazette"] = Gazette(**values["gazette"]) if values["gazette"] else None
        values["contents"] = tuple(ContentsEntry(**entry) for entry in values["contents"])
        values["documents"] = tuple(values["documents"])
        values["warnings"] = tuple(values["warnings"])
        return IssueReport(**values)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not an issue report: {error}") from error


def write(reports: Iterable[IssueReport], folder: Path) -> None:
    """Writes ``issues.jsonl``, one report a line."""
    with (folder / ISSUES_FILE).open("w", encoding="ascii", newline="\n") as file:
        file.writelines(to_line(report) + "\n" for report in reports)


def read(folder: Path) -> Iterator[IssueReport]:
    """The reports of a generation's folder. Raises OSError and ValueError."""
    with (folder / ISSUES_FILE).open(encoding="ascii") as file:
        yield from map(from_line, file)

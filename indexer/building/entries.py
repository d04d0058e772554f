"""Parsed and analysed files as they are kept between builds, by content, for ``update`` to take up again.

An entry is one gzip file of JSON lines: the file's IssueReport with who its documents are, then for each document
what it states (indexer.relations) and the document as an engine takes it.
No pickles: a damaged entry is an error of this program's reader, not somebody else's code. Its digest is
taken over its lines, not over its bytes, so that every machine gets the same.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import BinaryIO

from indexer import relations
from indexer.backends import AnalysedDocument
from indexer.errors import GsearchError
from indexer.generations import issue_reports
from indexer.generations.issue_reports import IssueReport
from indexer.identity import Identity
from indexer.models import Source
from indexer.relations import Statements

SUFFIX = ".jsonl.gz"
_LEVEL = 1
"""Disk is cheaper than time here: level 6 packs 20 % better and takes thrice as long."""

_STATED = b'{"head":'
_DOCUMENT = b"["
"""What the lines of a document begin with: its statements are an object with a head, it itself is a list."""

_FIELDS = tuple(field.name for field in fields(AnalysedDocument))
_DAMAGE = (OSError, EOFError, zlib.error, ValueError, TypeError, KeyError, StopIteration)


class DamagedEntryError(GsearchError):
    """A kept file cannot be read back; it has to be parsed anew."""

    code = "damaged_entry"


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of one source file once it is analysed; its documents stay on disk in ``path``.

    ``digest`` is the SHA-256 over all lines; ``identities`` are its documents', in their order.
    """

    report: IssueReport
    path: Path
    digest: str
    identities: tuple[Identity, ...]


@dataclass(frozen=True, slots=True)
class Portion:
    """Some documents of a large file, written down; ``digest`` is the SHA-256 over their lines."""

    path: Path
    digest: str


Analysed = tuple[AnalysedDocument, Statements]


def write(
    path: Path, report: IssueReport, identities: tuple[Identity, ...], documents: Iterable[Analysed]
) -> Entry:
    """Writes an entry. Raises OSError."""
    header = _header(report, identities)
    with path.open("wb") as file:
        file.write(gzip.compress(header, _LEVEL, mtime=0))
        digest = _write_documents(file, documents, hashlib.sha256(header))
    return Entry(report, path, digest, identities)


def write_portion(path: Path, documents: Iterable[Analysed]) -> Portion:
    """Writes some documents of a file, for ``join``. Raises OSError."""
    with path.open("wb") as file:
        return Portion(path, _write_documents(file, documents, hashlib.sha256()))


def join(
    path: Path, report: IssueReport, identities: tuple[Identity, ...], portions: Sequence[Portion]
) -> Entry:
    """The entry of a whole file from its portions, which are moved into it. Raises OSError."""
    header = _header(report, identities)
    digest = hashlib.sha256(header)
    with path.open("wb") as file:
        file.write(gzip.compress(header, _LEVEL, mtime=0))
        for portion in portions:
            digest.update(portion.digest.encode("ascii"))
            with portion.path.open("rb") as source:
                shutil.copyfileobj(source, file)
            portion.path.unlink()
    return Entry(report, path, digest.hexdigest(), identities)


def read(path: Path, digest: str) -> Entry:
    """An entry that was kept, by its first line only. Raises DamagedEntryError."""
    try:
        with gzip.open(path, "rb") as file:
            report, identities = _from_header(next(file))
            return Entry(report, path, digest, identities)
    except _DAMAGE as error:
        raise DamagedEntryError(f"{path}：{error}") from error


def documents(path: Path) -> Iterator[AnalysedDocument]:
    """The documents of an entry or a portion, in order, one in memory at a time. Raises DamagedEntryError."""
    try:
        with gzip.open(path, "rb") as file:
            for data in file:
                if data.startswith(_DOCUMENT):
                    yield _from_bytes(data)
    except _DAMAGE as error:
        raise DamagedEntryError(f"{path}：{error}") from error


def statements(path: Path) -> Iterator[Statements]:
    """What the documents of an entry or a portion state, in their order. Raises DamagedEntryError."""
    try:
        with gzip.open(path, "rb") as file:
            for data in file:
                if data.startswith(_STATED):
                    yield relations.from_line(data.decode("utf-8", "surrogatepass"))
    except (*_DAMAGE, KeyError) as error:
        raise DamagedEntryError(f"{path}：{error}") from error


class Kept:
    """The entries of a cache folder, by the name and content of the file they came from.

    ``conditions`` are what an analysis depends on beside the file: an entry made under others is not found.
    """

    def __init__(self, folder: Path, conditions: str) -> None:
        self._folder = folder
        self._conditions = conditions
        names = (path.name.removesuffix(SUFFIX).split("-") for path in folder.glob(f"*{SUFFIX}"))
        self._digests = {name[0]: name[1] for name in names if len(name) == 2}

    def find(self, file: str, sha256: str) -> Entry | None:
        """The entry of a file of this name and content; None where there is none or it is damaged."""
        key = self._key(file, sha256)
        digest = self._digests.get(key)
        if digest is None:
            return None
        try:
            return read(self._path(key, digest), digest)
        except DamagedEntryError:
            return None

    def name(self, entry: Entry) -> str:
        """The name of the file that keeps ``entry`` in any cache."""
        return self._path(self._key(entry.report.file, entry.report.sha256), entry.digest).name

    def replace(self, entries: Sequence[Entry]) -> None:
        """Takes in ``entries``, wherever they lie, and removes all others. Raises OSError."""
        self._folder.mkdir(mode=0o700, exist_ok=True)
        wanted = set()
        for entry in entries:
            target = self._path(self._key(entry.report.file, entry.report.sha256), entry.digest)
            wanted.add(target)
            if entry.path != target:
                entry.path.replace(target)
        for path in self._folder.glob(f"*{SUFFIX}"):
            if path not in wanted:
                path.unlink()

    def _key(self, file: str, sha256: str) -> str:
        text = f"{self._conditions}\0{file}\0{sha256}"
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]

    def _path(self, key: str, digest: str) -> Path:
        return self._folder / f"{key}-{digest}{SUFFIX}"


def _header(report: IssueReport, identities: Sequence[Identity]) -> bytes:
    known = json.dumps([astuple(each) for each in identities], separators=(",", ":"))
    return _bytes(f'{{"report":{issue_reports.to_line(report)},"identities":{known}}}')


def _from_header(line: bytes) -> tuple[IssueReport, tuple[Identity, ...]]:
    header = json.loads(line)
    known = (
        Identity(ident, key, text, Source(*source) if source else None, given)
        for ident, key, text, source, given in header["identities"]
    )
    return issue_reports.from_values(header["report"]), tuple(known)


def _to_bytes(document: AnalysedDocument) -> bytes:
    values = [getattr(document, name) for name in _FIELDS]
    return _bytes(json.dumps(values, ensure_ascii=False, separators=(",", ":")))


def _write_documents(file: BinaryIO, documents: Iterable[Analysed], digest: hashlib._Hash) -> str:
    with gzip.GzipFile("", "wb", _LEVEL, file, mtime=0) as packed:
        for document, stated in documents:
            for data in (_bytes(stated.to_line()), _to_bytes(document)):
                digest.update(data)
                packed.write(data)
    return digest.hexdigest()


def _from_bytes(data: bytes) -> AnalysedDocument:
    values = dict(zip(_FIELDS, json.loads(data.decode("utf-8", "surrogatepass")), strict=True))
    values["keywords"] = {field: tuple(given) for field, given in values["keywords"].items()}
    return AnalysedDocument(**values)


def _bytes(line: str) -> bytes:
    return (line + "\n").encode("utf-8", "surrogatepass")

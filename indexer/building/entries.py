"""Parsed and analysed files as they are kept between builds, by content, for ``update`` to take up again.

An entry is a file of frames: the header (the file's IssueReport with who its documents are), then portions of its
documents, each in three frames: what they state (indexer.relations), what an engine stores of them, their tokens.
No pickles: a damaged entry is an error of this program's reader, not somebody else's code. Its digest is
taken over what the frames hold, not over its bytes, so that every machine gets the same.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import BinaryIO

from indexer import relations
from indexer.backends import AnalysedDocument
from indexer.building import token_columns
from indexer.errors import GsearchError
from indexer.generations import issue_reports
from indexer.generations.issue_reports import IssueReport
from indexer.identity import Identity
from indexer.models import Source
from indexer.relations import Statements

_LEVEL = 1
"""Disk is cheaper than time here: level 6 packs 20 % better and takes thrice as long."""

_HEADER, _STATED, _STORED, _TOKENS, _END = b"H", b"S", b"D", b"T", b"E"
_FRAME = struct.Struct("<cIQ")
"""What a frame holds, of how many documents, and how many bytes of it follow, packed."""

_PORTION = 1 << 18
"""Characters of text that share their frames, about."""

_DAMAGE = (OSError, EOFError, zlib.error, struct.error, ValueError, TypeError, KeyError, StopIteration)


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
    with path.open("wb") as file:
        frames = _FrameWriter(file)
        frames.add(_HEADER, _header(report, identities))
        _add_documents(frames, documents)
        frames.add(_END, b"")
    return Entry(report, path, frames.digest.hexdigest(), identities)


def write_portion(path: Path, documents: Iterable[Analysed]) -> Portion:
    """Writes some documents of a file, for ``join``. Raises OSError."""
    with path.open("wb") as file:
        frames = _FrameWriter(file)
        _add_documents(frames, documents)
    return Portion(path, frames.digest.hexdigest())


def join(
    path: Path, report: IssueReport, identities: tuple[Identity, ...], portions: Sequence[Portion]
) -> Entry:
    """The entry of a whole file from its portions, which are moved into it. Raises OSError."""
    with path.open("wb") as file:
        frames = _FrameWriter(file)
        frames.add(_HEADER, _header(report, identities))
        for portion in portions:
            frames.digest.update(portion.digest.encode("ascii"))
            with portion.path.open("rb") as source:
                shutil.copyfileobj(source, file)
            portion.path.unlink()
        frames.add(_END, b"")
    return Entry(report, path, frames.digest.hexdigest(), identities)


def read(path: Path, digest: str) -> Entry:
    """An entry that was kept, by its header only. Raises DamagedEntryError."""
    try:
        with path.open("rb") as file:
            _, _, header = next(_frames(file))
            report, identities = _from_header(header())
        return Entry(report, path, digest, identities)
    except _DAMAGE as error:
        raise DamagedEntryError(f"{path}：{error}") from error


def documents(path: Path, wanted: Set[int] | None = None) -> Iterator[AnalysedDocument]:
    """The documents of an entry or a portion, in order, a portion in memory at a time. Raises DamagedEntryError.

    ``wanted`` are the places of those that are asked for, None for all: frames without any are passed over.
    """
    if wanted is not None and not wanted:
        return
    found = 0
    try:
        with path.open("rb") as file:
            for first, stored, tokens in _document_frames(file, wanted):
                for at, document in enumerate(_from_frames(stored, tokens), start=first):
                    if wanted is None or at in wanted:
                        found += 1
                        yield document
    except _DAMAGE as error:
        raise DamagedEntryError(f"{path}：{error}") from error
    if wanted is not None and found != len(wanted):
        raise DamagedEntryError(f"{path}：{found} / {len(wanted)}")


def _document_frames(file: BinaryIO, wanted: Set[int] | None) -> Iterator[tuple[int, bytes, bytes]]:
    """The place of the first document, what is stored and the tokens, of each portion with any wanted."""
    first = 0
    stored = b""
    for kind, count, read in _frames(file):
        is_wanted = wanted is None or not wanted.isdisjoint(range(first, first + count))
        if kind == _STORED and is_wanted:
            stored = read()
        elif kind == _TOKENS:
            if is_wanted:
                yield first, stored, read()
            first += count


def statements(path: Path) -> Iterator[Statements]:
    """What the documents of an entry or a portion state, in their order. Raises DamagedEntryError."""
    from_line = relations.from_line  # looked up once: the door is a lazy one
    try:
        with path.open("rb") as file:
            for kind, _, read in _frames(file):
                if kind == _STATED:
                    for line in read().decode("utf-8", "surrogatepass").split("\n")[:-1]:
                        yield from_line(line)
    except _DAMAGE as error:
        raise DamagedEntryError(f"{path}：{error}") from error


class _FrameWriter:
    """Writes frames to ``file``; ``digest`` is over what they hold."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def add(self, kind: bytes, content: bytes, documents: int = 0) -> None:
        self.digest.update(_FRAME.pack(kind, documents, len(content)) + content)
        packed = zlib.compress(content, _LEVEL)
        self._file.write(_FRAME.pack(kind, documents, len(packed)) + packed)


def _frames(file: BinaryIO) -> Iterator[tuple[bytes, int, Callable[[], bytes]]]:
    """Each frame's kind, how many documents it is of, and what reads it. Raises EOFError where an entry has no end."""
    first = last = b""
    while head := file.read(_FRAME.size):
        last, count, size = _FRAME.unpack(head)
        first = first or last
        after = file.tell() + size
        yield last, count, lambda size=size: zlib.decompress(file.read(size))  # type: ignore[misc]
        file.seek(after)
    if first == _HEADER and last != _END:
        raise EOFError("no end")


def _add_documents(frames: _FrameWriter, documents: Iterable[Analysed]) -> None:
    size = 0
    portion: list[Analysed] = []
    for each in documents:
        portion.append(each)
        size += len(each[0].folded)
        if size >= _PORTION:
            _add_portion(frames, portion)
            portion, size = [], 0
    if portion:
        _add_portion(frames, portion)


def _add_portion(frames: _FrameWriter, portion: Sequence[Analysed]) -> None:
    documents = [document for document, _ in portion]
    frames.add(_STATED, b"".join(_bytes(stated.to_line()) for _, stated in portion), len(portion))
    frames.add(_STORED, _stored(documents), len(portion))
    frames.add(_TOKENS, token_columns.packed([document.tokens for document in documents]), len(portion))


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


def _stored(documents: Sequence[AnalysedDocument]) -> bytes:
    """Documents without their tokens: a line of JSON that says how long their records and texts are, then these."""
    texts = [
        [each.encode("utf-8", "surrogatepass") for each in (document.record, document.folded)]
        for document in documents
    ]
    rows = [
        (each.id, each.keywords, each.labels, each.sort_date, *map(len, own))
        for each, own in zip(documents, texts, strict=True)
    ]
    return b"".join(
        [_bytes(json.dumps(rows, separators=(",", ":"))), *(text for own in texts for text in own)]
    )


def _from_frames(stored: bytes, tokens: bytes) -> Iterator[AnalysedDocument]:
    at = stored.index(b"\n") + 1
    rows = json.loads(stored[:at])
    for row, counted in zip(rows, token_columns.unpacked(tokens), strict=True):
        ident, keywords, labels, date, record, folded = row
        yield AnalysedDocument(
            id=ident,
            tokens=counted,
            keywords={field: tuple(given) for field, given in keywords.items()},
            labels=labels,
            sort_date=date,
            record=stored[at : at + record].decode("utf-8", "surrogatepass"),
            folded=stored[at + record : at + record + folded].decode("utf-8", "surrogatepass"),
        )
        at += record + folded


def _bytes(line: str) -> bytes:
    return (line + "\n").encode("utf-8", "surrogatepass")

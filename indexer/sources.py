"""Files, folders and zip archives → named sources, in a fixed order; what is not read is named with its
reason.

Names are relative to the path that was given, so that the same collection has the same names on any machine.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from indexer.corrections import SIDE_SUFFIX
from indexer.errors import ExtractError, UsageError, reason
from indexer.files import READABLE_SUFFIXES, formats, sniff
from indexer.files.archive_names import clean_name, printable
from indexer.files.archives import (
    MAX_DEPTH,
    Budget,
    Container,
    Member,
    Refused,
    alone,
    hidden,
    list_members,
    read_member,
)
from indexer.index_names import looks_like_index

MAX_FILE_BYTES = 256 << 20
"""A larger file is no gazette (200 kB) nor a collection in one file (50 MB), and would not fit into
memory."""

_ZIP_SUFFIX = ".zip"
_PACKED = frozenset({".rar", ".7z", ".gz", ".tgz", ".tar", ".bz2", ".xz"})
_HEAD = 8
_ABOUT_THE_FOLDER = re.compile(r"readme(?:\.|$)", re.IGNORECASE)
"""A README tells about the collection it lies in and is no part of it; given by name it is read."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file to read. ``name`` is unique within a walk, ``path`` is where people find it, ``size`` in
    bytes.

    A small value that may be sent to another process; only a member of an archive within an archive carries
    its own packed bytes along. ``corrections`` is the content of the side file beside it
    (:mod:`indexer.corrections`), None where there is none.
    """

    name: str
    path: str
    size: int
    container: Container = field(repr=False, compare=False)
    member: Member | None = field(default=None, repr=False)
    corrections: bytes | None = field(default=None, repr=False)

    def read(self) -> bytes:
        """The content; ExtractError where it cannot be read (any more)."""
        try:
            if self.member is not None:
                return read_member(self.container, self.member)
            assert isinstance(self.container, Path)
            with self.container.open("rb") as file:
                data = file.read(MAX_FILE_BYTES + 1)
        except OSError as error:
            raise ExtractError(_os_reason(error)) from error
        if len(data) > MAX_FILE_BYTES:
            raise ExtractError(_TOO_LARGE)
        return data

    def digest(self) -> str:
        """SHA-256 of the content, as 64 hexadecimal digits; ExtractError as for :meth:`read`."""
        return hashlib.sha256(self.read()).hexdigest()

    def corrections_digest(self) -> str:
        """SHA-256 of its side file, "" where there is none."""
        return hashlib.sha256(self.corrections).hexdigest() if self.corrections is not None else ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file or folder that is not read, with the reason in Chinese.

    ``failed`` tells a file that should have been read (no permission, damaged, encrypted, beyond a bound)
    from one that gsearch has no use for.
    """

    name: str
    path: str
    reason: str
    failed: bool


_TOO_LARGE = f"超过 {MAX_FILE_BYTES >> 20} MB 的上限"


def walk(paths: Sequence[Path]) -> Iterator[SourceFile | Skipped]:
    """Everything readable under ``paths``, one by one: files, folders to any depth, members of zip archives.

    The order depends on names only: paths by their absolute name, then each folder's entries. Hidden files,
    README files and index folders are passed over silently; a file reachable in several ways comes once.
    Where two paths give the same name, the later one's is led by its folder's name. Raises UsageError,
    before anything is read, for a path that does not exist.
    """
    roots = sorted({Path(os.path.realpath(path)): path for path in paths}.items())
    for _, path in roots:
        try:
            path.stat()
        except (FileNotFoundError, NotADirectoryError, ValueError) as error:
            raise UsageError(f"没有这个文件或文件夹：{path}") from error
        except OSError:
            continue  # There, but out of reach: the walk names it as failed.
    return _walk_roots([path for _, path in roots])


def _walk_roots(roots: list[Path]) -> Iterator[SourceFile | Skipped]:
    walker = _Walker()
    for root in roots:
        if os.path.isdir(root):
            yield from walker.folder(root)
        else:
            yield from walker.file(root, clean_name(root.name), root.absolute().parent.name, asked_for=True)


class _Walker:
    """One walk: the names given so far, and the files and folders seen so far."""

    def __init__(self) -> None:
        self._names: set[str] = set()
        self._seen: set[tuple[int, int]] = set()

    def folder(self, root: Path) -> Iterator[SourceFile | Skipped]:
        label = Path(os.path.realpath(root)).name
        pending = [(root, "")]
        while pending:
            path, name = pending.pop()
            try:
                status = path.stat()
                children = sorted(os.listdir(path)) if stat.S_ISDIR(status.st_mode) else None
            except OSError as error:
                yield self._skip(name or label, path, _os_reason(error), failed=True)
                continue
            if children is None:
                yield from self.file(path, name, label)
            elif self._is_new(status) and not looks_like_index(children):
                prefix = f"{name}/" if name else ""
                pending += [
                    (path / child, prefix + clean_name(child))
                    for child in reversed(children)
                    if not hidden(child) and not _ABOUT_THE_FOLDER.match(child)
                ]

    def file(
        self, path: Path, name: str, label: str, asked_for: bool = False
    ) -> Iterator[SourceFile | Skipped]:
        """A file as a source, an archive's members, or the reason why not; ``asked_for`` takes any suffix."""
        if path.name.endswith(SIDE_SUFFIX):
            yield from self._lone_side_file(path, name)
            return
        suffix = PurePosixPath(name).suffix.lower()
        if not asked_for and suffix != _ZIP_SUFFIX and suffix not in READABLE_SUFFIXES:
            yield self._skip(name, path, _unsupported(suffix), failed=False)
            return
        try:
            status = path.stat()
            if not self._is_new(status):
                return
            if not stat.S_ISREG(status.st_mode):
                yield self._skip(name, path, "不是普通文件", failed=False)
                return
            with path.open("rb") as file:
                head = file.read(_HEAD)
        except OSError as error:
            yield self._skip(name, path, _os_reason(error), failed=True)
            return
        name, shown = self._claim(name, label), printable(str(path.absolute()))
        if _is_archive(path, head, suffix):
            yield from self._archive(path, name, shown, Budget.of(name, status.st_size), depth=1)
        elif status.st_size > MAX_FILE_BYTES:
            yield self._skip(name, path, _TOO_LARGE, failed=True)
        else:
            yield from self._with_side_file(SourceFile(name, shown, status.st_size, path.absolute()), path)

    def _with_side_file(self, source: SourceFile, path: Path) -> Iterator[SourceFile | Skipped]:
        """The source with its side file's content; one that cannot be read is named, the source is read."""
        beside = path.with_name(path.name + SIDE_SUFFIX)
        try:
            content = beside.read_bytes() if beside.is_file() else None
        except OSError as error:
            content = None
            yield self._skip(source.name + SIDE_SUFFIX, beside, _os_reason(error), failed=True)
        yield replace(source, corrections=content)

    def _with_member(
        self, source: SourceFile, container: Container, side: Member
    ) -> Iterator[SourceFile | Skipped]:
        """The same within an archive."""
        try:
            content: bytes | None = read_member(container, side)
        except (OSError, ExtractError) as error:
            told = _os_reason(error) if isinstance(error, OSError) else str(error)
            content = None
            yield self._skip(source.name + SIDE_SUFFIX, source.path + SIDE_SUFFIX, told, failed=True)
        yield replace(source, corrections=content)

    def _lone_side_file(self, path: Path, name: str) -> Iterator[Skipped]:
        """A side file is read with its source; without one it is named."""
        corrected = path.with_name(path.name.removesuffix(SIDE_SUFFIX))
        if corrected.suffix.lower() == _ZIP_SUFFIX:
            yield self._skip(
                name, path, "校对文件不能对整个压缩包，请放进包里，放在所校对的文件旁边", failed=False
            )
        elif not corrected.exists():
            yield self._skip(name, path, f"是校对文件，而旁边没有 {printable(corrected.name)}", failed=False)

    def _archive(
        self, container: Container, name: str, path: str, budget: Budget, depth: int
    ) -> Iterator[SourceFile | Skipped]:
        try:
            members = list_members(container)
        except OSError as error:
            yield self._skip(name, path, _os_reason(error), failed=True)
            return
        except ExtractError as error:
            yield self._skip(name, path, str(error), failed=True)
            return
        sides = {member.name: member for member in members if member.name.endswith(SIDE_SUFFIX)}
        corrected = {member.name + SIDE_SUFFIX for member in members}
        for member in members:
            if member.name in corrected & sides.keys():
                continue
            full_name, full_path = f"{name}/{member.name}", f"{path}/{member.name}"
            if isinstance(member, Refused):
                yield self._skip(full_name, full_path, member.reason, failed=True)
                continue
            side = sides.get(member.name + SIDE_SUFFIX)
            for found in self._member(container, member, full_name, full_path, budget, depth):
                if isinstance(side, Member) and isinstance(found, SourceFile) and found.path == full_path:
                    yield from self._with_member(found, container, side)
                else:
                    yield found
            if budget.exhausted:
                break

    def _member(
        self, container: Container, member: Member, name: str, path: str, budget: Budget, depth: int
    ) -> Iterator[SourceFile | Skipped]:
        suffix = PurePosixPath(name).suffix.lower()
        if suffix != _ZIP_SUFFIX and suffix not in READABLE_SUFFIXES:
            budget.take(0)
            yield self._skip(name, path, _unsupported(suffix), failed=False)
            return
        if not budget.take(member.size):
            yield self._skip(name, path, budget.refusal, failed=True)
            return
        name = self._claim(name, "")
        try:
            head = read_member(container, member, _HEAD)
            whole = head.startswith(_ZIP_HEADS) and not formats.is_packaged_name(suffix)
            inner = read_member(container, member) if whole else b""
            holder, member = alone(container, member) if isinstance(container, bytes) else (container, member)
        except (OSError, ExtractError) as error:
            reason = _os_reason(error) if isinstance(error, OSError) else str(error)
            yield self._skip(name, path, reason, failed=True)
            return
        if not _is_archive(inner, head, suffix):
            yield SourceFile(name, path, member.size, holder, member)
        elif depth >= MAX_DEPTH:
            yield self._skip(name, path, f"压缩包套了 {MAX_DEPTH} 层以上，没有再解开", failed=True)
        else:
            yield from self._archive(inner, name, path, budget, depth + 1)

    def _is_new(self, status: os.stat_result) -> bool:
        key = (status.st_dev, status.st_ino)
        if key in self._seen:
            return False
        self._seen.add(key)
        return True

    def _claim(self, name: str, label: str) -> str:
        """``name``, or one that nobody has yet: led by the folder's name, else numbered before its suffix."""
        led = f"{label}/{name}" if label else name
        for candidate in (name, led):
            if candidate not in self._names:
                self._names.add(candidate)
                return candidate
        stem, suffix = os.path.splitext(led)
        number = 2
        while f"{stem}~{number}{suffix}" in self._names:
            number += 1
        self._names.add(f"{stem}~{number}{suffix}")
        return f"{stem}~{number}{suffix}"

    @staticmethod
    def _skip(name: str, path: Path | str, reason: str, *, failed: bool) -> Skipped:
        return Skipped(name, printable(str(path)), reason, failed)


_ZIP_HEADS = (sniff.ZIP, sniff.EMPTY_ZIP)


def _is_archive(container: Container, head: bytes, suffix: str) -> bool:
    """Whether a file is to be unpacked: a zip by content or by name, unless it is a document that is
    zipped."""
    if formats.is_packaged_name(suffix):
        return False
    if not head.startswith(_ZIP_HEADS):
        return suffix == _ZIP_SUFFIX
    try:
        return formats.packaged({member.name.lower() for member in list_members(container)}) is None
    except (OSError, ExtractError):
        return suffix == _ZIP_SUFFIX


def _unsupported(suffix: str) -> str:
    if suffix in _PACKED:
        return f"不支持 {suffix} 压缩包，请先解开或改用 zip"
    return f"不支持的文件格式 {suffix}" if suffix else "没有扩展名，不知道是什么格式"


def _os_reason(error: OSError) -> str:
    if error.errno in (errno.EACCES, errno.EPERM):
        return "没有读取权限"
    if error.errno == errno.ENOENT:
        return "文件不存在，或是断开的链接"
    if error.errno == errno.ELOOP:
        return "链接绕成了圈"
    return f"读取出错：{reason(error)}"

"""Zip archives as untrusted input: what is inside, by repaired names, and one member's bytes, within bounds.

Members are found by :mod:`zipfile` and read straight from their offset, so that a member is a small value
which needs no open archive, and what is decompressed is never more than its declared size. Nothing is ever
written.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from indexer.errors import ExtractError
from indexer.files.archive_names import clean_parts, member_name

MAX_MEMBERS = 20_000
"""Members of one archive, those of archives within it included: a city's gazettes of twenty years are
2,000."""

MAX_MEMBER_BYTES = 256 << 20
"""Unpacked size of one member, the same bound as for a plain file (indexer.sources)."""

MAX_TOTAL_BYTES = 2 << 30
"""Unpacked size of all members together: 10,000 gazettes are about 1 GB."""

FREE_MEMBERS, BYTES_PER_MEMBER = 500, 512
"""Work is in proportion to what somebody sent us: so many members come free, every further one asks for so many
bytes of the archive. The shortest notices pack to 700 bytes with their names; a member costs some 5 ms."""

FREE_BYTES, MAX_TOTAL_RATIO = 16 << 20, 25
"""Unpacked bytes that come free, and how many more for each byte of the archive: gazettes pack 3:1, archives
of pages from one site up to 15:1."""

MAX_RATIO = 250
"""Unpacked by packed size. Chinese text packs 3:1, empty tables of Word up to 100:1; deflate's limit is
1032:1."""

RATIO_APPLIES_FROM = 4 << 20
"""Smaller members may be packed as tightly as they like; they cost nothing."""

MAX_DEPTH = 3
"""Archives within archives: a year's archive of monthly archives of zipped attachments."""

MAX_DIRECTORY_BYTES = 8 << 20
"""Size of the list of members: 20,000 entries with long Chinese names in UTF-8, with room to spare."""

_END = struct.Struct("<4s4H2LH")
_LOCAL_HEADER = struct.Struct("<4s5H3L2H")
_STORED, _DEFLATED = 0, 8

Container = Path | bytes
"""A zip file on disk, or the bytes of an archive that stood within another."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file in an archive; ``name`` is clean, ``/`` separated and for people only."""

    name: str
    size: int
    offset: int
    packed_size: int
    method: int
    crc: int


@dataclass(frozen=True, slots=True)
class Refused:
    """A member that is not read, and why, in Chinese."""

    name: str
    reason: str


@dataclass(slots=True)
class Budget:
    """What the outermost archive named ``archive`` may still cost, counted down over everything inside it."""

    archive: str
    members: int
    total: int
    refusal: str = field(init=False)
    exhausted: bool = field(default=False, init=False)

    @classmethod
    def of(cls, archive: str, size: int) -> Budget:
        """What an archive of ``size`` bytes may cost."""
        members = min(MAX_MEMBERS, FREE_MEMBERS + size // BYTES_PER_MEMBER)
        return cls(archive, members, min(MAX_TOTAL_BYTES, FREE_BYTES + size * MAX_TOTAL_RATIO))

    def __post_init__(self) -> None:
        limits = f"这么大的压缩包至多 {self.members} 个文件、解开后 {self.total >> 20} MB"
        self.refusal = f"压缩包 {self.archive} 超过上限（{limits}），从这里起没有读"

    def take(self, size: int) -> bool:
        """Counts a member of ``size`` bytes; False, from then on for good, when the budget is used up."""
        self.members -= 1
        self.total -= size
        self.exhausted = self.exhausted or self.members < 0 or self.total < 0
        return not self.exhausted


def list_members(container: Container) -> list[Member | Refused]:
    """The files of an archive, sorted by name; hidden ones and folders are left out.

    Raises ExtractError where the list itself is damaged or too long.
    """
    with _opened(container) as file:
        _check_directory(file)
        try:
            with zipfile.ZipFile(file) as archive:
                infos = archive.infolist()
        except (
            zipfile.BadZipFile,
            ValueError,
            OverflowError,
            struct.error,
            NotImplementedError,
            OSError,
        ) as error:
            raise ExtractError("zip 压缩包已损坏，读不出目录") from error
    return sorted(_describe(infos), key=lambda member: member.name)


def _describe(infos: list[zipfile.ZipInfo]) -> Iterator[Member | Refused]:
    overlapping = _overlapping(infos)
    for info in infos:
        raw = member_name(info)
        parts = clean_parts(raw)
        if raw.endswith(("/", "\\")) or not parts or any(hidden(part) for part in parts):
            continue
        name = "/".join(parts)
        reason = "与压缩包里别的文件重叠，疑似压缩炸弹" if info in overlapping else _reason_to_refuse(info)
        if reason is not None:
            yield Refused(name, reason)
            continue
        size, packed = info.file_size, info.compress_size
        yield Member(name, size, info.header_offset, packed, info.compress_type, info.CRC)


def _overlapping(infos: list[zipfile.ZipInfo]) -> frozenset[zipfile.ZipInfo]:
    """The entries that begin within another's content: no packer writes so, only somebody who lets a few
    bytes stand for gigabytes (Fifield, A better zip bomb, WOOT 2019)."""
    found: list[zipfile.ZipInfo] = []
    end = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset < end:
            found.append(info)
        end = max(end, info.header_offset + _LOCAL_HEADER.size + info.compress_size)
    return frozenset(found)


def hidden(name: str) -> bool:
    """Whether people do not see a file of this name: dot files, and what systems and editors leave behind."""
    return name.startswith((".", "~$", "__MACOSX")) or name.lower() in {"thumbs.db", "desktop.ini"}


def _reason_to_refuse(info: zipfile.ZipInfo) -> str | None:
    if info.flag_bits & 0x1:
        return "已加密，需要先用密码解开"
    if info.compress_type not in (_STORED, _DEFLATED):
        return f"压缩方法 {info.compress_type} 不支持，请用普通 zip 重新压缩"
    if info.file_size > MAX_MEMBER_BYTES:
        return f"解压后超过 {MAX_MEMBER_BYTES >> 20} MB"
    if info.file_size > RATIO_APPLIES_FROM and info.file_size > MAX_RATIO * max(info.compress_size, 1):
        return f"压缩比超过 {MAX_RATIO}，疑似压缩炸弹"
    return None


def read_member(container: Container, member: Member, limit: int | None = None) -> bytes:
    """The content of ``member``, or its first ``limit`` bytes; ExtractError where it is damaged."""
    wanted = member.size if limit is None else min(limit, member.size)
    try:
        with _opened(container) as file:
            file.seek(member.offset)
            header = file.read(_LOCAL_HEADER.size)
            fields = _LOCAL_HEADER.unpack(header)
            if fields[0] != b"PK\x03\x04":
                raise ExtractError("zip 压缩包已损坏")
            file.seek(fields[-2] + fields[-1], io.SEEK_CUR)
            packed = file.read(
                member.packed_size if limit is None else min(member.packed_size, wanted + 4096)
            )
        data = _unpack(packed, member.method, wanted)
    except (struct.error, zlib.error, ValueError, OverflowError) as error:
        raise ExtractError("zip 压缩包已损坏，这个文件解不开") from error
    if limit is None and (len(data) != member.size or zlib.crc32(data) != member.crc):
        raise ExtractError("zip 压缩包已损坏，这个文件的内容与校验值不符")
    return data


def alone(container: bytes, member: Member) -> tuple[bytes, Member]:
    """``member`` of an archive in memory with no more of that than itself, so that it is cheap to send.

    Raises ExtractError where the archive is damaged there.
    """
    header = container[member.offset : member.offset + _LOCAL_HEADER.size]
    if len(header) < _LOCAL_HEADER.size:
        raise ExtractError("zip 压缩包已损坏")
    size = _LOCAL_HEADER.size + sum(_LOCAL_HEADER.unpack(header)[-2:]) + member.packed_size
    return container[member.offset : member.offset + size], replace(member, offset=0)


def _unpack(packed: bytes, method: int, wanted: int) -> bytes:
    if method == _STORED:
        return packed[:wanted]
    # One byte more than wanted, so that a member that is longer than it says fails its check.
    return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, wanted + 1)


@contextmanager
def _opened(container: Container) -> Iterator[BinaryIO]:
    with io.BytesIO(container) if isinstance(container, bytes) else container.open("rb") as file:
        yield file


def _check_directory(file: BinaryIO) -> None:
    """Refuses an archive whose list of members is larger than sense, before it is read into memory."""
    size = file.seek(0, io.SEEK_END)
    tail_size = min(size, _END.size + 0xFFFF + 20)
    file.seek(size - tail_size)
    tail = file.read(tail_size)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or at + _END.size > len(tail):
        raise ExtractError("不是完整的 zip 压缩包")
    listed = _END.unpack_from(tail, at)[5]
    # zip64 is for archives beyond 4 GB or 65,535 members; some writers add its record to small ones.
    zip64 = tail.rfind(b"PK\x06\x06", 0, at)
    if zip64 >= 0 and zip64 + 48 <= len(tail):
        listed = max(struct.unpack_from("<Q", tail, zip64 + 40)[0], 0 if listed == 0xFFFFFFFF else listed)
    if listed > MAX_DIRECTORY_BYTES:
        raise ExtractError(f"zip 压缩包的文件太多（上限 {MAX_MEMBERS} 个）")

"""Setuptools' build backend, such that the same tree gives the same bytes: PEP 517.

What setuptools writes holds times, owners and modes of the machine it ran on; here they are the same everywhere.
"""

from __future__ import annotations

import gzip
import io
import os
import tarfile
import zipfile
from pathlib import Path
from typing import Any

from setuptools import build_meta
from setuptools.build_meta import (
    build_editable,
    get_requires_for_build_editable,
    get_requires_for_build_sdist,
    get_requires_for_build_wheel,
    prepare_metadata_for_build_editable,
    prepare_metadata_for_build_wheel,
)

__all__ = [
    "build_editable",
    "build_sdist",
    "build_wheel",
    "get_requires_for_build_editable",
    "get_requires_for_build_sdist",
    "get_requires_for_build_wheel",
    "prepare_metadata_for_build_editable",
    "prepare_metadata_for_build_wheel",
]

EPOCH = 1_763_683_200
"""2025-11-21: the time that files bear where SOURCE_DATE_EPOCH names none (reproducible-builds.org)."""


def build_wheel(folder: str, config_settings: Any = None, metadata_directory: str | None = None) -> str:
    """Writes the wheel into ``folder``; returns its name."""
    os.environ.setdefault("SOURCE_DATE_EPOCH", str(EPOCH))
    name = build_meta.build_wheel(folder, config_settings, metadata_directory)
    path = Path(folder, name)
    path.write_bytes(_same_wheel(path))
    return name


def build_sdist(folder: str, config_settings: Any = None) -> str:
    """Writes the source archive into ``folder``; returns its name."""
    name = build_meta.build_sdist(folder, config_settings)
    path = Path(folder, name)
    path.write_bytes(_same_archive(path))
    return name


def _same_wheel(path: Path) -> bytes:
    """The wheel with one mode and one time for all its files; setuptools takes the modes of the tree."""
    stream = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            info = zipfile.ZipInfo(name, source.getinfo(name).date_time)
            info.external_attr, info.create_system = 0o100644 << 16, 3
            target.writestr(info, source.read(name), zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _same_archive(path: Path) -> bytes:
    epoch = int(os.environ.get("SOURCE_DATE_EPOCH", EPOCH))
    stream = io.BytesIO()
    with (
        tarfile.open(path) as source,
        gzip.GzipFile("", "wb", 9, stream, mtime=epoch) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as target,
    ):
        for member in sorted(source.getmembers(), key=lambda member: member.name):
            member.mtime, member.uid, member.gid, member.uname, member.gname = epoch, 0, 0, "", ""
            member.mode = 0o755 if member.isdir() or member.mode & 0o100 else 0o644
            member.pax_headers = {}
            target.addfile(member, source.extractfile(member) if member.isfile() else None)
    return stream.getvalue()

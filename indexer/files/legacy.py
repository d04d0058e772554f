"""Old binary formats (.doc, .wps, RTF), read by LibreOffice or catdoc where the machine has one."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from indexer.errors import ExtractError
from indexer.files.child import run_child
from indexer.files.docx import extract_docx
from indexer.files.extracted import Extracted
from indexer.files.text import decode_clean

OFFICE_TIMEOUT, CATDOC_TIMEOUT = 60.0, 9.0
"""Seconds; LibreOffice alone takes ten to start on a small machine."""

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""Name of the stream that holds an encrypted .docx within an OLE file ([MS-OFFCRYPTO] 2.3.4.4)."""


def extract_legacy(data: bytes, suffix: str) -> Extracted:
    """The text of an old office document. Raises ExtractError, marked as skipped where no program can read
    it."""
    if _ENCRYPTED in data:
        raise ExtractError("文档已加密，需要先用密码解开")
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is not None:
        return _by_office(office, data, suffix)
    catdoc = shutil.which("catdoc")
    if catdoc is not None and suffix != ".rtf":
        return _by_catdoc(catdoc, data)
    raise ExtractError(f"读 {suffix} 需要 LibreOffice 或 catdoc，本机没有；可先另存为 .docx", skipped=True)


def _by_office(office: str, data: bytes, suffix: str) -> Extracted:
    """Converted to .docx in a folder of its own, with a profile of its own so that no running office is
    disturbed."""
    with tempfile.TemporaryDirectory(prefix="gsearch-") as folder:
        source = Path(folder, f"source{suffix}")
        source.write_bytes(data)
        profile = Path(folder, "profile").as_uri()
        command = [office, f"-env:UserInstallation={profile}", "--headless", "--norestore"]
        command += ["--convert-to", "docx", "--outdir", folder, str(source)]
        run_child(command, timeout=OFFICE_TIMEOUT, cwd=folder)
        converted = Path(folder, "source.docx")
        if not converted.is_file():
            raise ExtractError("LibreOffice 读不出这个文件，可能已损坏或加密")
        return replace(extract_docx(converted.read_bytes()), kind="legacy")


def _by_catdoc(catdoc: str, data: bytes) -> Extracted:
    with tempfile.TemporaryDirectory(prefix="gsearch-") as folder:
        source = Path(folder, "source.doc")
        source.write_bytes(data)
        text = run_child([catdoc, "-w", "-d", "utf-8", str(source)], timeout=CATDOC_TIMEOUT, cwd=folder)
    lines = tuple(decode_clean(text, "utf-8").text.split("\n"))
    if not any(line.strip() for line in lines):
        raise ExtractError("catdoc 没有读出文字，文件可能已损坏或加密")
    return Extracted(kind="legacy", lines=lines)

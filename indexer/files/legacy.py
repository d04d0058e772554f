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
from indexer.files.plausibility import plausibility
from indexer.files.text import decode_clean

OFFICE_TIMEOUT, CATDOC_TIMEOUT = 30.0, 9.0
"""Seconds; LibreOffice takes two to start, and ten on a small machine that does other things as well."""

_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
</item>
</oor:items>
"""
"""LibreOffice's settings for files from anywhere: no macros, nothing fetched from where they point to."""

_READABLE = 0.75
"""Plausibility of converted text (see indexer.files.plausibility)."""

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""Name of the stream that holds an encrypted .docx within an OLE file ([MS-OFFCRYPTO] 2.3.4.4)."""


def extract_legacy(data: bytes, suffix: str) -> Extracted:
    """The text of an old office document. Raises ExtractError, marked as skipped where no program can read
    it."""
    if _ENCRYPTED in data:
        raise ExtractError("文档已加密，需要先用密码解开")
    office = shutil.which("soffice") or shutil.which("libreoffice")
    catdoc = shutil.which("catdoc") if suffix != ".rtf" else None
    if office is not None:
        try:
            return _by_office(office, data, suffix)
        except ExtractError:
            if catdoc is None:
                raise
    if catdoc is not None:
        return _by_catdoc(catdoc, data)
    raise ExtractError(f"读 {suffix} 需要 LibreOffice 或 catdoc，本机没有；可先另存为 .docx", skipped=True)


def _by_office(office: str, data: bytes, suffix: str) -> Extracted:
    """Converted to .docx in a folder of its own, with a profile of its own so that no running office is
    disturbed."""
    with _folder() as folder:
        source = Path(folder, f"source{suffix}")
        source.write_bytes(data)
        profile = Path(folder, "profile")
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
        command = [office, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
        command += ["--convert-to", "docx", "--outdir", folder, str(source)]
        run_child(command, timeout=OFFICE_TIMEOUT, cwd=folder, environment={"HOME": folder, "TMPDIR": folder})
        converted = Path(folder, "source.docx")
        if not converted.is_file() or converted.is_symlink():
            raise ExtractError("LibreOffice 读不出这个文件，可能已损坏或加密")
        extracted = replace(extract_docx(converted.read_bytes()), kind="legacy")
    if not _is_readable(extracted):
        raise ExtractError("文件已损坏，读出的不是文字")
    return extracted


def _by_catdoc(catdoc: str, data: bytes) -> Extracted:
    with _folder() as folder:
        source = Path(folder, "source.doc")
        source.write_bytes(data)
        command = [catdoc, "-w", "-d", "utf-8", str(source)]
        text = run_child(command, timeout=CATDOC_TIMEOUT, cwd=folder, environment={"HOME": folder})
    extracted = Extracted("legacy", tuple(decode_clean(text, "utf-8").text.rstrip("\n").split("\n")))
    if not any(line.strip() for line in extracted.lines):
        raise ExtractError("catdoc 没有读出文字，文件可能已损坏或加密")
    if not _is_readable(extracted):
        message = "catdoc 读出的不是中文（可能是 Word 95 以前的文件，或已损坏）；装上 LibreOffice 或许可读"
        raise ExtractError(message, skipped=True)
    return extracted


def _is_readable(extracted: Extracted) -> bool:
    """Programs make something of anything: of noise, and of the GBK bytes of Word 6 and 95."""
    content = "".join(extracted.lines)
    return plausibility("".join(each for each in content if each > "\x7f")) >= _READABLE


def _folder() -> tempfile.TemporaryDirectory[str]:
    """A folder that goes with all that is in it; a program that was just killed may still write to it."""
    return tempfile.TemporaryDirectory(prefix="gsearch-", ignore_cleanup_errors=True)

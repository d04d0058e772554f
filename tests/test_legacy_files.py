"""Old Word files go through other programs: what those give is read, whatever else they do is contained."""

from __future__ import annotations

import os
import shutil
import stat
import sys
import tempfile
import time
from pathlib import Path

import pytest

from indexer.errors import ExtractError
from indexer.files import child, extract, legacy
from tests.composed_files import docx, paragraph, table

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the stand-ins are POSIX scripts")

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
TEXT = "关于推行一窗受理的通知"


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder in which programs are found; files of readers lie in another that is looked at."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (tmp_path / "temporary").mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    return folder


def stand_in(tools: Path, name: str, program: str) -> None:
    """A converter that runs ``program`` (Python), with ``args`` at hand."""
    path = tools / name
    path.write_text(
        f"#!{sys.executable}\nimport os, sys, time\nargs = sys.argv[1:]\n{program}\n", encoding="utf-8"
    )
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def office_that_writes(tools: Path, data: bytes) -> None:
    (tools / "converted").write_bytes(data)
    stand_in(
        tools,
        "soffice",
        "out = args[args.index('--outdir') + 1]\n"
        f"open(os.path.join(out, 'source.docx'), 'wb').write(open({str(tools / 'converted')!r}, 'rb').read())\n"
        "open(os.path.join(os.environ['HOME'], 'settings'), 'w').write('x')",
    )


def test_what_the_office_converts_is_read_with_headings_and_tables(tools: Path) -> None:
    heading = paragraph(TEXT, '<w:outlineLvl w:val="0"/>')
    office_that_writes(tools, docx(heading + table(("镇街", "窗口"), ("城关镇", "2"))))
    extracted = extract("a.wps", OLE)
    assert extracted.kind == "legacy"
    assert extracted.lines == (f"# {TEXT}", "镇街\t窗口", "城关镇\t2")


@pytest.mark.parametrize(
    "program",
    [
        "sys.exit(3)",
        "sys.exit(0)",
        "os.kill(os.getpid(), 9)",
        "open(args[-1].replace('.doc', '.docx'), 'wb').write(b'PK' + bytes(99))",
        "os.symlink('/etc/hostname', args[-1].replace('.doc', '.docx'))",
    ],
    ids=["fails", "does nothing", "dies", "writes rubbish", "writes a link"],
)
def test_an_office_that_fails_is_a_reason_and_leaves_nothing(tools: Path, program: str) -> None:
    stand_in(tools, "soffice", program)
    with pytest.raises(ExtractError) as caught:
        extract("a.doc", OLE)
    assert not caught.value.skipped
    assert not list((tools.parent / "temporary").iterdir())


def test_rubbish_that_the_office_makes_text_of_is_no_text(tools: Path) -> None:
    office_that_writes(tools, docx(paragraph("탏ᇠ㟎釋솰䓱ぃ淗⧾榽麌ꁽᷬ▱낇氇－⇗眸ꗆ瓓翱㛪섿唲")))
    with pytest.raises(ExtractError, match="不是文字"):
        extract("a.doc", OLE)


def test_a_converter_that_hangs_is_ended_with_all_it_started(
    tools: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(legacy, "OFFICE_TIMEOUT", 0.5)
    told = tools.parent / "pids"
    stand_in(
        tools,
        "soffice",
        f"child = os.fork()\nopen({str(told)!r}, 'a').write(f'{{os.getpid()}}\\n')\ntime.sleep(600)",
    )
    with pytest.raises(ExtractError, match="放弃"):
        extract("a.doc", OLE)
    for pid in map(int, told.read_text().split()):
        ends = time.monotonic() + 20
        while _runs(pid):
            assert time.monotonic() < ends, "a converter's process lives on"
            time.sleep(0.02)
    assert not list((tools.parent / "temporary").iterdir())


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (ProcessLookupError, FileNotFoundError):
        return False
    return state not in "ZX"


def test_a_converter_that_writes_without_end_is_stopped(tools: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "MAX_OUTPUT", 1 << 20)
    stand_in(tools, "catdoc", "while True: os.write(1, b'x' * 65536)")
    with pytest.raises(ExtractError, match="上限"):
        extract("a.doc", OLE)


def test_catdoc_helps_where_the_office_does_not(tools: Path) -> None:
    stand_in(tools, "soffice", "sys.exit(1)")
    stand_in(tools, "catdoc", f"os.write(1, {TEXT!r}.encode())")
    assert extract("a.doc", OLE).lines == (TEXT,)


@pytest.mark.parametrize(
    "output", ["", "\n \n", "ÖÐ»ªÈËÃñ¹²ºÍ¹ú¹úÎñÔº"], ids=["nothing", "blanks", "mojibake"]
)
def test_what_catdoc_cannot_read_is_said(tools: Path, output: str) -> None:
    stand_in(tools, "catdoc", f"os.write(1, {output!r}.encode())")
    with pytest.raises(ExtractError, match="catdoc"):
        extract("a.doc", OLE)


REAL = Path(__file__).parent / "cases" / "files" / "word97.doc"
"""Written by LibreOffice from a text composed for these tests."""

LINES = ("关于推行“双随机、一公开”监管的通知", "云政办发〔2019〕3号", "序号\t事项", "1\t跨省通办")


@pytest.mark.skipif(shutil.which("catdoc") is None, reason="catdoc is not installed")
def test_catdoc_reads_a_real_word_file(monkeypatch: pytest.MonkeyPatch) -> None:
    found = shutil.which("catdoc")
    monkeypatch.setattr(legacy.shutil, "which", lambda name: found if name == "catdoc" else None)
    assert extract("a.doc", REAL.read_bytes()).lines == LINES


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("name", ["a.doc", "a.wps", "a.docx"])
def test_libreoffice_reads_a_real_word_file(name: str) -> None:
    lines = tuple(line for line in extract(name, REAL.read_bytes()).lines if line)
    assert lines == (f"# {LINES[0]}", *LINES[1:])

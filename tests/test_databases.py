"""What SQLite could not write is said as any other fault of the disk."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROGRAM = """
import resource, signal, sys
from pathlib import Path
from indexer.generations.disk import disk_errors
from indexer.relations.statements import Head
from indexer.relations.store import Writer
from indexer.errors import GsearchError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)
try:
    with disk_errors(Path(sys.argv[1])):
        writer = Writer(Path(sys.argv[1], "relations.sqlite"))
        for number in range(20000):
            writer.add_document(Head(f"{number:012x}", None, "关于加强河道管理的通知" * 20, *[None] * 9), ())
        writer.finish()
except GsearchError as error:
    sys.exit(str(error))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="sizes of files are limited by POSIX only")
@pytest.mark.parametrize("size", [4_096, 1 << 20])
def test_relations_that_cannot_be_written_are_told_in_words(size: int, tmp_path: Path) -> None:
    command = [sys.executable, "-c", PROGRAM, str(tmp_path), str(size)]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 1
    assert "写" in done.stderr
    assert "Traceback" not in done.stderr

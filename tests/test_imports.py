"""The first start after installing, when Python compiles every library, says nothing but what was asked for."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def first_start(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """gsearch as a process that finds no compiled module, and shows warnings as Python does by default."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    environ |= {"PYTHONPYCACHEPREFIX": str(folder / "compiled"), "GSEARCH_INDEX": str(folder / "index")}
    command = [sys.executable, "-m", "search_app.cli", *words]
    return subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)


def test_the_first_start_is_silent(tmp_path: Path) -> None:
    built = first_start(tmp_path, "build", str(ROOT / "data"), "--quiet")
    assert (built.returncode, built.stdout, built.stderr) == (0, "", "")
    found = first_start(tmp_path, "一窗受理", "--limit", "1")
    assert found.returncode == 0
    assert "Warning" not in found.stderr

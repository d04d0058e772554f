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


NOT_FOR_A_SEARCH = {
    "numpy": "a small collection is searched without",
    "rjieba": "queries are cut by the frozen words",
    "indexer.layout.patterns": "reading files",
    "indexer.building": "building",
    "search_app.terminal.document": "showing one document",
    "flask": "the page",
}


def test_a_search_loads_only_what_it_needs(tmp_path: Path) -> None:
    assert first_start(tmp_path, "build", str(ROOT / "data"), "--quiet").returncode == 0
    asked = ["search", "一窗受理", "--limit", "1", "--index", str(tmp_path / "index")]
    program = (
        "import sys\n"
        "from search_app.cli import main\n"
        f"sys.argv = {['gsearch', *asked]!r}\n"
        "try:\n"
        "    main()\n"
        "finally:\n"
        "    print(*sys.modules, file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "便民" in done.stdout or "一窗受理" in done.stdout
    assert set(done.stderr.split()) & set(NOT_FOR_A_SEARCH) == set()

"""The collection that page, API and browser are tested with."""

from __future__ import annotations

from pathlib import Path

from indexer.build import build

ROOT = Path(__file__).parent.parent
SOURCES = (ROOT / "data", ROOT / "tests" / "cases" / "web")


def build_web_index(folder: Path) -> Path:
    """An index over the sample issues and tests/cases/web (a hostile record, a regulation, what cites it
    …).
    """
    report = build(SOURCES, folder / "index")
    assert not report.failed
    return folder / "index"

"""Fixtures that several test modules share."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from indexer.build import build
from tests.small_collection import write_collection


@pytest.fixture(scope="session")
def pattern_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the small collection, as a pattern to copy: one from nothing takes a second."""
    folder = tmp_path_factory.mktemp("pattern")
    build([write_collection(folder / "files")], folder / "index")
    return folder / "index"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """The small collection, the test's own."""
    return write_collection(tmp_path / "files")


@pytest.fixture
def index(pattern_index: Path, files: Path, tmp_path: Path) -> Path:
    """A built index of ``files``, the test's own."""
    shutil.copytree(pattern_index, tmp_path / "index")
    build([files], tmp_path / "index")
    shutil.rmtree(min((tmp_path / "index" / "generations").iterdir()))
    return tmp_path / "index"

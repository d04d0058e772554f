"""Fixtures that several test modules share."""

from __future__ import annotations

import shutil
import signal
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import settings

from indexer.build import build
from indexer.generations import manifest
from indexer.generations.pointer import current_folder
from tests.small_collection import write_collection

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
"""No example of a property is timed: how long one takes is the machine's business."""


@pytest.fixture(scope="session", autouse=True)
def interruptible() -> None:
    """A shell starts what runs in its background with Ctrl-C ignored, and so would the tests' processes be."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


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
    """A built index of ``files``, the test's own: the pattern, moved."""
    index = tmp_path / "index"
    shutil.copytree(pattern_index, index)
    folder = current_folder(index)
    issues = folder / "issues.jsonl"
    issues.write_text(issues.read_text().replace(str(pattern_index.parent / "files"), str(files)))
    content = replace(manifest.read(folder), sources=(str(files),), files=manifest.file_states(folder))
    manifest.write(content, folder)
    return index


@pytest.fixture(scope="session")
def sample_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the sample issues that ship with the project; only to be read."""
    folder = tmp_path_factory.mktemp("samples") / "index"
    build([Path(__file__).parent.parent / "data"], folder)
    return folder

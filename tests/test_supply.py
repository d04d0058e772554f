"""What is installed is what was locked, under licences that allow it; the program opens no connection and
writes nowhere but where it was told to; the same tree gives the same packages."""

from __future__ import annotations

import configparser
import hashlib
import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
REQUIREMENTS = ROOT / "requirements"
ALLOWED = re.compile(
    r"MIT|BSD|Apache|Python Software Foundation|PSF|Zope|ZPL|ISC|HPND|Unlicense|0BSD|zlib", re.IGNORECASE
)
"""Licences that let anybody use, change and pass on the program beside its own (MIT)."""


def locked(part: str) -> dict[str, str]:
    """Name → version of a lock file; a name that is locked twice, for two Pythons, has the later one."""
    text = (REQUIREMENTS / f"{part}.txt").read_text("utf-8")
    return {
        _normal(name): version for name, version in re.findall(r"^([\w.-]+)==([\w.+]+)", text, re.MULTILINE)
    }


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("part", ["build", "run", "test", "dev"])
def test_every_package_is_locked_by_hashes_and_names_no_host(part: str) -> None:
    text = (REQUIREMENTS / f"{part}.txt").read_text("utf-8")
    entries = re.split(r"\n(?=\w)", text.strip())
    assert entries
    assert all(re.search(r"--hash=sha256:[0-9a-f]{64}", entry) for entry in entries)
    assert "://" not in text


@pytest.mark.parametrize(
    ("part", "extras"),
    [("run", ["pdf"]), ("test", ["pdf", "test", "browser"]), ("dev", ["dev", "bench", "release"])],
)
def test_the_lock_holds_what_setup_cfg_asks_for(part: str, extras: list[str]) -> None:
    packaging = pytest.importorskip("packaging.requirements")
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    lines = config["options"]["install_requires"].split("\n")
    for extra in extras:
        lines += config["options.extras_require"][extra].split("\n")
    versions = locked(part)
    for line in filter(None, lines):
        wanted = packaging.Requirement(line)
        assert _normal(wanted.name) in versions, f"{line}: run make lock"
        assert versions[_normal(wanted.name)] in wanted.specifier, f"{line}: run make lock"


@pytest.mark.parametrize("name", sorted(locked("run")))
def test_what_runs_is_listed_under_a_licence_that_allows_it(name: str) -> None:
    listed = re.search(rf"^\| {re.escape(name)} \| ([^|]+) \|", _dependencies(), re.MULTILINE | re.IGNORECASE)
    assert listed, f"{name}: not in docs/dependencies.md"
    assert ALLOWED.search(listed.group(1))
    try:
        found = importlib.metadata.metadata(name)
    except importlib.metadata.PackageNotFoundError:
        pytest.skip(f"{name} is not installed here")
    stated = [found.get("License-Expression") or "", found.get("License") or ""]
    stated += [each for each in found.get_all("Classifier") or [] if each.startswith("License")]
    assert ALLOWED.search(" ".join(stated))


def _dependencies() -> str:
    return (ROOT / "docs" / "dependencies.md").read_text("utf-8")


WATCH = """
import os, sys
def watch(event, given):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
        note(event, given[-1] if event == "socket.connect" else given[0])
    elif event == "open" and isinstance(given[0], (str, bytes)) and (given[2] or 0) & (os.O_WRONLY | os.O_RDWR):
        note("write", os.path.abspath(os.fsdecode(given[0])))
    elif event in ("os.mkdir", "os.rename", "os.symlink", "os.link"):
        note("write", os.path.abspath(os.fsdecode(given[0 if event == "os.mkdir" else 1])))
def note(what, where):
    os.write(journal, f"{what} {where}\\n".encode("utf-8", "replace"))
journal = os.open(os.environ["JOURNAL"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
sys.addaudithook(watch)
"""
"""Put into every process as sitecustomize: what it connects to, and where it writes."""


@pytest.mark.parametrize(
    "words",
    [
        ("build", "files", "--log", "index.log"),
        ("update",),
        ("一窗受理",),
        ("check",),
        ("status",),
        ("parse", "files"),
        ("build", "--rollback"),
    ],
    ids=" ".join,
)
def test_nothing_is_written_elsewhere_and_nobody_is_connected_to(words, index, files, tmp_path) -> None:
    (tmp_path / "watch").mkdir()
    (tmp_path / "watch" / "sitecustomize.py").write_text(WATCH, encoding="utf-8")
    environ = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(tmp_path / "watch"), str(ROOT)]),
        "JOURNAL": str(tmp_path / "journal"),
        "GSEARCH_INDEX": str(index),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    command = [sys.executable, "-m", "search_app.cli", *words]
    done = subprocess.run(command, cwd=tmp_path, env=environ, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    allowed = (str(index), str(tmp_path / "index.log"), "/dev/", "/proc/self/")
    lines = (tmp_path / "journal").read_text("utf-8").splitlines()
    assert [line for line in lines if not line.startswith("write ")] == []
    assert [line for line in lines if not line.removeprefix("write ").startswith(allowed)] == []


BUILD = """
import sys, build_backend
folder = sys.argv[1]  # setuptools writes its own
build_backend.build_wheel(folder)
build_backend.build_sdist(folder)
"""


def test_the_same_tree_gives_the_same_packages(tmp_path: Path) -> None:
    setuptools = pytest.importorskip("setuptools")
    if int(setuptools.__version__.split(".")[0]) < 77:
        pytest.skip("needs the setuptools that requirements/build.txt names")
    digests = [_packages(tmp_path / name, umask) for name, umask in (("one", 0o022), ("two", 0o077))]
    assert len(digests[0]) == 2
    assert digests[0] == digests[1]


def _packages(folder: Path, umask: int) -> dict[str, str]:
    """Name → SHA-256 of what a copy of the tree gives, under a umask and a clock of its own."""
    tracked = ("dictionaries", "indexer", "search_app", "data", "docs", "requirements", "deploy")
    before = os.umask(umask)
    try:
        for name in tracked:
            shutil.copytree(
                ROOT / name,
                folder / "tree" / name,
                ignore=shutil.ignore_patterns("__pycache__"),
                copy_function=shutil.copyfile,
            )
        for path in ROOT.iterdir():
            if path.is_file() and not path.name.startswith("."):
                shutil.copyfile(path, folder / "tree" / path.name)
        (folder / "dist").mkdir()
        subprocess.run(
            [sys.executable, "-c", BUILD, str(folder / "dist")],
            cwd=folder / "tree",
            check=True,
            capture_output=True,
        )
    finally:
        os.umask(before)
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (folder / "dist").iterdir()}

"""What a node needs of this machine: a JDK that fits its release, and its jars, fetched once by Maven."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from deploy.opensearch.releases import RELEASES, Release

_POM = Path(__file__).with_name("pom.xml")
_DEPENDENCY_PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies"
_VERSION = re.compile(r'version "(\d+)')
_INSTALLED = (
    "/usr/lib/jvm/*",
    "/usr/java/*",
    "/opt/java/*",
    "/Library/Java/JavaVirtualMachines/*/Contents/Home",
)


class MissingError(Exception):
    """This machine lacks something that a node needs; the message says what, and how to get it."""


def choose(name: str | None = None) -> tuple[Release, Path]:
    """The release of this name, None for the best that a JDK of this machine runs, and its ``java``.

    ``JAVA_HOME`` wins where it fits; then the newest of what is installed in the usual places or on the PATH.
    Raises MissingError.
    """
    wanted = [release for release in RELEASES if name in (None, release.name)]
    for release in wanted if name else wanted[:2]:
        if found := _java(release):
            return release, found
    if not wanted:
        raise MissingError(f"没有名为 {name} 的版本；可用的有：{'、'.join(each.name for each in RELEASES)}")
    needed = (
        f"{wanted[0].oldest} 或更高版本"
        if wanted[0].newest > 90
        else f"{wanted[0].oldest}–{wanted[0].newest}"
    )
    raise MissingError(
        f"没有找到 JDK {needed}（单有 JRE 不够）；"
        "请安装，例如 apt install openjdk-21-jdk-headless（或 25），或用 JAVA_HOME 指明"
    )


def jars(release: Release) -> Path:
    """The folder of the release's jars, fetched on first use. Raises MissingError."""
    folder = _cache(release) / "lib"
    if folder.is_dir():
        return folder
    maven = shutil.which("mvn")
    if maven is None:
        raise MissingError("没有找到 Maven（mvn），不能下载 OpenSearch；请安装，例如 apt install maven")
    unfinished = folder.with_name(f"lib.{os.getpid()}")
    _fetch(maven, release, unfinished)
    if folder.is_dir():  # another process was quicker
        shutil.rmtree(unfinished)
    else:
        unfinished.rename(folder)
    return folder


def _fetch(maven: str, release: Release, folder: Path) -> None:
    options = {
        "runner.group": release.group,
        "runner.name": release.artifact,
        "runner.version": release.version,
        "outputDirectory": folder,
        "includeScope": "runtime",
    }
    command: Sequence[str] = [maven, "-B", "-q", "-f", str(_POM), _DEPENDENCY_PLUGIN]
    done = subprocess.run(
        [*command, *(f"-D{k}={v}" for k, v in options.items())], capture_output=True, text=True
    )
    if done.returncode:
        shutil.rmtree(folder, ignore_errors=True)
        why = next((line for line in done.stdout.splitlines() if "ERROR" in line), "原因不明")
        raise MissingError(f"Maven 没有下载成功：{why}；请检查网络和 ~/.m2/settings.xml 里的仓库地址")


def _cache(release: Release) -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(base) / "gsearch" / f"{release.name}-{release.version}"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _java(release: Release) -> Path | None:
    fitting = {
        home: number for home in _homes() if release.oldest <= (number := _number(home)) <= release.newest
    }
    if not fitting:
        return None
    named = os.environ.get("JAVA_HOME")
    home = Path(named) if named and Path(named) in fitting else max(fitting, key=fitting.__getitem__)
    return home / "bin" / "java"


def _homes() -> Iterator[Path]:
    """Folders of JDKs: those with a compiler."""
    if named := os.environ.get("JAVA_HOME"):
        yield from (home for home in [Path(named)] if _compiles(home))
    for pattern in _INSTALLED:
        root = Path(pattern.partition("*")[0])
        yield from (path for path in root.glob(pattern.removeprefix(f"{root}/")) if _compiles(path))
    if found := shutil.which("javac"):
        yield Path(found).resolve().parent.parent


def _compiles(home: Path) -> bool:
    return (home / "bin" / "javac").exists()


def _number(home: Path) -> int:
    """Java's release number, such as 21; 0 where that cannot be asked."""
    done = subprocess.run([home / "bin" / "java", "-version"], capture_output=True, text=True)
    found = _VERSION.search(done.stderr)
    return int(found[1]) if found else 0

"""The one place that reads the environment; everybody else is handed a frozen Settings.

| variable | means |
|---|---|
| ``GSEARCH_INDEX`` | the index folder, where ``--index`` is not given |
| ``GSEARCH_DICTIONARIES`` | the folder of the user's own dictionaries, where ``--dictionaries`` is not given |
| ``GSEARCH_MEANING`` | ``0``: also an index with a model is searched by words alone |
| ``GSEARCH_CORS`` | the origin whose pages may read the JSON interface, where ``serve --cors`` is not given |
| ``XDG_DATA_HOME`` | the user's data folder (XDG Base Directory: ignored unless absolute) |
| ``NO_COLOR`` | present and not empty: no colour (https://no-color.org) |
| ``COLUMNS`` | width to lay out for where the output is no terminal |
| ``TERM`` | ``dumb``: neither colour nor pager |
| ``LC_ALL`` | ``C``: no pager, which would print UTF-8 as hexadecimal |
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from indexer.errors import UsageError


@dataclass(frozen=True, slots=True)
class Settings:
    """What the surroundings decide. ``columns`` is None where nobody said how wide the output is.

    ``cors`` is the origin whose pages may read the interface (``*``: any), None for none.
    ``dictionaries`` are what new indexes are built with; a search takes those of its index.
    """

    index: Path
    dictionaries: Path | None = None
    meaning: bool = True
    colour: bool = True
    pager: bool = True
    columns: int | None = None
    cors: str | None = None


def from_environment(index: Path | str | None = None, environ: Mapping[str, str] | None = None) -> Settings:
    """Settings of this process; an ``index`` given on the command line wins over the environment.

    Raises UsageError where no index folder is named and the user has no home folder.
    """
    environ = os.environ if environ is None else environ
    dumb = environ.get("TERM") == "dumb"
    return Settings(
        index=Path(index) if index else _index_folder(environ),
        dictionaries=Path(named) if (named := environ.get("GSEARCH_DICTIONARIES")) else None,
        meaning=environ.get("GSEARCH_MEANING") != "0",
        colour=not environ.get("NO_COLOR") and not dumb,
        pager=not dumb and environ.get("LC_ALL") not in ("C", "POSIX"),
        columns=_positive(environ.get("COLUMNS", "")),
        cors=environ.get("GSEARCH_CORS") or None,
    )


def _index_folder(environ: Mapping[str, str]) -> Path:
    named = environ.get("GSEARCH_INDEX")
    if named:
        return Path(named)
    data = environ.get("XDG_DATA_HOME", "")
    if os.path.isabs(data):
        return Path(data) / "gsearch"
    try:
        home = Path(environ["HOME"]) if environ.get("HOME") else Path.home()
    except RuntimeError:
        raise UsageError("找不到用户主目录：请用 --index 或环境变量 GSEARCH_INDEX 指明索引目录") from None
    return home / ".local" / "share" / "gsearch"


def _positive(digits: str) -> int | None:
    return (
        int(digits) if digits.isascii() and digits.isdigit() and 0 < len(digits) < 6 and int(digits) else None
    )


def worker_environment(shared: Path) -> dict[str, str]:
    """This process's environment for one of several servers: prometheus_client keeps counts in files of ``shared``."""
    return {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(shared)}

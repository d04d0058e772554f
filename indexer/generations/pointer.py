"""CURRENT: which of the generations' folders serves; read by everybody, switched by one build at a time."""

from __future__ import annotations

import os
import re
import shutil
from contextlib import suppress
from pathlib import Path

from indexer.errors import NoIndexError
from indexer.generations.index_folder import sync_folder
from indexer.generations.integrity import DamagedError
from indexer.index_names import CURRENT_FILE, GENERATIONS_FOLDER

FOLDER_NAME = re.compile(r"(\d{4,})-([0-9a-f]{12})")
"""Its place in the order of builds, and the generation's name."""

_PAST_ALL = 1 << 62

_RETIRED = "retired-"
"""What the name of a generation that is being removed begins with."""


def current_folder(index_dir: Path) -> Path:
    """The folder that CURRENT names. Raises NoIndexError, DamagedError where there is something to go back to."""
    try:
        name = (index_dir / CURRENT_FILE).read_text(encoding="ascii").strip()
    except PermissionError as error:
        raise _forbidden(index_dir) from error
    except NotADirectoryError as error:
        raise NoIndexError(f"{index_dir} 不是文件夹，不能存放索引；请用 --index 另选目录") from error
    except FileNotFoundError as error:
        if generation_folders(index_dir):
            raise misleading("不见了") from error
        raise NoIndexError(f"{index_dir} 里还没有索引；请先运行：gsearch build 文件或文件夹") from None
    except (OSError, UnicodeDecodeError) as error:
        raise misleading(f"读不出来（{error}）") from error
    if not FOLDER_NAME.fullmatch(name):
        raise misleading("已损坏")
    return index_dir / GENERATIONS_FOLDER / name


def generation_folders(index_dir: Path) -> list[Path]:
    """The folders of all generations, oldest first. Raises NoIndexError where they may not be listed."""
    try:
        found = [
            path for path in (index_dir / GENERATIONS_FOLDER).iterdir() if FOLDER_NAME.fullmatch(path.name)
        ]
    except PermissionError as error:
        raise _forbidden(index_dir) from error
    except OSError:
        return []
    return sorted(found, key=sequence)


def earlier_folders(index_dir: Path) -> list[Path]:
    """The folders of the generations before the one that serves, oldest first: what one can go back to."""
    serving = serving_sequence(index_dir)
    return [folder for folder in generation_folders(index_dir) if sequence(folder) < serving]


def switch(index_dir: Path, folder: Path) -> None:
    """Makes ``folder``, a complete and durable generation, the one that serves: at once or not at all."""
    temporary = index_dir / f"{CURRENT_FILE}.new"
    with temporary.open("w", encoding="ascii") as file:
        file.write(folder.name + "\n")
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(index_dir / CURRENT_FILE)
    sync_folder(index_dir)


def retire(folder: Path) -> None:
    """Removes a generation: renamed aside first, so that what is half removed is no generation to anybody.

    Where that cannot be done it stays whole, and where removing ends halfway ``sweep`` goes on.
    """
    aside = folder.with_name(f"{_RETIRED}{folder.name}")
    with suppress(OSError):
        folder.replace(aside)
        sync_folder(folder.parent)
        shutil.rmtree(aside, ignore_errors=True)


def sweep(index_dir: Path) -> None:
    """Removes what builds that died left of retired generations."""
    for aside in (index_dir / GENERATIONS_FOLDER).glob(f"{_RETIRED}*"):
        shutil.rmtree(aside, ignore_errors=True)


def pointer(index_dir: Path) -> bytes | None:
    """What CURRENT holds, whatever it is; None where it cannot be read."""
    try:
        return (index_dir / CURRENT_FILE).read_bytes()
    except OSError:
        return None


def _forbidden(index_dir: Path) -> NoIndexError:
    return NoIndexError(f"没有权限读取索引目录 {index_dir}；请检查它的主人和权限")


def misleading(what: str) -> DamagedError:
    """The error that says what is wrong with CURRENT."""
    return DamagedError(f"索引目录里的 {CURRENT_FILE} {what}", "gsearch build --rollback 或 gsearch build")


def sequence(folder: Path) -> int:
    """The place of a generation's folder in the order of builds."""
    return int(folder.name.partition("-")[0])


def serving_sequence(index_dir: Path) -> int:
    """The number that serves; past all others where CURRENT leads nowhere, so that one can go back."""
    try:
        folder = current_folder(index_dir)
    except NoIndexError:
        return _PAST_ALL
    return sequence(folder) if folder.is_dir() else _PAST_ALL

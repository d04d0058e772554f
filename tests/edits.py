"""Changes of a collection's files, and a campaign of them: ``python -m tests.edits --edits 1000``

Each update runs in a process of its own, with another hash seed, locale, time zone and number of workers, some are
killed; now and then a build from nothing in other surroundings must give the same generation, byte for byte, and the
same answers.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import dictionaries
from dictionaries import Dictionaries
from indexer.generations import check_index, current
from tests.composed_files import docx, paragraph, table, zipped
from tests.small_collection import EVERYTHING, answer, notice, record, write_collection

QUERIES = (
    EVERYTHING,
    "河长制",
    "双随机 监管",
    '"一窗受理"',
    "云政办发〔2019〕3号",
    "year:2019 NOT 厕所",
    "失业补贴",
)

STAYS = "stays.txt"


def some(folder: Path, at: int) -> Path:
    """One of the files, another for another ``at``; never the last that can be read: nothing is no collection."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != STAYS)
    return paths[at % len(paths)]


def content(suffix: str, at: int) -> bytes:
    """A file of that format that holds a notice, another for another ``at``."""
    text = notice(at % 5, district="清溪区", year=2010 + at)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    match suffix:
        case ".docx":
            return docx("".join(map(paragraph, lines)) + table(("镇街", "窗口"), ("城关镇", str(at))))
        case ".html":
            return f"<html><title>{lines[2]}</title><p>{'</p><p>'.join(lines)}</p></html>".encode("gb18030")
        case ".jsonl":
            return "".join(record(number) + "\n" for number in (200 + at, 300 + at)).encode()
        case ".zip":
            inner = {f"{at}.txt": notice(at % 5, year=1990 + at), "同名.txt": notice(1, year=1980 + at)}
            return zipped({**inner, "深.zip": zipped({"内.docx": content(".docx", at + 20)})})
        case ".ofd":
            return b"PK no OFD"
        case _:
            return text.encode("utf-16" if at % 2 else "gb18030")


SUFFIXES = (".txt", ".docx", ".html", ".jsonl", ".zip", ".ofd")


def add(folder: Path, at: int) -> None:
    suffix = SUFFIXES[at % len(SUFFIXES)]
    (folder / f"added-{at}{suffix}").write_bytes(content(suffix, at))


def edit(folder: Path, at: int) -> None:
    path = some(folder, at)
    if path.suffix == ".txt":
        path.write_bytes(path.read_bytes() + f"\n    补充第{at}条：公共厕所免费开放。\n".encode())
    else:
        path.write_bytes(content(path.suffix, at + 30))


def rename(folder: Path, at: int) -> None:
    path = some(folder, at)
    path.rename(folder / f"renamed-{at}{path.suffix}")


def delete(folder: Path, at: int) -> None:
    if len([path for path in folder.rglob("*") if path.is_file()]) > 2:
        some(folder, at).unlink()


def touch(folder: Path, at: int) -> None:
    os.utime(some(folder, at), (at * 1000, at * 1000))


def swap(folder: Path, at: int) -> None:
    """Two files change places, times and all."""
    one, other = some(folder, at), some(folder, at + 1)
    one.rename(folder / "between")
    other.rename(one)
    (folder / "between").rename(other)


def copy(folder: Path, at: int) -> None:
    """The same content under another name."""
    path = some(folder, at)
    target = folder / f"copied-{at}{path.suffix}"
    if target != path:
        shutil.copy2(path, target)


def rewrite_within_the_tick(folder: Path, at: int) -> None:
    """Another content of the same length, and the times as they were."""
    path = some(folder, at)
    status = path.stat()
    path.write_bytes(path.read_bytes()[::-1])
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def contents(index: Path, words: Dictionaries) -> dict[str, bytes]:
    """Every file of the generation that serves, byte for byte, but its manifest: that tells the hour."""
    folder = current(index, words).folder
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in files.items() if name != "manifest.json"}


Change = Callable[[Path, int], None]
CHANGES: tuple[Change, ...] = (add, edit, rename, delete, touch, swap, copy, rewrite_within_the_tick)

_BETWEEN = 20
"""Updates between two comparisons."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.edits", description=__doc__)
    parser.add_argument("--edits", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    choice = random.Random(given.seed)
    edits = updates = killed = compared = different = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files, updated = write_collection(folder / "files"), folder / "updated"
        (files / STAYS).write_text(notice(2, district="石城区"), encoding="utf-8")
        (folder / "words" / "terms").mkdir(parents=True)
        while edits < given.edits:
            for _ in range(choice.randrange(1, 5)):
                choice.choice(CHANGES)(files, choice.randrange(40))
                edits += 1
            if choice.random() < 0.05:
                _new_word(folder / "words", choice)
            killed += _run("update", files, updated, folder / "words", choice, may_die=True)
            updates += 1
            if updates % _BETWEEN == 0 or edits >= given.edits:
                _run("update", files, updated, folder / "words", choice, may_die=False)
                compared += 1
                different += _differs(files, updated, folder, choice)
    print(
        f"{edits} edits, {updates} updates, {killed} killed; {different} of {compared} comparisons with a build differ"
    )
    return 1 if different else 0


def _new_word(words: Path, choice: random.Random) -> None:
    word = "".join(choice.sample("抽查监管公共厕所窗口受理", 4))
    (words / "terms" / "local.txt").write_text(f"{word} 100 n\n", encoding="utf-8")


def _run(
    command: str, files: Path, index: Path, words: Path, choice: random.Random, *, may_die: bool
) -> bool:
    """Whether it was killed."""
    environment = os.environ | {
        "PYTHONHASHSEED": str(choice.randrange(1000)),
        "TZ": choice.choice(("UTC", "Asia/Shanghai", "America/St_Johns", "Pacific/Kiritimati")),
        "LC_ALL": choice.choice(("C", "C.UTF-8", "POSIX")),
        "GSEARCH_DICTIONARIES": str(words),
    }
    line = [sys.executable, "-m", "search_app.cli", command, str(files), "--index", str(index), "--quiet"]
    cores = set(
        choice.sample(sorted(os.sched_getaffinity(0)), choice.randint(1, len(os.sched_getaffinity(0))))
    )
    process = subprocess.Popen(
        line,
        env=environment,
        stderr=subprocess.DEVNULL,
        preexec_fn=lambda: os.sched_setaffinity(0, cores),  # one core, one worker
    )
    if may_die and choice.random() < 0.3:
        time.sleep(choice.uniform(0.2, 4))
        process.kill()
    return process.wait() < 0


def _differs(files: Path, updated: Path, folder: Path, choice: random.Random) -> bool:
    built, known = folder / "built", dictionaries.load(folder / "words")
    shutil.rmtree(built, ignore_errors=True)
    _run("build", files, built, folder / "words", choice, may_die=False)
    same = (
        current(updated, known).name == current(built, known).name
        and contents(updated, known) == contents(built, known)
        and all(answer(updated, query, known) == answer(built, query, known) for query in QUERIES)
    )
    return not same or bool(check_index(updated))


if __name__ == "__main__":
    sys.exit(main())

"""Endurance: builds killed and repeated, and many clients at once, all under a querying server.

::

    python -m benchmarks.endurance kill --rounds 50       a build killed (SIGKILL) at random moments
    python -m benchmarks.endurance rebuild --rounds 200   builds that switch generations
    python -m benchmarks.endurance faults --every 1       each operation on the disk fails once in an update
    python -m benchmarks.endurance power --every 1        the machine goes off behind each operation of an update
    python -m benchmarks.endurance load --clients 180 --seconds 60 --hostile 20

Prints one line of figures; exit code 1 if a single answer failed or was mixed.
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from benchmarks.corpus import record_lines
from benchmarks.injection import ERRORS, Injection, injected
from benchmarks.memory import resident_bytes
from benchmarks.power_loss import left_after, recorded, tree_of, write_tree
from benchmarks.serving import Clients, percentile, search_path, serving, total_in
from indexer.build import build, update
from indexer.errors import GsearchError
from indexer.generations import check_index, index_status
from indexer.generations.pointer import generation_folders

SAMPLES = Path(__file__).parent.parent / "data"
QUERY = "双随机"
DAYS = 2000
"""Days that answers are asked for: the server keeps those that were asked for before."""
HOSTILE = ("公*", "的 OR 一 OR 是 OR 在 OR 有 OR 了", "(" * 200, "NOT 的", '"的"', "一*" + " OR 二*" * 40)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.endurance", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, rounds in (("kill", 50), ("rebuild", 200)):
        commands.add_parser(name).add_argument("--rounds", type=int, default=rounds)
    for name in ("faults", "power"):
        commands.add_parser(name).add_argument("--every", type=int, default=1)
    load = commands.add_parser("load")
    load.add_argument("--clients", type=int, default=50)
    load.add_argument("--seconds", type=float, default=60)
    load.add_argument(
        "--hostile", type=int, default=0, help="clients with costly and malformed queries among them"
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        index = Path(name) / "index"
        if given.command == "load":
            build([SAMPLES], index)
            return _load(index, given.clients, given.hostile, given.seconds)
        files = Path(name) / "files"
        _write(files, 0)
        build([files], index)
        if given.command in ("faults", "power"):
            return (_faults if given.command == "faults" else _power)(index, files, given.every)
        return (_kill if given.command == "kill" else _rebuild)(index, files, given.rounds)


def _write(files: Path, version: int) -> None:
    """Forty documents that all answer QUERY; another version, another text."""
    files.mkdir(exist_ok=True)
    lines = record_lines(40, text=f"{QUERY}抽查第{version}版。", unique=version)
    (files / "documents.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _kill(index: Path, files: Path, rounds: int) -> int:
    choice = random.Random(1)
    command = [sys.executable, "-m", "search_app.cli", "build", str(files), "--index", str(index), "--quiet"]
    with serving(index) as server:
        clients = Clients(server.port, [search_path(QUERY)], 4, total_in({40}))
        finished = 0
        with clients.asking():
            started = time.monotonic()
            subprocess.run(command, check=True)
            usual = time.monotonic() - started
        with clients.asking():
            for at in range(1, rounds + 1):
                _write(files, at)
                process = subprocess.Popen(command)
                time.sleep(choice.uniform(0.05, 1.1 * usual))
                finished += process.poll() == 0
                process.kill()
                process.wait()
            last = subprocess.run(command, check=False)
        sound = last.returncode == 0 and not check_index(index)
        print(
            f"{rounds} builds killed ({finished} had finished), {len(clients.seconds)} answers, "
            f"{len(clients.faults)} failed or mixed; last build and check {'sound' if sound else 'FAILED'}"
        )
    return _outcome(clients.faults, sound=sound)


def _faults(index: Path, files: Path, every: int) -> int:
    """An update in which one operation on the disk fails: before, after and in the end the index must be sound."""
    _write(files, 1)
    there = index.with_name("there")
    shutil.copytree(index, there)
    with injected(Injection(str(there))) as counted:
        update([], there)
    wrong: list[str] = []
    refused = 0
    for at in range(0, len(counted.done), every):
        shutil.rmtree(there)
        shutil.copytree(index, there)
        with injected(Injection(str(there), at, ERRORS[at % len(ERRORS)])) as injection:
            try:
                update([], there)
            except (GsearchError, OSError):
                refused += 1
        if (
            check_index(there)
            or index_status(there).manifest.documents != 40
            or update([], there).documents != 40
        ):
            wrong.append(injection.done[at])
    tried = len(range(0, len(counted.done), every))
    print(
        f"{tried} of {len(counted.done)} operations failed once: {refused} updates refused, {len(wrong)} wrong"
    )
    return _outcome(wrong, sound=not wrong)


def _power(index: Path, files: Path, every: int) -> int:
    """An update behind each operation of which the machine goes off: what is left must be sound and answer."""
    _write(files, 1)
    before, there = tree_of(index), index.with_name("there")
    with recorded(index) as operations:
        update([], index)
    wrong: list[str] = []
    tried = 0
    for count in range(0, len(operations) + 1, every):
        for tree in left_after(before, str(index), operations[:count], seed=count):
            tried += 1
            shutil.rmtree(there, ignore_errors=True)
            write_tree(tree, there)
            if check_index(there) or index_status(there).manifest.documents != 40:
                wrong.append(f"behind {operations[count - 1] if count else 'nothing'}")
    print(f"{len(operations)} operations, {tried} states after a power loss: {len(wrong)} wrong")
    return _outcome(wrong, sound=not wrong)


def _rebuild(index: Path, files: Path, rounds: int) -> int:
    with serving(index) as server:
        clients = Clients(server.port, [search_path(QUERY)], 4, total_in({40}))
        figures: list[tuple[int, int]] = []
        with clients.asking():
            for at in range(1, rounds + 1):
                _write(files, at)
                build([files], index)
                figures.append((resident_bytes(server.pid), index_status(index).total_size))
        kept = len(generation_folders(index))
        quarter = figures[max(0, len(figures) // 4 - 1)]
        print(
            f"{rounds} builds, {len(clients.seconds)} answers, {len(clients.faults)} failed; "
            f"{kept} generations; "
            f"server {quarter[0] / 1e6:.0f} MB after a quarter, {figures[-1][0] / 1e6:.0f} MB at the end; "
            f"disk {quarter[1] / 1e6:.1f} and {figures[-1][1] / 1e6:.1f} MB"
        )
    return _outcome(clients.faults, sound=kept == 2)


def _load(index: Path, count: int, hostile: int, seconds: float) -> int:
    """The clients alone, then with hostile ones beside them: they may have to wait twice as long, and no more."""
    queries = ("双随机", "一窗受理", '"营商环境"', "通知 year:2018..2021", "河长制 OR 放管服", "失业补助")
    days = [date(2000, 1, 1) + timedelta(days=at) for at in range(DAYS)]
    friendly = [
        f"{search_path(query)}&as_of={day}" for day in days for query in queries
    ]  # the server keeps answers

    def judge(path: str, code: int, body: bytes) -> str | None:
        return None if code == 200 else f"status {code}: {body[:200].decode('utf-8', 'replace')}"

    def answered(path: str, code: int, body: bytes) -> str | None:
        return None if code in (200, 400, 429, 503) else f"status {code}"

    with serving(index) as server:
        alone, beside = (Clients(server.port, friendly, count, judge) for _ in range(2))
        others = Clients(
            server.port,
            [f"{search_path(query)}&as_of={day}" for day in days for query in HOSTILE],
            hostile,
            answered,
        )
        with alone.asking():
            time.sleep(seconds)
        if hostile:
            with beside.asking(), others.asking():
                time.sleep(seconds)
    print(f"{count} clients, {seconds:.0f} s: {_waits(alone, seconds)}")
    if hostile:
        print(
            f"and {hostile} hostile ones: {_waits(beside, seconds)}; {_waits(others, seconds)} for the hostile"
        )
        print(f"p99 {percentile(beside.seconds, 0.99) / percentile(alone.seconds, 0.99):.2f} times as long")
    return _outcome(alone.faults + beside.faults + others.faults, sound=True)


def _waits(clients: Clients, seconds: float) -> str:
    spent = clients.seconds
    p50, p99 = (percentile(spent, share) * 1000 for share in (0.5, 0.99))
    return f"{len(spent) / seconds:.0f} answers/s, {len(clients.faults)} failed, p50 {p50:.0f} ms, p99 {p99:.0f} ms"


def _outcome(faults: list[str], *, sound: bool) -> int:
    for fault in faults[:5]:
        print(fault, file=sys.stderr)
    return 0 if sound and not faults else 1


if __name__ == "__main__":
    sys.exit(main())

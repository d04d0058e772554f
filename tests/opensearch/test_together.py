"""Several machines build one generation: the same as one machine alone, whoever dies."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from indexer.backends import EngineSettings, Task
from indexer.build import BuildReport, build
from indexer.building.shares import SharedWork
from indexer.errors import UsageError
from indexer.generations import current
from indexer.sources import SourceFile, walk
from indexer.together import JoinedReport, build_together
from tests.small_collection import EVERYTHING, answer, notice, write_collection


class MemoryBoard:
    """A board within one process; ``fail`` names a task whose worker dies before it is done."""

    def __init__(self) -> None:
        self._tasks: dict[str, Task] = {}
        self._files: dict[str, bytes] = {}
        self._lock = threading.Lock()

    def post(self, names):
        for name in names:
            self._tasks.setdefault(name, Task(name))

    def tasks(self, names):
        return [self._tasks[name] for name in names]

    def write(self, task):
        with self._lock:
            if self._tasks[task.name].revision != task.revision:
                return False
            self._tasks[task.name] = Task(
                task.name, task.state, task.beat, task.told, (task.revision[0] + 1, 0)
            )
            return True

    def store(self, name, path):
        self._files[name] = path.read_bytes()

    def fetch(self, name, path):
        path.write_bytes(self._files[name])

    def clear(self):
        self._tasks.clear()

    def clear_older(self, seconds):
        pass


def sources(folder: Path, count: int) -> list[SourceFile]:
    for at in range(count):
        (folder / f"{at}.txt").write_text(str(at))
    return [each for each in walk([folder]) if isinstance(each, SourceFile)]


def test_each_file_is_read_by_one_machine_and_one_makes_the_generation(tmp_path):
    board, files = MemoryBoard(), sources(tmp_path, 50)
    read: list[str] = []
    made: list[int] = []

    def machine(number: int) -> None:
        def names(share):
            for source in share:
                time.sleep(0.001)
                read.append(source.name)
                yield source.name, Path(source.path)

        work = SharedWork(board, files, lease=5)
        work.read_shares(names)
        with work.made_here() as collected:
            if collected is not None:
                made.append(number)
                assert sorted(collected.names) == sorted(source.name for source in files)
                work.tell("0123")
        assert work.told() == "0123"

    machines = [threading.Thread(target=machine, args=(number,)) for number in range(4)]
    for each in machines:
        each.start()
    for each in machines:
        each.join()
    assert sorted(read) == sorted(source.name for source in files)
    assert len(made) == 1


def test_the_share_of_a_machine_that_died_is_read_again_and_no_other(tmp_path):
    board, files = MemoryBoard(), sources(tmp_path, 20)

    def dies(share):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        SharedWork(board, files, lease=0.2).read_shares(dies)
    read: list[str] = []
    other = SharedWork(board, files, lease=0.2)
    other.read_shares(lambda share: [read.append(s.name) or (s.name, Path(s.path)) for s in share])
    assert sorted(read) == sorted(source.name for source in files)


def test_a_machine_that_was_thought_dead_does_no_harm(tmp_path):
    board, files = MemoryBoard(), sources(tmp_path, 3)

    def overtaken(share):
        SharedWork(board, files, lease=0.0).read_shares(lambda share: [("b", tmp_path / "0.txt")])
        return [("a", tmp_path / "0.txt")]

    late = SharedWork(board, files, lease=1000)
    late.read_shares(overtaken)
    assert late.shares_read == 0
    assert all(task.told == '["b"]' for task in board._tasks.values() if task.name.startswith("share"))


def test_the_same_files_are_read_again_when_they_are_built_again(tmp_path):
    board, files = MemoryBoard(), sources(tmp_path, 5)
    counts = []
    for generation in ("first", "second"):
        work = SharedWork(board, files)
        work.read_shares(lambda share: [(source.name, Path(source.path)) for source in share])
        with work.made_here() as collected:
            assert collected is not None
            work.tell(generation)
        assert work.told() == generation
        counts.append(work.shares_read)
    assert counts[0] == counts[1] > 0


def test_boards_of_long_ago_are_cleared_away_and_no_others():
    from indexer.backends.opensearch.board import PREFIX, OpenSearchBoard

    class Remembering:
        def __init__(self) -> None:
            now = int(time.time() * 1000)
            ages = {"own": 0, "young": 3600, "old": 9 * 86400}
            self.made = {f"{PREFIX}{name}": now - age * 1000 for name, age in ages.items()}

        def created(self, pattern):
            assert pattern == f"{PREFIX}*"
            return dict(self.made)

        def drop(self, index):
            del self.made[index]

    connection = Remembering()
    OpenSearchBoard(f"{PREFIX}own", connection).clear_older(86400)  # type: ignore[arg-type]
    assert set(connection.made) == {f"{PREFIX}own", f"{PREFIX}young"}


def test_an_engine_on_one_machine_has_no_board(files, tmp_path):
    with pytest.raises(UsageError, match="opensearch"):
        build_together([files], tmp_path / "index")


@pytest.fixture
def many(tmp_path: Path) -> Path:
    folder = write_collection(tmp_path / "many")
    for number in range(15):
        (folder / f"more-{number}.txt").write_text(notice(number, year=1980 + number % 40), encoding="utf-8")
    return folder


@pytest.mark.opensearch
def test_two_machines_make_what_one_makes(host, many, tmp_path):
    engine = EngineSettings("opensearch", {"hosts": host, "timeout": "30"})
    alone = build([many], tmp_path / "alone", engine=engine)
    reports: list[BuildReport | JoinedReport] = []

    def machine(number: int) -> None:
        reports.append(build_together([many], tmp_path / f"machine-{number}", engine=engine, lease=10))

    machines = [threading.Thread(target=machine, args=(number,)) for number in range(2)]
    for each in machines:
        each.start()
    for each in machines:
        each.join()
    assert {report.generation for report in reports} == {alone.generation}
    maker = next(n for n in range(2) if (tmp_path / f"machine-{n}" / "CURRENT").exists())
    assert [type(report) for report in reports].count(BuildReport) == 1
    assert answer(tmp_path / f"machine-{maker}", EVERYTHING) == answer(tmp_path / "alone", EVERYTHING)


MACHINE = """
import json, sys
from pathlib import Path
from indexer.backends import EngineSettings
from indexer.together import build_together
source, index, host = sys.argv[1:]
engine = EngineSettings("opensearch", {"hosts": host, "timeout": "30"})
report = build_together([Path(source)], Path(index), engine=engine, lease=4)
print(json.dumps([type(report).__name__, report.generation]))
"""


@pytest.mark.opensearch
def test_a_machine_that_is_killed_in_the_middle_is_done_without(host, many, tmp_path):
    """The other one reads what was left, and the generation is the same."""

    def started(name: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", MACHINE, str(many), str(tmp_path / name), host]
        return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)

    victim = started("victim")
    time.sleep(4)
    survivor = started("survivor")
    time.sleep(1)
    victim.kill()
    victim.communicate()
    said, _ = survivor.communicate()
    kind, generation = json.loads(said)
    alone = build([many], tmp_path / "alone")
    assert generation == alone.generation
    if kind == "BuildReport":
        assert current(tmp_path / "survivor").name == alone.generation


def test_pieces_of_a_file_come_back_whole(tmp_path, monkeypatch):
    """On a board of the cluster, against a connection that only remembers."""
    from indexer.backends.opensearch import board as board_module
    from indexer.backends.opensearch.board import OpenSearchBoard

    class Remembering:
        def __init__(self) -> None:
            self.held: dict[str, object] = {}

        def put(self, index, key, content, **given):
            self.held[key] = dict(content)
            return True

        def kept(self, index, keys):
            return [{"found": key in self.held, "_source": self.held.get(key)} for key in keys]

    monkeypatch.setattr(board_module, "_PIECE", 7)
    board = OpenSearchBoard("board", Remembering())  # type: ignore[arg-type]
    for size in (0, 7, 20):
        (tmp_path / "a").write_bytes(bytes(range(size)))
        board.store("a", tmp_path / "a")
        board.fetch("a", tmp_path / "b")
        assert (tmp_path / "b").read_bytes() == bytes(range(size))

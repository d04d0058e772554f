"""Several machines build one generation: the same as one machine alone, whoever dies."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from indexer.backends import EngineSettings, Task
from indexer.backends.opensearch import spool
from indexer.build import BuildReport, build
from indexer.building.shares import SharedWork
from indexer.errors import EngineError, UsageError
from indexer.generations import current
from indexer.semantic import ModelChoice
from indexer.sources import SourceFile, walk
from indexer.together import JoinedReport, build_together
from search_app.response import SearchRequest
from search_app.search import search
from tests.small_collection import EVERYTHING, answer, notice, write_collection
from tests.tiny_model import tiny_model


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
        return [self._tasks.get(name, Task(name)) for name in names]

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

    def discard(self, names):
        for name in names:
            self._files.pop(name, None)

    def clear(self):
        self._tasks.clear()

    def clear_older(self, seconds):
        pass


def nowhere(errand: str, portion: Path) -> None:
    """The ``bring`` of a machine that has nothing to load."""


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

        work = SharedWork(board, files, nowhere, tmp_path, lease=5)
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
        SharedWork(board, files, nowhere, tmp_path, lease=0.2).read_shares(dies)
    read: list[str] = []
    other = SharedWork(board, files, nowhere, tmp_path, lease=0.2)
    other.read_shares(lambda share: [read.append(s.name) or (s.name, Path(s.path)) for s in share])
    assert sorted(read) == sorted(source.name for source in files)


def test_a_machine_that_was_thought_dead_does_no_harm(tmp_path):
    board, files = MemoryBoard(), sources(tmp_path, 3)

    def overtaken(share):
        SharedWork(board, files, nowhere, tmp_path, lease=0.0).read_shares(
            lambda share: [("b", tmp_path / "0.txt")]
        )
        return [("a", tmp_path / "0.txt")]

    late = SharedWork(board, files, nowhere, tmp_path, lease=1000)
    late.read_shares(overtaken)
    assert late.shares_read == 0
    assert all(task.told == '["b"]' for task in board._tasks.values() if task.name.startswith("share"))


class Loading:
    """Machines over one board: what each brought into the engine; ``fails`` does so once, at its first portion."""

    def __init__(self, folder: Path, count: int, fails: int | None = None) -> None:
        self.board, self.brought, self.over = MemoryBoard(), [], []
        self._files, self._scratch, self._fails = sources(folder, 3), folder, fails
        self._portions = [folder / f"portion-{number}" for number in range(count)]
        for number, portion in enumerate(self._portions):
            portion.write_text(str(number))
        self.machines = [self._machine(number) for number in range(3)]
        threads = [threading.Thread(target=self._run, args=(each,)) for each in self.machines]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _machine(self, number: int) -> SharedWork:
        def bring(errand: str, portion: Path) -> None:
            assert errand == "errand"
            if number == self._fails:
                self._fails = None
                raise KeyboardInterrupt
            time.sleep(0.02)
            self.brought.append((number, portion.read_text()))

        return SharedWork(self.board, self._files, bring, self._scratch, lease=0.3)

    def _run(self, work: SharedWork) -> None:
        with suppress(KeyboardInterrupt):
            work.read_shares(lambda share: [(source.name, Path(source.path)) for source in share])
            with work.made_here() as collected:
                if collected is not None:
                    work.load("errand", self._portions)
                    work.tell("0123")
            self.over.append(work.told())


def test_machines_that_wait_bring_portions_into_the_engine(tmp_path):
    seen = Loading(tmp_path, 40)
    assert sorted(int(text) for _, text in seen.brought) == list(range(40))
    assert len({machine for machine, _ in seen.brought}) == 3
    assert sum(each.portions_loaded for each in seen.machines) == 40
    assert seen.over == ["0123"] * 3
    assert not any(name.startswith("portion") for name in seen.board._files)


@pytest.mark.parametrize("victim", [0, 1, 2])
def test_the_portion_of_a_machine_that_died_is_brought_by_another(tmp_path, victim):
    """Be it the one that makes the generation, or one that helps: the others go on to the end."""
    seen = Loading(tmp_path, 12, fails=victim)
    assert {int(text) for _, text in seen.brought} == set(range(12))
    assert seen.over == ["0123"] * 2


def test_a_portion_that_another_has_brought_meanwhile_is_no_fault(tmp_path):
    board, files = MemoryBoard(), sources(tmp_path, 1)
    board.post(["loading", "generation"])

    def too_late(errand: str, portion: Path) -> None:
        task = board.tasks([name for name in board._tasks if name.startswith("portion")])[0]
        board.write(Task(task.name, "done", revision=task.revision))
        raise EngineError("没有收下")

    def refused(errand: str, portion: Path) -> None:
        raise EngineError("没有收下")

    SharedWork(board, files, too_late, tmp_path).load("errand", [tmp_path / "0.txt"])
    with pytest.raises(EngineError):
        SharedWork(board, files, refused, tmp_path).load("errand", [tmp_path / "0.txt"])


def test_the_same_files_are_read_again_when_they_are_built_again(tmp_path):
    board, files = MemoryBoard(), sources(tmp_path, 5)
    counts = []
    for generation in ("first", "second"):
        work = SharedWork(board, files, nowhere, tmp_path)
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
def test_two_machines_make_what_one_makes(host, many, tmp_path, monkeypatch):
    """The documents go there in many portions; whichever machine brings them, answers are the same."""
    engine = EngineSettings("opensearch", {"hosts": host, "timeout": "30"})
    alone = build([many], tmp_path / "alone", engine=engine)
    monkeypatch.setattr(spool, "PORTION", 5000)
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


def by_meaning(index: Path) -> list[tuple[str, str | None]]:
    asked = SearchRequest("钱什么时候给", limit=5)
    return [(hit.document.id, hit.by) for hit in search(asked, current(index)).hits]


def test_machines_that_build_together_build_with_a_model_too(many, tmp_path, monkeypatch):
    board = MemoryBoard()
    monkeypatch.setattr("indexer.together.open_board", lambda *given: board)
    model = ModelChoice(tiny_model(tmp_path / "model", {"money": "钱薪款助", "river": "河水"}))
    alone = build([many], tmp_path / "alone", model=model)
    joined = build_together([many], tmp_path / "together", model=model)
    assert joined.generation == alone.generation
    assert by_meaning(tmp_path / "together") == by_meaning(tmp_path / "alone")
    assert any(by != "words" for _, by in by_meaning(tmp_path / "alone"))


@pytest.mark.opensearch
def test_an_index_in_opensearch_ranks_by_meaning_as_a_local_one(host, many, tmp_path):
    engine = EngineSettings("opensearch", {"hosts": host, "timeout": "30"})
    model = ModelChoice(tiny_model(tmp_path / "model", {"money": "钱薪款助", "river": "河水"}))
    build([many], tmp_path / "local", model=model)
    build([many], tmp_path / "cluster", engine=engine, model=model)
    build_together([many], tmp_path / "together", engine=engine, model=model, lease=10)
    assert by_meaning(tmp_path / "cluster") == by_meaning(tmp_path / "local")
    assert by_meaning(tmp_path / "together") == by_meaning(tmp_path / "local")

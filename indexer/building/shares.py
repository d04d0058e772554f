"""Several machines read one collection: each takes shares of it, and whoever finishes last makes the generation of all.

All of them run the same command and see the same files. A share is the files whose names' hashes are alike. What comes
of a share, parsed and analysed, goes to the board, where the one that makes the generation finds it as if it were its
own cache: so the result is the very one of a build on one machine. Where it brings the documents into the engine, those
that wait for it take portions of them. A machine that dies loses the share or the portion it was at; the next one that
has nothing to do takes that anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from indexer.backends import Board, Task
from indexer.errors import EngineError, GsearchError
from indexer.sources import SourceFile

SHARES = 64
LEASE = 60.0
"""Seconds without a word from a worker after which another takes its task."""
FORGOTTEN = 7 * 86400.0
"""Seconds after which a board is nobody's any more."""
_BEATS = 5
"""Words of a worker in one lease."""
_LAST = "generation"
"""The task that comes after all shares: making the generation."""
_LOADING = "loading"
"""Not to be taken: it tells what is to be brought into the engine just now."""

Read = Callable[[Sequence[SourceFile]], Iterable[tuple[str, Path]]]
"""Reads files; gives what came of them, by the name it has in a cache."""
Load = Callable[[str, Path], None]
"""Brings a portion of documents into the engine, as an errand says (``indexer.backends.SharingBackend``)."""


@dataclass(frozen=True, slots=True)
class Collected:
    """What is to be made into a generation: names of what all machines read, kept on the board."""

    names: tuple[str, ...]


@dataclass(slots=True)
class SharedWork:
    """One machine's part in the work on ``sources``; ``lease`` is in seconds, ``scratch`` a folder of its own."""

    board: Board
    sources: Sequence[SourceFile]
    bring: Load
    scratch: Path
    lease: float = LEASE
    shares_read: int = 0
    portions_loaded: int = 0
    _told: str = ""
    _worker: str = field(default_factory=lambda: secrets.token_hex(4))
    _watched: dict[str, tuple[str, float]] = field(default_factory=dict)

    def read_shares(self, read: Read) -> None:
        """Takes shares and reads them until all are read, by whomever. Raises EngineError, OSError.

        A board on which all is done is that of an earlier build of the same files: it is cleared and begun anew.
        """
        shares = _shares(self.sources)
        self.board.post([*shares, _LOADING, _LAST])
        if self.board.tasks([_LAST])[0].state == "done":
            self.board.clear()
            self.board.post([*shares, _LOADING, _LAST])
        self.board.clear_older(FORGOTTEN)
        while (task := self._next(list(shares))) is not None:
            with self._alive(task) as alive:
                names = []
                for name, path in read(shares[task.name]):
                    self.board.store(name, path)
                    names.append(name)
            self.shares_read += self._finish(alive.task, json.dumps(names))

    @contextmanager
    def made_here(self) -> Iterator[Collected | None]:
        """What to make the generation of, for the one machine that shall; None for the others, once it is made.

        That machine says within the block, by ``tell``, what it made. The others help it to load meanwhile.
        """
        task = self._next([_LAST], meanwhile=self._help)
        if task is None:
            yield None
            return
        tasks = self.board.tasks(_shares(self.sources))
        with self._alive(task) as alive:
            yield Collected(tuple(name for each in tasks for name in json.loads(each.told or "[]")))
        self._finish(alive.task, self._told)

    def tell(self, generation: str) -> None:
        """Says what was made here; stands on the board once ``made_here`` is left."""
        self._told = generation

    def told(self) -> str:
        """What was made, by whomever."""
        return self.board.tasks([_LAST])[0].told

    def load(self, errand: str, portions: Sequence[Path]) -> None:
        """Shares the portions with the machines that wait in ``made_here``; see ``indexer.backends.Loaders``."""
        attempt = secrets.token_hex(4)
        given = {f"portion-{attempt}-{number:05d}": path for number, path in enumerate(portions)}
        for name, path in given.items():
            self.board.store(name, path)
        self.board.post(given)
        self._announce(json.dumps([errand, list(given)]))
        try:
            self._load_portions(errand, list(given))
        finally:
            self._announce("")
        self.board.discard(given)

    def _announce(self, told: str) -> None:
        """Says what is to be loaded; "" where nothing is."""
        while not self.board.write(replace(self.board.tasks([_LOADING])[0], told=told)):
            pass

    def _help(self) -> None:
        """Takes portions of what another machine is loading, if one is."""
        told = self.board.tasks([_LOADING])[0].told
        if told:
            errand, names = json.loads(told)
            self._load_portions(errand, names)

    def _load_portions(self, errand: str, names: Sequence[str]) -> None:
        """Takes portions and loads them until all are loaded, by whomever."""
        while (task := self._next(names)) is not None:
            with self._alive(task) as alive, TemporaryDirectory(dir=self.scratch) as folder:
                portion = Path(folder) / "portion"
                try:
                    self.board.fetch(task.name, portion)
                    self.bring(errand, portion)
                except GsearchError:
                    if self._is_over(task.name, errand):
                        return
                    raise
            self.portions_loaded += self._finish(alive.task, "")

    def _is_over(self, name: str, errand: str) -> bool:
        """Whether another has done this meanwhile, or given the whole errand up: then nothing failed here."""
        told = self.board.tasks([_LOADING])[0].told
        return not told or json.loads(told)[0] != errand or self.board.tasks([name])[0].state == "done"

    def _next(self, names: Sequence[str], meanwhile: Callable[[], None] | None = None) -> Task | None:
        """A task of these for this machine, waiting for one if need be; None once all are done.

        ``meanwhile`` is called now and then while it waits.
        """
        while True:
            tasks = self.board.tasks(names)
            for task in tasks:
                if task.state == "open" or self._is_left(task):
                    taken = replace(task, state="taken", beat=f"{self._worker}:0")
                    if self.board.write(taken):
                        return self.board.tasks([task.name])[0]
            if all(task.state == "done" for task in tasks):
                return None
            if meanwhile is not None:
                meanwhile()
            time.sleep(min(1.0, self.lease / _BEATS))

    def _is_left(self, task: Task) -> bool:
        """Whether nothing has been heard of the task's worker for a lease, by this machine's own clock."""
        beat, since = self._watched.get(task.name, ("", 0.0))
        if beat != task.beat:
            self._watched[task.name] = (task.beat, time.monotonic())
            return False
        return task.state == "taken" and time.monotonic() - since > self.lease

    @contextmanager
    def _alive(self, task: Task) -> Iterator[_Alive]:
        alive = _Alive(self.board, task, self._worker, self.lease / _BEATS)
        alive.thread.start()
        try:
            yield alive
        finally:
            alive.over.set()
            alive.thread.join()

    def _finish(self, task: Task, told: str) -> bool:
        """False where another has taken the task meanwhile: what came of it is the same."""
        return self.board.write(replace(task, state="done", told=told))


class _Alive:
    """Says every ``pause`` seconds that a task's worker lives; ``task`` is the last revision it wrote."""

    def __init__(self, board: Board, task: Task, worker: str, pause: float) -> None:
        self.task = task
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._beat, args=(board, worker, pause), daemon=True)

    def _beat(self, board: Board, worker: str, pause: float) -> None:
        number = 0
        while not self.over.wait(pause):
            number += 1
            with suppress(EngineError):  # the next one may get through
                if not board.write(replace(self.task, beat=f"{worker}:{number}")):
                    return
                self.task = board.tasks([self.task.name])[0]


def name(sources: Sequence[SourceFile], conditions: str) -> str:
    """What the work on these files is called on every machine: 16 hex digits over names, sizes, times, side files."""
    stamps = sorted(
        (source.name, source.size, _changed(source), source.corrections_digest()) for source in sources
    )
    return hashlib.sha256(json.dumps([conditions, stamps]).encode("ascii")).hexdigest()[:16]


def _changed(source: SourceFile) -> int:
    try:
        return os.stat(source.container).st_mtime_ns if isinstance(source.container, Path) else 0
    except OSError:
        return 0


def _shares(sources: Sequence[SourceFile]) -> dict[str, list[SourceFile]]:
    shares: dict[str, list[SourceFile]] = {}
    for source in sources:
        number = hashlib.sha256(source.name.encode("utf-8", "surrogatepass")).digest()[0] % SHARES
        shares.setdefault(f"share-{number:02d}", []).append(source)
    return dict(sorted(shares.items()))

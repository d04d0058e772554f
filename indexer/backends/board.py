"""A board that several machines write on: which tasks there are, who is at one, and what came of it.

Offered by engines that are a service themselves, for builds that several machines share.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

State = Literal["open", "taken", "done"]


@dataclass(frozen=True, slots=True)
class Task:
    """``beat`` is another one each time its worker says that it lives; ``told`` is what came of it, once done.

    ``revision`` is the board's own: whoever writes names the one that was read, and is refused where another was
    quicker.
    """

    name: str
    state: State = "open"
    beat: str = ""
    told: str = ""
    revision: tuple[int, int] = (0, 0)


class Board(Protocol):
    """Every call may raise EngineError where the service does not answer."""

    def post(self, names: Iterable[str]) -> None:
        """Adds open tasks; those that stand there already stay as they are."""

    def tasks(self, names: Iterable[str]) -> list[Task]:
        """These tasks as they are now."""

    def write(self, task: Task) -> bool:
        """Replaces a task; False where it is not the revision that ``task`` was read as."""

    def store(self, name: str, path: Path) -> None:
        """Keeps a file's content under ``name``. Raises OSError."""

    def fetch(self, name: str, path: Path) -> None:
        """Writes what was kept to ``path``. Raises OSError, NoIndexError where nothing is kept."""

    def discard(self, names: Iterable[str]) -> None:
        """Removes what was kept under ``names``; some of it may be gone already."""

    def clear(self) -> None:
        """Removes the board with everything on it."""

    def clear_older(self, seconds: float) -> None:
        """Removes the boards of other builds that began so long ago: their machines have finished, or are dead."""


class Loaders(Protocol):
    """Machines that wait while one of them makes an index, and can bring documents into it meanwhile."""

    def load(self, errand: str, portions: Sequence[Path]) -> None:
        """Has each of ``portions`` loaded by some machine's ``SharingBackend.load(errand, portion)``, this one's
        among them; returns once all are. Raises as that does, OSError.
        """

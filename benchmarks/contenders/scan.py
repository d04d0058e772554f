"""The floor: no index, all text read for every question, by ripgrep or Python's ``in``."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from benchmarks.questions import Kind


class Scan:
    def build(self, records: Path, tokens: Path, folder: Path) -> None:
        with (
            records.open(encoding="utf-8") as file,
            (folder / "lines.txt").open("w", encoding="utf-8") as out,
        ):
            for line in file:
                row = json.loads(line)
                out.write(row["title"] + " " + row["text"].replace("\n", " ") + "\n")

    def open(self, folder: Path) -> None:
        self._file = folder / "lines.txt"
        self._ripgrep = shutil.which("rg")

    def ask(self, kind: Kind, words: Sequence[str]) -> int | None:
        if kind in ("snippets", "filter", "sort", "facets"):
            return None
        if self._ripgrep and kind != "and":
            command = [
                self._ripgrep,
                "--count",
                "--fixed-strings",
                *(f"-e{word}" for word in words),
                str(self._file),
            ]
            return int(subprocess.run(command, capture_output=True, check=False).stdout or b"0")
        wanted = [word.encode() for word in words]
        holds = any if kind == "or" else all
        with self._file.open("rb") as file:
            return sum(holds(word in line for word in wanted) for line in file)


def make() -> Scan:
    return Scan()

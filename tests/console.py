"""Console sessions in the documentation: run, compare, and (``python -m tests.console FILE…``) write anew.

A block fenced as ``console`` holds commands behind ``$ `` and, below each, what it prints on a screen of 80
columns, results and messages together. ``…`` alone on a line stands for lines left out. The commands of a
file run one after another in one empty folder that has the project's ``data`` folder in it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
_BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
_VARYING = (
    (re.compile(r"\d+(\.\d+)? (毫秒|秒)"), "0 秒"),
    (re.compile(r"\d{4}-\d\d-\d\dT[\d:]+\+\d\d:\d\d"), "时刻"),
    (re.compile(r"第 [0-9a-f]{12} 代"), "第 代"),
    (re.compile(r"\b[0-9a-f]{32}\b"), "指纹"),
    (re.compile(r'("took_ms"|"generation"|"score"): [^,]+'), r"\1"),
    (re.compile(r"\d+(\.\d+)? [KM]B"), "大小"),
    (re.compile(r"(未见废止（有效期至|有效期已满（)[^）]*）"), "时效"),
)
"""What differs from run to run, or with the tuning of scores."""


@dataclass(frozen=True, slots=True)
class Step:
    """One command of a document with what is printed below it."""

    command: str
    output: str


def steps(block: str) -> Iterator[Step]:
    """The commands of a block; a line that ends in ``\\`` goes on."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, output = re.sub(r"\\\n> ?", "", part).partition("\n")
        yield Step(command, output)


def blocks(text: str) -> list[str]:
    return _BLOCK.findall(text)


def run_step(step: Step, folder: Path) -> str:
    """What the command prints, stderr and stdout as they come."""
    keep = ("PATH", "HOME", "SYSTEMROOT", "TMPDIR", "LANG")
    environ = {name: value for name, value in os.environ.items() if name in keep}
    environ |= {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{environ.get('PATH', '')}",
        "COLUMNS": "80",
        "GSEARCH_INDEX": str(folder / "index"),
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        ["bash", "-c", step.command], cwd=folder, env=environ, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    return done.stdout.replace("\ufeff", "").replace("\r\n", "\n").replace(str(folder), "")


def prepare(folder: Path) -> None:
    """The sample issues, copied, where the documents expect them."""
    shutil.copytree(ROOT / "data", folder / "data")


def agrees(expected: str, actual: str) -> bool:
    """Whether ``actual`` is ``expected``, apart from what varies and what ``…`` leaves out."""
    lines = steady(expected).splitlines()
    pattern = "".join(r"(?:.*\n)*?" if line.strip() == "…" else re.escape(line) + "\n" for line in lines)
    return re.fullmatch(pattern, steady(actual)) is not None


def steady(text: str) -> str:
    """``text`` with everything that varies replaced."""
    for pattern, instead in _VARYING:
        text = pattern.sub(instead, text)
    return re.sub(r" +$", "", text, flags=re.MULTILINE)


def rewritten(text: str, folder: Path) -> str:
    """The document with every output that no longer agrees replaced by the true one."""

    def block(match: re.Match[str]) -> str:
        result = ""
        for step in steps(match.group()):
            actual = run_step(step, folder)
            output = step.output if step.output and agrees(step.output, actual) else actual
            result += f"$ {step.command}\n{output}"
        return result

    return _BLOCK.sub(block, text)


if __name__ == "__main__":
    import tempfile

    for name in sys.argv[1:]:
        with tempfile.TemporaryDirectory() as temporary:
            prepare(Path(temporary))
            document = Path(name)
            document.write_text(rewritten(document.read_text("utf-8"), Path(temporary)), "utf-8")

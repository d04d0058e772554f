"""The house in figures: how long functions are. ``python -m tests.house`` prints them.

A function's length is its lines from ``def`` to its end, without decorators, docstring and blank lines.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parent.parent
ROOMS = ("dictionaries", "indexer", "search_app")

Function = ast.FunctionDef | ast.AsyncFunctionDef


def sources() -> Iterator[Path]:
    """Every module of the program."""
    for room in ROOMS:
        yield from sorted((ROOT / room).rglob("*.py"))


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Name and length of each function and method of a module, nested ones too."""
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, Function):
            yield node.name, _length(node, lines)


def _length(node: Function, lines: list[str]) -> int:
    assert node.end_lineno is not None
    counted = {number for number in range(node.lineno, node.end_lineno + 1) if lines[number - 1].strip()}
    first = node.body[0]
    if ast.get_docstring(node) is not None and first.end_lineno is not None:
        counted -= set(range(first.lineno, first.end_lineno + 1))
    return len(counted)


def lengths() -> list[int]:
    """The length of every function of the program, ascending."""
    return sorted(length for path in sources() for _, length in functions(path))


def main() -> None:
    found = lengths()
    most = found[len(found) * 9 // 10]
    print(f"{len(found)} functions: median {median(found)} lines, 90 % up to {most}, longest {found[-1]}")
    named = ((length, name, path) for path in sources() for name, length in functions(path))
    for length, name, path in sorted(named, reverse=True)[:10]:
        print(f"{length:4} {path.relative_to(ROOT)}: {name}")


if __name__ == "__main__":
    main()

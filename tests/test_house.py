"""The house keeps to its own figures; doors explain what they hand out; docs/design.md names what there is."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from statistics import median

import pytest

from tests import house

DESIGN = (house.ROOT / "docs" / "design.md").read_text(encoding="utf-8")
DOORS = sorted(
    ".".join(path.parent.relative_to(house.ROOT).parts)
    for path in house.sources()
    if path.name == "__init__.py" and "__all__" in path.read_text(encoding="utf-8")
)


def test_half_of_all_functions_are_eight_lines_or_shorter() -> None:
    assert median(house.lengths()) <= 8


@pytest.mark.parametrize("door", DOORS)
def test_every_name_of_a_door_is_there_and_explained(door: str) -> None:
    module = import_module(door)
    for name in module.__all__:
        value = getattr(module, name)
        if inspect.isfunction(value) or inspect.isclass(value):
            said = inspect.getdoc(value) or ""
            made_up = not said or said.startswith(f"{name}(") or said == inspect.getdoc(Exception)
            assert not made_up, f"{door}.{name} has no docstring"


def _names() -> set[str]:
    """Every module, class, function, attribute and constant of the program, and their parameters."""
    known: set[str] = set()
    for path in house.sources():
        known |= {path.stem, path.parent.name}
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                known.add(node.name)
            elif isinstance(node, ast.arg):
                known.add(node.arg)
            elif isinstance(node, ast.Name | ast.Attribute):
                known.add(node.id if isinstance(node, ast.Name) else node.attr)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
                known.add(node.value)
    return known


def _quoted() -> Iterator[str]:
    """What stands in backticks in the guide, its code blocks apart."""
    yield from re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```$", "", DESIGN, flags=re.M | re.S))


def test_every_name_in_the_guide_to_the_house_is_a_name_in_the_house() -> None:
    known = _names()
    called = {name for quoted in _quoted() for name in re.findall(r"\b([A-Za-z_]\w{2,})\(", quoted)}
    bare = {quoted for quoted in _quoted() if re.fullmatch(r"[A-Za-z_]\w{2,}", quoted)}
    assert not sorted((called | bare) - known)


def test_every_path_in_the_guide_to_the_house_is_a_path() -> None:
    rooms = tuple(f"{room}/" for room in (*house.ROOMS, "tests", "docs", "data", "benchmarks"))
    paths = {quoted for quoted in _quoted() if re.fullmatch(r"[\w/.-]+", quoted) and quoted.startswith(rooms)}
    assert paths
    assert not sorted(path for path in paths if not Path(house.ROOT, path).exists())


LONGEST_BARE = 110
"""Characters of a pattern that still read at a glance; longer ones are verbose, with examples."""


def _patterns() -> Iterator[tuple[str, bool, str]]:
    """Every pattern that is compiled: where it stands, whether it is verbose, its source."""
    for path in house.sources():
        code = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(code)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile":
                source = ast.get_source_segment(code, node) or ""
                place = f"{path.relative_to(house.ROOT)}:{node.lineno}"
                yield place, "re.VERBOSE" in source, ast.get_source_segment(code, node.args[0]) or ""


def test_long_patterns_are_verbose() -> None:
    assert not [place for place, verbose, source in _patterns() if not verbose and len(source) > LONGEST_BARE]


def test_long_patterns_have_an_example_for_every_branch() -> None:
    verbose = [(place, source) for place, is_verbose, source in _patterns() if is_verbose]
    assert verbose
    for place, source in verbose:
        lines = [line.strip() for line in source.splitlines()]
        branches = [line for line in lines if line.startswith("| ")]
        assert not [line for line in branches if "#" not in line], place
        assert any("#" in line for line in lines), place

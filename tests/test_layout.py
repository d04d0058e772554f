"""A line's signs and its numbering are read once, in one place."""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dictionaries import load
from indexer.layout import Line, Sign, Unit, numbering, patterns_of, signs_of

CASES = Path(__file__).parent / "cases"
PATTERNS = patterns_of(load())


def rows(name: str) -> list[list[str]]:
    with (CASES / name).open(encoding="utf-8") as file:
        return [
            row
            for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            if row and row[0][:1] != "#"
        ]


@pytest.mark.parametrize(("unit", "mark", "ordinal", "text"), rows("numbering.tsv"))
def test_every_way_of_numbering_is_told_from_numbers_in_a_sentence(
    unit: str, mark: str, ordinal: str, text: str
) -> None:
    found = numbering(text)
    if unit == "-":
        assert found is None
    else:
        assert found is not None
        assert (found.unit, text[: found.end], found.ordinal) == (Unit[unit], mark, ordinal)


@pytest.mark.parametrize(("signs", "text"), rows("signs.tsv"))
def test_a_line_bears_the_signs_that_a_reader_sees(signs: str, text: str) -> None:
    found = signs_of(Line(1, text.replace("\\t", "\t"), row="\\t" in text), PATTERNS)
    wanted = Sign(0)
    for name in signs.split():
        wanted |= Sign[name]
    assert found == wanted


ROOT = Path(__file__).parent.parent
SOURCES = [*(ROOT / "indexer").rglob("*.py"), *(ROOT / "search_app").rglob("*.py")]


def test_every_role_of_the_layout_s_words_is_read_by_some_module() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in SOURCES)
    assert not [role for role in load().markers if f'"{role}"' not in code and f"'{role}'" not in code]


WORDS_SIDE_BY_SIDE = re.compile("[\u4e00-\u9fff]{2,}[|][\u4e00-\u9fff]{2,}")
READING = [
    *sorted(
        path.relative_to(ROOT).as_posix()
        for room in ("issues", "layout", "metadata", "identifiers", "relations", "corrections", "scans")
        for path in (ROOT / "indexer" / room).rglob("*.py")
    ),
    "indexer/reading.py",
    "indexer/paragraphs.py",
    "indexer/parse.py",
]


def strings(path: Path) -> Iterator[str]:
    """The strings of a module that are values: what explains, as docstrings do, is none."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node.value


@pytest.mark.parametrize("module", READING)
def test_no_pattern_of_the_reading_rooms_lists_words_of_the_language(module: str) -> None:
    assert not [
        found.group() for text in strings(ROOT / module) for found in WORDS_SIDE_BY_SIDE.finditer(text)
    ]

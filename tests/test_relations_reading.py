"""What documents say of others and of themselves: the cases of tests/cases/relations, each in its own words."""

from __future__ import annotations

from pathlib import Path

import pytest

from dictionaries import load
from indexer.models import Document, Source, Text
from indexer.relations.reading import read_statements
from indexer.relations.statements import Statements, from_line

CASES = Path(__file__).parent / "cases" / "relations"


def statements(text: str, **fields: str) -> Statements:
    runs, at = [], 0
    for line, paragraph in enumerate(text.split("\n"), 1):
        runs.append((at, line))
        at += len(paragraph) + 1
    given = {"id": "1", "title": "甲区人民政府关于有关事项的通知", "type": "通知", **fields}
    source = Source("甲.txt", 1, len(runs))
    return read_statements(Document(**given, source=source, text=Text(text, tuple(runs))), load())


def rows(name: str) -> list[list[str]]:
    lines = (CASES / name).read_text().splitlines()
    return [line.replace("\\n", "\n").split("\t") for line in lines if line and not line.startswith("#")]


def said(found: Statements) -> set[str]:
    return {f"{each.kind} {each.label}" for each in found.mentions}


@pytest.mark.parametrize(
    ("text", "expected"),
    [row for path in sorted(CASES.glob("mentions*.tsv")) for row in rows(path.name)],
)
def test_a_sentence_puts_each_document_in_its_relation(text: str, expected: str) -> None:
    assert said(statements(text)) == set(filter(None, expected.split("; ")))


@pytest.mark.parametrize(("written_on", "text", "effective", "expires"), rows("terms.tsv"))
def test_a_document_states_its_own_term(written_on: str, text: str, effective: str, expires: str) -> None:
    terms = {term.kind: term.on for term in statements(text, written_on=written_on).terms}
    assert (terms.get("effective", "-"), terms.get("expires", "-")) == (effective, expires)


@pytest.mark.parametrize(("text", "kind", "on", "until"), rows("endings.tsv"))
def test_what_ends_later_does_not_end_before(text: str, kind: str, on: str, until: str) -> None:
    (only,) = statements(text).mentions
    assert (only.kind, only.on or "-", only.until or "-") == (kind, on, until)


@pytest.mark.parametrize("path", sorted(CASES.glob("list_*.txt")), ids=lambda path: path.stem)
def test_the_rows_of_a_clean_up_list_are_read(path: Path) -> None:
    expected, _, text = path.read_text().partition("---\n")
    wanted = {tuple(line.split("\t")) for line in expected.splitlines() if line and line[0] != "#"}
    listed = [each for each in statements(text).mentions if each.listed]
    found = {
        (m.kind, m.number or "-", m.title or "-", m.until or "-", m.registration_number or "-")
        for m in listed
    }
    assert found == wanted


def test_statements_come_back_from_their_line() -> None:
    whole = statements("本办法自2020年1月1日起施行，《乙办法》（台政发〔2016〕10号）同时废止。")
    assert from_line(whole.to_line()) == whole

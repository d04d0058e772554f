"""The parser reads every sample issue and every composed adversarial issue as a person would."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import pytest
from golden_scoring import Mistake, golden, mistakes

from dictionaries import load
from indexer.models import document_as_json
from indexer.parse import parse
from indexer.sources import SourceFile, walk

TESTS = Path(__file__).parent
ROOT = TESTS.parent
GOLDEN = {
    golden(path)[0]["source"]["file"]: golden(path) for path in sorted((TESTS / "golden").glob("*.jsonl"))
}


def _known() -> list[tuple[str, int, str, str]]:
    """Rows of known_failures.tsv: file, golden document (1-based, 0 for one too many), field, reason."""
    with (TESTS / "golden" / "known_failures.tsv").open(encoding="utf-8", newline="") as rows:
        return [
            (row["file"], int(row["document"]), row["field"], row["reason"])
            for row in csv.DictReader(rows, delimiter="\t")
        ]


KNOWN = _known()


@cache
def _mistakes(file: str) -> tuple[Mistake, ...]:
    (source,) = walk([ROOT / file])
    assert isinstance(source, SourceFile)
    found = [document_as_json(document) for document in parse(source, load()).documents]
    return tuple(mistakes(file, GOLDEN[file], found))


@pytest.mark.parametrize("file", GOLDEN)
def test_every_document_and_field_is_as_the_golden_file_says(file: str) -> None:
    known = {row[:3] for row in KNOWN}
    wrong = [m for m in _mistakes(file) if (m.file, m.document, m.field) not in known]
    assert not wrong, "\n".join(
        f"#{m.document} {m.field}: wanted {m.wanted!r}, found {m.found!r}" for m in wrong
    )


@pytest.mark.parametrize(
    ("file", "document", "field"),
    [
        pytest.param(
            *row[:3], marks=pytest.mark.xfail(strict=True, reason=row[3]), id="-".join(map(str, row[:3]))
        )
        for row in KNOWN
    ],
)
def test_known_failure_is_mended(file: str, document: int, field: str) -> None:
    assert not [m for m in _mistakes(file) if (m.document, m.field) == (document, field)]


def test_every_sample_issue_has_a_golden_file() -> None:
    readable = {path.name for path in (ROOT / "data").iterdir() if path.name != "README.md"}
    assert readable == {Path(file).name for file in GOLDEN if file.startswith("data/")}

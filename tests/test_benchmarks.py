"""What is measured is the same for everybody: one corpus, one set of questions, answers that agree."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from itertools import islice
from pathlib import Path

import pytest

from benchmarks import corpus, plot, questions, relating, same_answers, table
from benchmarks.contenders.gsearch_engine import GsearchEngine
from benchmarks.contenders.gsearch_whole import GsearchWhole
from benchmarks.contenders.scan import Scan
from benchmarks.contenders.sqlite_trigram import make as sqlite_trigram
from indexer.build import build
from indexer.generations import current
from search_app.response import SearchRequest

ROOT = Path(__file__).parent.parent


@pytest.fixture
def composed(monkeypatch, tmp_path):
    monkeypatch.setattr(corpus, "REAL", tmp_path / "absent")


def test_the_corpus_is_always_the_same_and_its_ids_are_unique(composed):
    records = list(corpus.records(60))
    assert records == list(corpus.records(60))
    assert len({record["id"] for record in records}) == 60


def test_contenders_find_the_same_documents(composed, index, tmp_path):
    records = tmp_path / "records.jsonl"
    corpus.write(60, records)
    build([records], index)
    with closing(current(index).reader()) as reader:
        asked = questions.choose(reader)
    (tmp_path / "scan").mkdir()
    (tmp_path / "fts").mkdir()
    contenders = [GsearchWhole(), GsearchEngine(), Scan()]
    contenders[2].build(records, records, tmp_path / "scan")
    folders = [index, index, tmp_path / "scan"]
    if sqlite3.sqlite_version_info >= (3, 34):
        contenders.append(sqlite_trigram())
        contenders[3].build(records, records, tmp_path / "fts")
        folders.append(tmp_path / "fts")
    for contender, folder in zip(contenders, folders, strict=True):
        contender.open(folder)
    assert len(asked["phrase"]) == questions.EACH
    found = [[contender.ask("phrase", words) for contender in contenders] for words in asked["phrase"]]
    for contender in contenders:
        if hasattr(contender, "close"):
            contender.close()
    assert [len(set(counts)) for counts in found] == [1] * questions.EACH


def test_peers_stand_in_the_table_as_multiples_of_gsearch():
    def figures(factor: float) -> dict[str, object]:
        latency = dict.fromkeys(questions.KINDS, 2.0 * factor) | {"facets": None if factor > 1 else 2.0}
        sizes = {"peak_bytes": 1e8 * factor, "index_bytes": 1e7 * factor, "open_ms": 4 * factor}
        return {"build_seconds": 10 * factor, "computing": 16 * factor, "latency_ms": latency, **sizes}

    def latency() -> dict[str, float]:
        return dict.fromkeys(questions.KINDS, 4.0)

    measured = {
        "bytes": 5_000_000,
        "analysis_seconds": 1,
        "contenders": {"gsearch": figures(1), "scan": figures(3)},
        "commands": {"gsearch": 150, "python": 20},
        "server": {"answers_per_second": 100, "p50_ms": 5, "p99_ms": 9, "again_per_second": 300, "failed": 0},
        "update": {"seconds": 1.5, "computing": 1.2, "peak_bytes": 2e8},
        "relations": {"reading_seconds": 0.8, "relating_seconds": 0.4, "peak_bytes": 3e7},
    }
    text = table.render(1000, measured)
    assert "| building | 0.50 MB/s | 3 × |" in text
    assert "| rare term | 2.00 ms | 3 × |" in text
    assert "| facets | 2.00 ms | – |" in text
    assert "`update` with one new issue 1.5 s (1.2 s of computing, at most 200 MB)." in text
    assert (
        "Relations: 7.5% of the build's 16 s of computing (5.0% reading statements; 2.5% relating them"
        in text
    )
    grown = {
        1000: measured,
        2000: measured | {"contenders": {"gsearch": figures(1) | {"latency_ms": latency()}}},
    }
    assert "| 1,000 | 10.0 | 100 | 10.0 | 1.5 | 100 | 2.0 |" in table.scale(grown)
    assert "| 2,000 | 5.0 | 50 | 5.0 | 1.5 | 100 | 4.0 |" in table.scale(grown)
    drawn = plot.draw({1000: json.loads(json.dumps(measured)), 10000: measured})
    assert drawn.startswith("<svg")
    assert drawn.count("<circle") > 20


def test_what_relations_cost_is_measured(composed, tmp_path):
    corpus.write(30, tmp_path / "records.jsonl")
    spent = relating.cost(tmp_path / "records.jsonl", tmp_path)
    assert 0 < spent["relating_seconds"] < spent["reading_seconds"] + spent["relating_seconds"]


def test_tables_are_put_between_the_marks_of_a_page(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(f"一\n{table.BEGIN}\nold\n{table.END}\n二\n", encoding="utf-8")
    table.put_into(page, "new")
    assert page.read_text(encoding="utf-8") == f"一\n{table.BEGIN}\nnew\n{table.END}\n二\n"
    page.write_text("无", encoding="utf-8")
    with pytest.raises(ValueError, match="measured"):
        table.put_into(page, "new")


def test_the_questions_of_a_comparison_are_always_the_same_and_of_all_kinds(composed, tmp_path):
    records = tmp_path / "records.jsonl"
    corpus.write(20, records)
    asked = list(islice(same_answers.questions(records), 64))
    assert asked == list(islice(same_answers.questions(records), 64))
    assert all(set(question) <= set(SearchRequest.__dataclass_fields__) for question in asked)
    assert len({frozenset(question) for question in asked}) >= 5


def test_a_checkout_answers_as_itself(composed, tmp_path, capsys):
    assert same_answers.compare(ROOT, 20, 16, tmp_path) == 0
    assert "16 questions, 20 documents: 0 differ" in capsys.readouterr().out

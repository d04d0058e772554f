"""The Whoosh backend: the contract, its files, its faults."""

from __future__ import annotations

import random
import subprocess
import sys
from contextlib import closing, suppress
from dataclasses import replace

import pytest

from indexer.backends import BackendRequest, Everything, Place, ScoredTerm, Substring
from indexer.backends.postings.inversion import Inversion
from indexer.backends.whoosh import WhooshBackend, writer
from indexer.errors import NoIndexError
from tests.backend_contract import SAMPLE, ScoreContract, analysed
from tests.naive_backend import NaiveBackend

EVERYTHING = BackendRequest(
    Everything(),
    (ScoredTerm("word", "一窗"), ScoredTerm("bigram", "受理"), ScoredTerm("unigram", "办")),
    facets=("district",),
)


class TestWhoosh(ScoreContract):
    backend = WhooshBackend()


class TestNaive(ScoreContract):
    backend = NaiveBackend()


def write(folder, documents):
    WhooshBackend().write(folder, "tests", documents)


def opened(folder):
    return closing(WhooshBackend().open(Place(folder)))


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_same_documents_give_the_same_bytes(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        write(tmp_path / name, SAMPLE)
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_runs_on_disk_change_nothing(tmp_path, monkeypatch):
    documents = [analysed(n, ["一窗受理办理"[n % 5 :], "受理" * n], None, "") for n in range(20)]
    (tmp_path / "whole").mkdir()
    write(tmp_path / "whole", documents)
    monkeypatch.setattr(writer, "Inversion", lambda folder: Inversion(folder, limit=7))
    (tmp_path / "runs").mkdir()
    write(tmp_path / "runs", documents)
    assert contents(tmp_path / "runs") == contents(tmp_path / "whole")


def test_long_posting_lists_span_blocks(tmp_path, monkeypatch):
    monkeypatch.setattr(writer, "BLOCK", 16)
    documents = [analysed(n, ["一窗" if n % 3 else "受理"], None, "") for n in range(30)]
    write(tmp_path, documents)
    with opened(tmp_path) as reader:
        assert reader.counts([Substring("一窗")])[0] == 20
        assert list(reader.numbers("word", "一窗")) == [n for n in range(30) if n % 3]


def test_whoosh_itself_can_open_what_was_written(tmp_path):
    from whoosh.index import open_dir
    from whoosh.query import Term

    write(tmp_path, SAMPLE)
    with open_dir(str(tmp_path), indexname="gsearch").searcher() as searcher:
        assert len(searcher.search(Term("word", "一窗"))) == 3
        assert len(searcher.search(Term("district", "天桥区"))) == 1


def ask_everything(folder):
    with opened(folder) as reader:
        found = reader.search(EVERYTHING)
        reader.search(BackendRequest(Everything(), sort="newest"))
        stored = tuple(reader.documents([hit.id for hit in found.hits]))
        words = tuple(reader.terms("word"))
        return found.hits, dict(found.facets), reader.counts([Substring("一窗受理")])[0], stored, words


@pytest.mark.parametrize("seed", range(4))
def test_damage_is_an_error_or_harmless_but_never_a_traceback(tmp_path, seed):
    """What a flipped bit leaves readable, the manifest's checksums find; nothing else is raised."""
    chance = random.Random(seed)
    write(tmp_path, [replace(d, id=f"{copy}-{d.id}") for copy in range(3) for d in SAMPLE])
    for path in sorted(tmp_path.iterdir()):
        whole = path.read_bytes()
        for _ in range(6):
            at = chance.randrange(len(whole))
            flipped = whole[:at] + bytes([whole[at] ^ (1 << chance.randrange(8))]) + whole[at + 1 :]
            path.write_bytes(chance.choice((flipped, whole[:at])))
            with suppress(NoIndexError):
                ask_everything(tmp_path)
        path.write_bytes(whole)
    assert ask_everything(tmp_path)[2] == 3


def test_every_file_is_needed(tmp_path):
    write(tmp_path, SAMPLE)
    for path in sorted(tmp_path.iterdir()):
        if path.suffix == ".toc" or "_stored" in path.name:
            continue  # only Whoosh's own tools read these
        whole = path.read_bytes()
        path.unlink()
        with pytest.raises(NoIndexError):
            ask_everything(tmp_path)
        path.write_bytes(whole)


def test_importing_the_backend_imports_no_engine():
    code = (
        "import sys, indexer.backends.whoosh; print([m for m in sys.modules if m.split('.')[0] == 'whoosh'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

"""The Whoosh backend: the contract, its files, its faults."""

from __future__ import annotations

import random
import subprocess
import sys
from contextlib import closing, suppress

import pytest
from whoosh.query import And, Prefix, Term

from indexer.backends import BackendRequest, Everything, Place, ScoredTerm, Substring
from indexer.backends import Term as OurTerm
from indexer.backends.postings.inversion import Inversion
from indexer.backends.postings.plain import PlainArithmetic
from indexer.backends.postings.vectors import VectorArithmetic
from indexer.backends.storage import FILES, ROOT_FILE, writer
from indexer.backends.whoosh import WhooshBackend
from indexer.backends.whoosh.codec import whoosh_searcher
from indexer.errors import NoIndexError
from tests.backend_contract import SAMPLE, ScoreContract, analysed
from tests.naive_backend import NaiveBackend

EVERYTHING = BackendRequest(
    Everything(),
    (ScoredTerm("word", "一窗"), ScoredTerm("bigram", "受理"), ScoredTerm("unigram", "办")),
    facets=("district",),
)


class TestPlain(ScoreContract):
    backend = WhooshBackend(lambda documents: PlainArithmetic())


class TestVectors(ScoreContract):
    backend = WhooshBackend(lambda documents: VectorArithmetic())


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


def test_whoosh_itself_reads_what_was_written(tmp_path):
    write(tmp_path, SAMPLE)
    searcher = whoosh_searcher(tmp_path)
    assert len(searcher.search(And([Term("word", "一窗"), Term("district", "天桥区")]))) == 1
    assert [hit["id"] for hit in searcher.search(Prefix("word", "办"))] == [SAMPLE[0].id]


def test_whoosh_s_own_bm25_ranks_as_ours_does(tmp_path):
    """The same formula by other hands: its logarithm, k1 and b are the same but for a term's constant factor."""
    chance = random.Random(3)
    documents = [
        analysed(n, ["".join(chance.choices("一窗受理办", k=1 + n * 3))], None, "") for n in range(20)
    ]
    write(tmp_path, documents)
    theirs = [hit["id"] for hit in whoosh_searcher(tmp_path).search(Term("unigram", "窗"), limit=None)]
    with opened(tmp_path) as reader:
        ours = reader.search(
            BackendRequest(OurTerm("unigram", "窗"), (ScoredTerm("unigram", "窗"),), limit=99)
        )
    assert theirs == [hit.id for hit in ours.hits]


def ask_everything(folder):
    with opened(folder) as reader:
        found = reader.search(EVERYTHING)
        reader.search(BackendRequest(Everything(), sort="newest"))
        stored = tuple(reader.documents([hit.id for hit in found.hits]))
        words = tuple(reader.terms("word"))
        return found.hits, dict(found.facets), reader.counts([Substring("一窗受理")])[0], stored, words


@pytest.mark.parametrize("name", [ROOT_FILE, *FILES])
def test_no_flipped_bit_changes_an_answer(tmp_path, name):
    """Every byte of a small index, a bit of each: an error that names the remedy, or the same answer."""
    write(tmp_path, SAMPLE)
    right, path = ask_everything(tmp_path), tmp_path / name
    whole, chance = path.read_bytes(), random.Random(name)
    places = chance.sample(range(len(whole)), min(len(whole), 150))
    answered = 0
    for at in places:
        path.write_bytes(whole[:at] + bytes([whole[at] ^ (1 << chance.randrange(8))]) + whole[at + 1 :])
        with suppress(NoIndexError):
            assert ask_everything(tmp_path) == right
            answered += 1
        assert WhooshBackend().verify(Place(tmp_path)), at
    assert answered < len(places)


@pytest.mark.parametrize("name", [ROOT_FILE, *FILES])
def test_a_file_that_is_cut_short_is_found_out(tmp_path, name):
    write(tmp_path, SAMPLE)
    path = tmp_path / name
    path.write_bytes(path.read_bytes()[:-1])
    assert WhooshBackend().verify(Place(tmp_path))


@pytest.mark.parametrize("name", [ROOT_FILE, *FILES])
def test_every_file_is_needed(tmp_path, name):
    write(tmp_path, SAMPLE)
    (tmp_path / name).unlink()
    with pytest.raises(NoIndexError, match=name):
        ask_everything(tmp_path)


def test_nothing_that_could_run_code_is_read(tmp_path):
    """No module of the local engine imports what unpickles."""
    code = (
        "import sys; from pathlib import Path; from indexer.backends import Place;"
        "from indexer.backends.whoosh import WhooshBackend;"
        f"reader = WhooshBackend().open(Place(Path({str(tmp_path)!r})));"
        "reader.counts([]); print({'pickle', '_pickle', 'whoosh', 'marshal'} & set(sys.modules) - {'marshal'})"
    )
    write(tmp_path, SAMPLE)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_importing_the_backend_imports_no_engine():
    code = (
        "import sys, indexer.backends.whoosh; print([m for m in sys.modules if m.split('.')[0] == 'whoosh'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

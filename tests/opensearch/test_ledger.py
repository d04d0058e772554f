"""What the ledger knows is what was counted, and a damaged one is no empty one."""

from __future__ import annotations

from collections import Counter
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.backends import And, Everything, Not, Nothing, Or, Prefix, Substring, Term
from indexer.backends.opensearch import ledger as ledger_module
from indexer.backends.opensearch.known import count_known
from indexer.backends.opensearch.ledger import FILE, Facts, Ledger, LedgerWriter
from indexer.errors import NoIndexError

FACTS = Facts(3, "00", True)


def written(folder, counted, labels=None):
    writer = LedgerWriter(folder)
    for field, tokens in counted:
        writer.count(field, iter(tokens))
    writer.close(labels or {}, {"word": 2.2}, FACTS)
    return Ledger(folder)


@given(
    st.lists(
        st.sets(st.text(min_size=1, max_size=3).filter(lambda t: t.isprintable()), max_size=5), max_size=9
    )
)
def test_frequencies_and_terms_are_those_counted_whatever_fits_in_memory(tmp_path_factory, documents):
    wanted = Counter(token for tokens in documents for token in tokens)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ledger_module, "_HELD", 3)
        found = written(tmp_path_factory.mktemp("ledger"), [("word", tokens) for tokens in documents])
    with closing(found) as ledger:
        assert dict(ledger.terms("word")) == wanted
        assert [token for token, _ in ledger.terms("word")] == sorted(wanted)
        assert ledger.frequencies([("word", token) for token in wanted]) == list(wanted.values())
        assert ledger.frequencies([("title", "一"), ("word", "不在其中")]) == [0, 0]


def test_terms_begin_with_the_prefix_and_are_no_more_than_asked_for(tmp_path):
    with closing(written(tmp_path, [("word", ["公共", "公园", "公", "共"]), ("xword", ["公式"])])) as ledger:
        assert [token for token, _ in ledger.terms("word", "公")] == ["公", "公共", "公园"]
        assert [token for token, _ in ledger.terms("word", "公", 2)] == ["公", "公共"]


def test_labels_and_facts_come_back(tmp_path):
    with closing(written(tmp_path, [], {"district": {"a区": "A区"}})) as ledger:
        assert ledger.labels("district") == {"a区": "A区"}
        assert ledger.labels("year") == {}
        assert ledger.facts == FACTS
        assert ledger.factors == {"word": 2.2}


@pytest.mark.parametrize(
    ("query", "count"),
    [
        (Term("word", "一窗"), 2),
        (Term("word", "无"), 0),
        (Substring("一窗"), 2),
        (Substring("一"), 3),
        (Substring("一窗受理"), None),
        (Substring("一窗无"), 0),
        (Prefix("word", "一"), None),
        (Prefix("word", "无"), 0),
        (And((Term("word", "一窗"), Substring("无无"))), 0),
        (And((Term("word", "一窗"), Everything())), None),
        (And(()), None),
        (Or(()), 0),
        (Or((Nothing(), Term("word", "一窗"))), None),
        (Not(Nothing()), 3),
        (Not(Term("word", "一窗")), None),
        (Everything(), 3),
    ],
)
def test_what_needs_no_asking_is_known(tmp_path, query, count):
    documents = (
        [("word", ["一窗"])] * 2 + [("bigram", ["一窗", "窗受", "受理"])] * 2 + [("unigram", ["一"])] * 3
    )
    with closing(written(tmp_path, documents)) as ledger:
        assert count_known(query, ledger) == count


def test_a_ledger_that_is_missing_or_damaged_is_no_index(tmp_path):
    with pytest.raises(NoIndexError, match="gsearch build"):
        Ledger(tmp_path)
    written(tmp_path, [("word", ["一"])]).close()
    path = tmp_path / FILE
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(NoIndexError, match="gsearch build"):
        Ledger(tmp_path)

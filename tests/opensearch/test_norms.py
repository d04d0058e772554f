"""Counts that carry the norm give BM25's scores without the engine knowing any length."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.backends.opensearch.norms import Lengths, Norms
from indexer.backends.postings.scoring import K1, norm

counts = st.dictionaries(st.sampled_from("一窗受理"), st.integers(1, 500), min_size=1)
collections = st.lists(counts, min_size=1, max_size=8)


def saturated(count: float, document_norm: float) -> float:
    """BM25's part for the count, by the formula."""
    return count * (K1 + 1) / (count + document_norm)


def norms_of(documents):
    lengths = Lengths()
    for each in documents:
        lengths.add(each)
    return Norms.of(lengths, len(documents))


@given(collections)
def test_a_carried_count_saturates_as_the_count_itself_does(documents):
    norms = norms_of(documents)
    for document in documents:
        carried = norms.carried(document)
        assert sum(carried.values()) < 2**31 - 1  # an engine adds them up
        for token, count in document.items():
            as_stored = carried[token] * (K1 + 1) / (carried[token] + K1 * norms.scale)
            exact = saturated(count, norm(sum(document.values()), norms.mean))
            assert as_stored == pytest.approx(exact, abs=1e-6)


def test_no_documents_have_norms_too():
    assert norms_of([]).scale == norms_of([]).scale >= 1.0

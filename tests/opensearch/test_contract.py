"""OpenSearch owes what every engine owes, and the very scores of the engine that ships with gsearch."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from indexer.backends.opensearch import OpenSearchBackend
from indexer.backends.opensearch.options import Options
from tests.backend_contract import ScoreContract, documents, many_examples, requests

pytestmark = pytest.mark.opensearch

EXAMPLES = 25
"""An example is an index made, asked and dropped: half a second."""


def with_fewer_examples(test):
    return settings(many_examples, max_examples=EXAMPLES)(
        given(documents, requests)(test.hypothesis.inner_test)
    )


class TestOpenSearch(ScoreContract):
    @pytest.fixture(autouse=True)
    def _backend(self, host):
        self.backend = OpenSearchBackend(Options((host,), timeout=30))

    test_the_same_documents_are_found_as_by_the_naive_engine = with_fewer_examples(
        ScoreContract.test_the_same_documents_are_found_as_by_the_naive_engine
    )
    test_scores_and_their_parts_are_those_of_the_naive_engine = with_fewer_examples(
        ScoreContract.test_scores_and_their_parts_are_those_of_the_naive_engine
    )

    def test_documents_spread_over_shards_are_scored_as_if_they_lay_together(self, host):
        self.backend = OpenSearchBackend(Options((host,), timeout=30, shards=3))
        self.test_the_few_best_of_many_are_those_of_the_naive_engine(seed=9)

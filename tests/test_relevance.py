"""The sample topics, asked as users ask, stay as good as they have been; the harness itself can tell."""

from __future__ import annotations

import pytest

from indexer.build import build
from indexer.generations import current
from search_app.search import search
from tests.relevance.judged import sample
from tests.relevance.measure import Answered, ask, below, figures, floors, intervals, raised


@pytest.fixture(scope="module")
def answered(tmp_path_factory):
    index = tmp_path_factory.mktemp("relevance")
    judged = sample()
    build(judged.sources, index)
    generation = current(index)
    return ask(judged, lambda request: search(request, generation))


def test_sample_topics_do_not_fall_below_their_floors(answered):
    assert below(figures(answered), floors()["sample"]) == []


def test_worse_rankings_are_noticed(answered):
    reversed_hits = [Answered(a.topic, a.items[::-1], a.hits[::-1], a.seconds) for a in answered]
    assert below(figures(reversed_hits), floors()["sample"])


def test_floors_only_rise():
    assert raised({"MRR@10": 0.4}, {"MRR@10": 0.5}) == {"MRR@10": 0.5}
    assert raised({"MRR@10": 0.789}, {"MRR@10": 0.5}) == {"MRR@10": 0.78}
    assert raised({"violations": 0.2}, {"violations": 0.0}) == {"violations": 0.0}


def test_an_interval_lies_round_its_figure_and_is_the_same_each_time(answered):
    measured, spread = figures(answered), intervals(answered)
    assert set(spread) == {"nDCG@10", "MRR@10", "success@1", "recall@10"}
    assert all(low <= measured[name] <= high for name, (low, high) in spread.items())
    assert spread == intervals(answered)

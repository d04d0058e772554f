"""The sample topics, asked as users ask, stay as good as they have been; the harness itself can tell."""

from __future__ import annotations

import pytest

from indexer.build import build
from indexer.generations import current
from search_app.search import search
from tests.relevance.baseline import Bigrams
from tests.relevance.judged import sample
from tests.relevance.measure import (
    Answered,
    ask,
    below,
    differences,
    figures,
    floors,
    intervals,
    raised,
)


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


def test_the_baseline_ranks_by_pairs_of_characters_and_by_their_rarity():
    bigrams = Bigrams([("a", "关于公共厕所的通知"), ("b", "关于河长制的通知\n公共场所"), ("c", "无关")])
    assert bigrams.best("公共厕所", 10) == ["a", "b"]
    assert bigrams.best("公共厕所", 1) == ["a"]
    assert bigrams.best("不在这里", 10) == []
    assert bigrams.best("知公", 10) == []  # pairs do not cross a line


def test_differences_are_those_of_the_same_topics(answered):
    worse = [Answered(a.topic, a.items[1:], a.hits[1:], a.seconds) for a in answered]
    above = differences(answered, worse)["MRR@10"]
    measured, theirs = figures(answered)["MRR@10"], figures(worse)["MRR@10"]
    assert above.mean == pytest.approx(measured - theirs, abs=0.001)
    assert above.interval[0] <= above.mean <= above.interval[1]
    assert above.mean == pytest.approx(sum(above.halves) / 2, abs=0.02)
    assert all(each.mean == 0 for each in differences(answered, answered).values())

"""Figures of a judged set, asked through the same door as every user's query: ``search_app.search``.

The standard measures come from ir-measures. Beside them stand four of our own: the wanted item first
(``first``), forbidden items returned (``violations``), the share of returned hits that are judged relevant
(``precision``) and snippets that show the wanted term (``snippet``).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import mean, median
from time import perf_counter

import ir_measures
from ir_measures import RR, R, Success, nDCG

from indexer.analysis import squeezed
from indexer.errors import QueryError
from indexer.generations import Generation
from indexer.schema import document_from_record
from search_app.response import Hit, SearchRequest, SearchResponse
from search_app.searcher import Searcher
from tests.relevance.baseline import Bigrams
from tests.relevance.judged import JudgedSet, Topic

FLOORS_FILE = Path(__file__).with_name("floors.json")
DEPTH = 10
GAINS = {0: 0, 1: 1, 2: 3, 3: 7}
MEASURES = {
    "nDCG@10": nDCG(gains=GAINS) @ DEPTH,
    "MRR@10": RR @ DEPTH,
    "success@1": Success @ 1,
    "recall@10": R @ DEPTH,
}
LOWER_IS_BETTER = frozenset({"violations", "median ms"})
Ask = Callable[[SearchRequest], SearchResponse]


@dataclass(frozen=True, slots=True)
class Answered:
    """One topic with the judged items its hits are (None: no item), each item at its first hit only."""

    topic: Topic
    items: tuple[str | None, ...]
    hits: tuple[Hit, ...]
    seconds: float


def ask(judged: JudgedSet, search: Ask) -> list[Answered]:
    """Every topic's first ten hits; a query refused as malformed has none."""
    answered = []
    for topic in judged.topics:
        started = perf_counter()
        try:
            found = search(SearchRequest(topic.query, limit=DEPTH, unfold=judged.unfold)).hits
        except QueryError:
            found = ()
        seconds = perf_counter() - started
        named = [(judged.item(hit.document), hit) for hit in found]
        kept = [pair for at, pair in enumerate(named) if pair[0] is None or pair[0] not in dict(named[:at])]
        items, hits = tuple(item for item, _ in kept), tuple(hit for _, hit in kept)
        answered.append(Answered(topic, items, hits, seconds))
    return answered


def ask_baseline(judged: JudgedSet, bigrams: Bigrams, generation: Generation) -> list[Answered]:
    """Every topic's first ten items as plain BM25 over pairs of characters ranks the same documents."""
    answered = []
    with Searcher.open(generation) as index:
        for topic in judged.topics:
            started = perf_counter()
            best = bigrams.best(topic.query, DEPTH)
            seconds = perf_counter() - started
            stored = (found for found in index.documents(best) if found is not None)
            items = dict.fromkeys(judged.item(document_from_record(found.record)) for found in stored)
            answered.append(Answered(topic, tuple(items), (), seconds))
    return answered


def figures(answered: Sequence[Answered]) -> dict[str, float]:
    """Measure → value, those without a single topic left out; times are in milliseconds."""
    qrels = {one.topic.qid: dict(one.topic.relevant) for one in answered}
    run = {one.topic.qid: _run(one) for one in answered}
    computed = ir_measures.calc_aggregate(MEASURES.values(), qrels, run)
    result = {name: computed[measure] for name, measure in MEASURES.items()}
    result |= {
        name: mean(values)
        for name, of in OWN_MEASURES.items()
        if (values := [value for one in answered if (value := of(one)) is not None])
    }
    result["median ms"] = 1000 * median(one.seconds for one in answered)
    return {name: round(value, 4) for name, value in result.items()}


def intervals(answered: Sequence[Answered], draws: int = 1000) -> dict[str, tuple[float, float]]:
    """The standard measures' 95 % bootstrap intervals over topics: how far another draw of questions of the same
    kind might lie. The same for every run (one seed).
    """
    chance = Random(0)
    return {name: _interval(list(of.values()), chance, draws) for name, of in _each(answered).items() if of}


@dataclass(frozen=True, slots=True)
class Difference:
    """How far a figure lies above the baseline's, over the same topics: the mean, its 95 % bootstrap interval, and the
    mean of every second topic, from the first and from the second on.
    """

    theirs: float
    mean: float
    interval: tuple[float, float]
    halves: tuple[float, float]

    def __str__(self) -> str:
        low, high = self.interval
        first, second = self.halves
        return (
            f"{self.theirs:.3f} {self.mean:+.3f} [{low:+.3f}, {high:+.3f}] halves {first:+.3f} {second:+.3f}"
        )


def differences(
    ours: Sequence[Answered], theirs: Sequence[Answered], draws: int = 1000
) -> dict[str, Difference]:
    """The standard measures of ``ours`` held against those of ``theirs``, topic by topic. The same for every run."""
    chance, above = Random(0), _each(theirs)
    result = {}
    for name, values in _each(ours).items():
        apart = [values[one.topic.qid] - above[name][one.topic.qid] for one in ours]
        if len(apart) > 1:
            halves = (mean(apart[::2]), mean(apart[1::2]))
            base = mean(above[name].values())
            result[name] = Difference(base, mean(apart), _interval(apart, chance, draws), halves)
    return result


def _each(answered: Sequence[Answered]) -> dict[str, dict[str, float]]:
    """Standard measure → topic → its value."""
    qrels = {one.topic.qid: dict(one.topic.relevant) for one in answered}
    run = {one.topic.qid: _run(one) for one in answered}
    values: dict[str, dict[str, float]] = {name: {} for name in MEASURES}
    names = {measure: name for name, measure in MEASURES.items()}
    for found in ir_measures.iter_calc(MEASURES.values(), qrels, run):
        values[names[found.measure]][found.query_id] = found.value
    return values


def _interval(values: list[float], chance: Random, draws: int) -> tuple[float, float]:
    means = sorted(mean(chance.choices(values, k=len(values))) for _ in range(draws))
    return round(means[draws // 40], 4), round(means[-draws // 40 - 1], 4)


def floors() -> dict[str, dict[str, float]]:
    """Set → measure → the value that may not be fallen below; times have none."""
    found: dict[str, dict[str, float]] = json.loads(FLOORS_FILE.read_text(encoding="utf-8"))
    return found


def below(measured: Mapping[str, float], floor: Mapping[str, float]) -> list[str]:
    """A sentence for every measure that is worse than its floor."""
    return [
        f"{name} {measured.get(name)} is worse than its floor {value}"
        for name, value in floor.items()
        if name not in measured
        or (measured[name] > value if name in LOWER_IS_BETTER else measured[name] < value)
    ]


def raised(measured: Mapping[str, float], floor: Mapping[str, float]) -> dict[str, float]:
    """``floor`` moved to what was ``measured`` wherever that is better, two places on the safe side."""
    result = dict(floor)
    for name, value in measured.items():
        if name in LOWER_IS_BETTER:
            if name == "violations":
                result[name] = min(value, result.get(name, value))
        else:
            result[name] = max(int(value * 100) / 100, result.get(name, 0.0))
    return result


def _run(one: Answered) -> dict[str, float]:
    named = [item if item is not None else f"?{at}" for at, item in enumerate(one.items)]
    return {item: float(DEPTH - rank) for rank, item in enumerate(named)} or {"?": 0.0}


def _first(one: Answered) -> float | None:
    wanted = one.topic.must_be_first
    return None if wanted is None else float(one.items[:1] == (wanted,))


def _violations(one: Answered) -> float | None:
    forbidden = one.topic.must_not
    return float(any(item in forbidden for item in one.items)) if forbidden else None


def _precision(one: Answered) -> float | None:
    return mean(item in one.topic.relevant for item in one.items) if one.items else 0.0


def _snippet(one: Answered) -> float | None:
    """Whether the first relevant hit's snippets show one of the topic's terms."""
    for item, hit in zip(one.items, one.hits, strict=True):
        if item in one.topic.relevant and one.topic.terms:
            shown = squeezed(" ".join(snippet.text for snippet in hit.snippets))
            return float(any(squeezed(term) in shown for term in one.topic.terms))
    return None


OWN_MEASURES: dict[str, Callable[[Answered], float | None]] = {
    "first": _first,
    "violations": _violations,
    "precision": _precision,
    "snippet": _snippet,
}

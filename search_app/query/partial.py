"""The last tier: hits that hold only part of the words, best first, and which words they lack.

How far down the list goes depends on its best hit. Where one passage of it holds nearly all content words by
weight, that is the answer, and only what comes close to it is shown with it. Where no hit does (questions in
lay words, letters, words that no document holds together), the order of BM25 is the best there is, and it is
shown as far as scores are not far below the best.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from indexer.backends import BackendHit
from search_app.query.passages import best_passage, coverage
from search_app.query.planner import QueryPlan
from search_app.query.ranking import PASSAGE
from search_app.query.understanding import Concept
from search_app.query.units import Unit

Texts = Callable[[Sequence[str]], list[str]]
"""Documents' ids → their squeezed titles and paragraphs, one a line."""
MOST = 100
"""Partial hits that are looked at and shown, whatever page is asked for."""
CERTAIN = 0.8
"""Share of the content words' weight in one passage from which a hit is taken for the answer."""
HEAD = 10
"""Best candidates among which such a hit is sought."""
LOOSE = 0.42
"""Of the best score, that a hit must have where no hit is certain."""
MOST_LACKING = 5
"""Words that a hit is said to lack."""


@dataclass(frozen=True, slots=True)
class Cut:
    """What a hit beside a certain one must have: ``of_best_score`` of the best hit's score, and in one passage
    ``share`` of all pairs' weight and ``of_best_passage`` of what the best hit holds.
    """

    share: float
    of_best_passage: float
    of_best_score: float


QUESTION = Cut(0.0, 0.4, 0.6)
TITLE = Cut(0.2, 0.5, 0.7)
TERM = Cut(0.5, 0.4, 0.6)


@dataclass(frozen=True, slots=True)
class SameSubject:
    """What a document on the same subject as a title has: shares of the subject's weight in the whole
    ``text`` and in one ``passage``, and ``of_best_score``; no more than ``most`` of them are shown.
    """

    text: float
    passage: float
    of_best_score: float
    most: int


SAME_SUBJECT = SameSubject(0.6, 0.35, 0.4, 3)


def partial_hits(
    candidates: Sequence[BackendHit],
    full: Sequence[BackendHit],
    whole: frozenset[str],
    plan: QueryPlan,
    texts: Texts,
    *,
    sure: bool,
) -> list[BackendHit]:
    """Those of ``candidates`` (best first, none of them in ``full``) that are worth showing, best first.

    ``full`` are the best hits of earlier tiers, none where nothing matches as a whole; ``whole`` the documents
    that hold all content words somewhere, which belong to the answer of every question. ``sure``: one of all is
    ``certain``.
    """
    best = max(full, key=lambda hit: hit.score, default=None)
    if not sure:
        return _loose(candidates, best)
    found = _close(candidates, best, plan, texts)
    if any(concept.question for concept in plan.concepts):
        found = [hit for hit in candidates if hit in found or hit.id in whole]
    if plan.subject and best:
        alike = _on_the_same(candidates, plan.subject, texts, best)
        found = [hit for hit in candidates if hit in found or hit in alike]
    return found or ([] if full or len(plan.content) < 2 else _loose(candidates, best))


def certain(hits: Sequence[BackendHit], content: Sequence[Unit], texts: Texts) -> bool:
    """Whether one of the hits is taken for the answer. Of a single word every hit that holds it is."""
    return len(content) < 2 or any(
        best_passage(text, content, PASSAGE) >= CERTAIN for text in texts([hit.id for hit in hits])
    )


def lacking(concepts: Sequence[Concept], folded: str) -> tuple[str, ...]:
    """The content words, as typed, that do not stand in ``folded``: of several words side by side whole ones,
    of a question or title the words inside it, the rarest first.
    """
    told = [concept for concept in concepts if not concept.idle]
    missing = dict.fromkeys(
        word for concept in told for word in _missing(concept, folded, whole=len(told) > 1)
    )
    return tuple(missing)[:MOST_LACKING]


def _missing(concept: Concept, folded: str, *, whole: bool) -> Iterator[str]:
    if any(text in folded for text in concept.strings):
        return
    missing = [unit for unit in concept.units if not any(form in folded for form in unit.forms)]
    if missing and whole and not concept.is_long:
        yield concept.typed
    else:
        ranked = sorted(missing, key=lambda unit: (unit.weight > 0, -unit.weight))
        yield from (unit.word or unit.forms[0] for unit in ranked)


def _loose(candidates: Sequence[BackendHit], best: BackendHit | None) -> list[BackendHit]:
    top = max((hit.score for hit in (*candidates[:1], *filter(None, [best]))), default=0.0)
    return [hit for hit in candidates if hit.score >= LOOSE * top and hit.score > 0]


def _close(
    candidates: Sequence[BackendHit], best: BackendHit | None, plan: QueryPlan, texts: Texts
) -> list[BackendHit]:
    """Those not far below the best in score and in what one passage holds of the pairs of characters."""
    if not candidates:
        return []
    cut = cut_for(plan.concepts)
    floor = cut.of_best_score * max(candidates[0].score, best.score if best else 0.0)
    high = [hit for hit in candidates if hit.score >= floor]
    held = [best_passage(text, plan.covering, PASSAGE) for text in texts([hit.id for hit in high])]
    fullest = max([1.0 if best else 0.0, *held])
    return [
        hit
        for share, hit in zip(held, high, strict=True)
        if share >= max(cut.share, cut.of_best_passage * fullest)
    ]


def cut_for(concepts: Sequence[Concept]) -> Cut:
    """How strictly partial hits beside a certain one are judged."""
    if any(concept.question for concept in concepts):
        return QUESTION
    return TITLE if any(concept.is_long for concept in concepts) else TERM


def _on_the_same(
    hits: Sequence[BackendHit], subject: Sequence[Unit], texts: Texts, best: BackendHit
) -> list[BackendHit]:
    """Those of the hits, best first, that are about the ``subject`` of a title, which ``best`` bears."""
    found: list[BackendHit] = []
    for hit in hits:
        if len(found) == SAME_SUBJECT.most or hit.score < SAME_SUBJECT.of_best_score * best.score:
            break
        text = texts([hit.id])[0]
        if (
            coverage(text, subject) >= SAME_SUBJECT.text
            and best_passage(text, subject, PASSAGE) >= SAME_SUBJECT.passage
        ):
            found.append(hit)
    return found

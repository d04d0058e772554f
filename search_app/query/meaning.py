"""Ranking by meaning, where the index was built with a model: for questions and sentences, never for look-ups.

A model knows that 上户口 is 出生登记; it does not know one number, title or name from another. So it only moves what
matches in part, beside what the words say, and adds a few documents that they do not find:

    score = (1 - WEIGHT) · BM25 / best BM25  +  WEIGHT · cosine, 0 to 1 over the nearest

Totals, facets and whatever matches as typed stay those of the words. The figures are in docs/relevance.md.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from indexer.backends import And, BackendHit, BackendRequest, Not, Term
from indexer.errors import ModelError
from search_app.query.combining import any_of
from search_app.query.filters import filters_query
from search_app.query.planner import QueryPlan
from search_app.query.subject import is_title
from search_app.query.syntax import Sequence as SideBySide
from search_app.query.syntax import Word
from search_app.response import SearchRequest
from search_app.searcher import Searcher

if TYPE_CHECKING:
    from indexer.semantic import Nearest

WEIGHT = 0.3
"""Of the cosine, against that of the words; picked with several sets in view, .2 to .3 hurts none of them."""
NEAREST = 200
"""Documents nearest to a question, over which cosines are spread from 0 to 1."""
MOST_ADDED = 20
"""Documents that only the model found and that are shown."""
LEAST = 0.5
"""Of the best score, that such a document must have."""
FEWEST_WORDS = 3
"""Content words from which a run that asks nothing may be a sentence."""
_LOOKED_UP = re.compile(r"[《》〈〉\"“”『』「」]|第[0-9一二三四五六七八九十百千零〇]+[条章节款项]")
"""What is said of something by its name: a title, a quotation, an article."""


@dataclass(frozen=True, slots=True)
class Fused:
    """``hits`` best first; ``added`` are those that only the model found, ``near`` all that it found among the
    nearest; ``notice`` says why it was not asked though the index has vectors.
    """

    hits: list[BackendHit]
    added: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()
    notice: str | None = None


def fused(
    hits: list[BackendHit],
    above: frozenset[str],
    plan: QueryPlan,
    request: SearchRequest,
    index: Searcher,
    *,
    sure: bool = False,
) -> Fused:
    """The partial ``hits`` of the words moved by what they mean, with what else is near; ``above`` stand over them,
    since all words stand there. Where the words are ``sure`` of the answer (all are held, nearly all in one
    passage), nothing is added to it.

    Nothing changes where the index has no vectors or the query is no sentence.
    """
    asked = request.meaning and request.sort == "relevance" and index.vectors is not None
    if not asked or not reads_as_sentence(plan, index, found=bool(above)):
        return Fused(hits)
    try:
        nearest = index.nearest(_question(plan), NEAREST)
    except ModelError as error:
        return Fused(hits, notice=f"这次只按词查找，没有按含义：{error}")
    known = {hit.id for hit in hits}
    others = _scored_by_words(
        [each.id for each in nearest if each.id not in known | above], plan, request, index
    )
    ranked = _ranked([*hits, *others], nearest)
    best = ranked[0].score if ranked else 0.0
    most = 0 if sure else MOST_ADDED
    added = [hit for hit in ranked if hit.id not in known and hit.score >= LEAST * best][:most]
    shown = known | {hit.id for hit in added}
    return Fused(
        [hit for hit in ranked if hit.id in shown],
        frozenset(hit.id for hit in added),
        frozenset(each.id for each in nearest),
    )


def reads_as_sentence(plan: QueryPlan, index: Searcher, *, found: bool) -> bool:
    """Whether the query is a question or a sentence: words alone, no number, title, quotation or article named.

    A sentence that asks nothing looks like a part of a title; where it is ``found`` as it stands, it is taken for one.
    """
    clauses = plan.tree.clauses if isinstance(plan.tree, SideBySide) else (plan.tree,)
    words = [clause for clause in clauses if isinstance(clause, Word)]
    if not words or len(words) < len(clauses) or any(_LOOKED_UP.search(word.text) for word in words):
        return False
    told = [concept for concept in plan.concepts if not concept.idle]
    if len(told) == 1 and is_title(told[0].text, index.dictionaries):
        return False
    if any(concept.question for concept in plan.concepts):
        return len(plan.content) > 1
    return not found and len(told) == 1 and told[0].is_long and len(told[0].units) >= FEWEST_WORDS


def _question(plan: QueryPlan) -> str:
    return " ".join(concept.typed for concept in plan.concepts)


def _scored_by_words(
    ids: Sequence[str], plan: QueryPlan, request: SearchRequest, index: Searcher
) -> tuple[BackendHit, ...]:
    """Those of the documents that the filters let through, with what the words say of them."""
    if not ids:
        return ()
    filters = filters_query(request.filters, index)
    wanted = And(
        (any_of(Term("id", each) for each in ids), Not(plan.strict), *((filters,) if filters else ()))
    )
    asked = BackendRequest(wanted, plan.terms, plan.boosts, limit=len(ids))
    return index.search(asked).hits


def _ranked(hits: Sequence[BackendHit], nearest: Sequence[Nearest]) -> list[BackendHit]:
    """``hits`` by words and meaning together, their scores on the scale of the words."""
    best = max((hit.score for hit in hits), default=0.0) or 1.0
    top, least = nearest[0].cosine, nearest[-1].cosine
    near = {each.id: (each.cosine - least) / ((top - least) or 1.0) for each in nearest}
    moved = [_moved(hit, WEIGHT * (best * near.get(hit.id, 0.0) - hit.score)) for hit in hits]
    return sorted(moved, key=lambda hit: (-hit.score, hit.id))


def _moved(hit: BackendHit, amount: float) -> BackendHit:
    parts = (*hit.parts, ("含义", round(amount, 6)))
    return replace(hit, score=round(hit.score + amount, 6), parts=parts)

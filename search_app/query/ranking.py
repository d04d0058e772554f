"""From engine hits to the final order: proximity over stored texts, and the cut of what only half fits.

Only the best ``POOL`` hits of a match are looked at, whatever page is asked for, so paging is stable and
the cost of a query does not grow with the collection.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from indexer.backends import BackendHit
from search_app.query.passages import best_passage, coverage
from search_app.query.syntax import AllOf, AnyOf, Node, Phrase, Word
from search_app.query.syntax import Sequence as SideBySide
from search_app.query.understanding import Concept, Unit

POOL = 50
"""Hits whose stored text is looked at."""
PROXIMITY = 6.0
"""Added for all content words in one passage, a share of it for a share of their weight."""
PASSAGE = 120
SENTENCE = 40
"""Squeezed characters that count as one passage or one sentence when proximity is scored; half for each."""


@dataclass(frozen=True, slots=True)
class Cut:
    """What a hit that holds only part must have; what is far below the best is not returned.

    ``share`` of all words' weight and ``of_best_passage`` of what the best hit holds, in one passage, and
    ``of_best_score`` of the best hit's score.
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

Folded = Callable[[str], str]
"""A document's id → its squeezed title and paragraphs, one a line."""


def near_window(concept: Concept) -> int:
    """Squeezed characters within which all content words of a run must stand to be near: about a sentence."""
    return max(3 * len(concept.text), 24)


def by_proximity(hits: Sequence[BackendHit], units: Sequence[Unit], folded: Folded) -> list[BackendHit]:
    """``hits`` with proximity added to the scores, best first; equal scores keep their order."""
    if len(units) < 2:
        return list(hits)
    scored = [_with(hit, PROXIMITY * _nearness(folded(hit.id), units), "相近") for hit in hits]
    return sorted(scored, key=lambda hit: (-hit.score, hit.id))


def _nearness(folded: str, units: Sequence[Unit]) -> float:
    """0 for words that stand apart, 1 for all of them in one sentence."""
    return (best_passage(folded, units, PASSAGE) + best_passage(folded, units, SENTENCE)) / 2


def standing_near(node: Node, concepts: dict[str, Concept], folded: str) -> bool:
    """Whether every run of ``node`` stands in ``folded`` as a string or with its words near each other.

    Filters, numbers, prefixes and NOT have been decided by the engine.
    """
    match node:
        case Word():
            concept = concepts[node.text]
            if concept.idle or any(text in folded for text in concept.strings):
                return True
            return best_passage(folded, concept.units, near_window(concept)) > 0.999 and all(
                u.weight for u in concept.units
            )
        case Phrase():
            return True
        case SideBySide() | AllOf():
            return all(standing_near(clause, concepts, folded) for clause in node.clauses)
        case AnyOf():
            return any(standing_near(clause, concepts, folded) for clause in node.clauses)
        case _:
            return True


def cut_for(concepts: Sequence[Concept]) -> Cut:
    """How strictly partial hits of a query are judged."""
    if any(concept.question for concept in concepts):
        return QUESTION
    return TITLE if any(concept.is_long for concept in concepts) else TERM


def well_covered(
    hits: Sequence[BackendHit],
    units: Sequence[Unit],
    folded: Folded,
    best: BackendHit | None,
    cut: Cut,
) -> list[BackendHit]:
    """The hits, best first, that are not far below the best in score and in what one passage holds.

    ``best`` is the best of the hits found before, by an earlier tier; None where there are none.
    """
    if not hits:
        return []
    floor = cut.of_best_score * max(hits[0].score, best.score if best else 0.0)
    shares = [(best_passage(folded(hit.id), units, PASSAGE), hit) for hit in hits if hit.score >= floor]
    fullest = max([1.0 if best else 0.0, *(share for share, _ in shares)])
    return [hit for share, hit in shares if share >= max(cut.share, cut.of_best_passage * fullest)]


def on_the_same(
    hits: Sequence[BackendHit], subject: Sequence[Unit], folded: Folded, best: BackendHit
) -> list[BackendHit]:
    """Those of the hits, best first, that are about the ``subject`` of a title, which ``best`` bears."""
    found: list[BackendHit] = []
    for hit in hits:
        if len(found) == SAME_SUBJECT.most or hit.score < SAME_SUBJECT.of_best_score * best.score:
            break
        text = folded(hit.id)
        if (
            coverage(text, subject) >= SAME_SUBJECT.text
            and best_passage(text, subject, PASSAGE) >= SAME_SUBJECT.passage
        ):
            found.append(hit)
    return found


def above(hits: Sequence[BackendHit], others: Sequence[BackendHit], label: str) -> list[BackendHit]:
    """``hits`` lifted over ``others``, so that scores fall with rank; ``label`` names the lift in
    explanations.
    """
    if not hits or not others:
        return list(hits)
    lift = max(0.0, others[0].score - hits[-1].score) + 1.0
    return [_with(hit, lift, label) for hit in hits]


def _with(hit: BackendHit, amount: float, label: str) -> BackendHit:
    parts = (*hit.parts, (label, round(amount, 6))) if hit.parts and amount else hit.parts
    return replace(hit, score=round(hit.score + amount, 6), parts=parts)

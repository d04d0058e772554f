"""From engine hits to the final order: proximity over stored texts, and one tier above another.

Only the best ``POOL`` hits of a match are looked at, whatever page is asked for, so paging is stable and
the cost of a query does not grow with the collection.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from indexer.backends import BackendHit
from search_app.query.passages import best_passage, best_passages
from search_app.query.syntax import AllOf, AnyOf, Node, Phrase, Word
from search_app.query.syntax import Sequence as SideBySide
from search_app.query.understanding import Concept
from search_app.query.units import Unit

POOL = 50
"""Hits whose stored text is looked at."""
PROXIMITY = 6.0
"""Added for all content words in one passage, a share of it for a share of their weight."""
PASSAGE = 120
SENTENCE = 40
"""Squeezed characters that count as one passage or one sentence when proximity is scored; half for each."""


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
    return sum(best_passages(folded, units, (PASSAGE, SENTENCE))) / 2


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


def above(hits: Sequence[BackendHit], others: Sequence[BackendHit], label: str) -> list[BackendHit]:
    """``hits`` lifted over ``others``, so that scores fall with rank; ``label`` names the lift in
    explanations.
    """
    if not hits or not others:
        return list(hits)
    lift = max(0.0, others[0].score - hits[-1].score) + 1.0
    return [_with(hit, lift, label) for hit in hits]


def _with(hit: BackendHit, amount: float, label: str) -> BackendHit:
    parts = (*hit.parts, (label, round(amount, 6))) if amount else hit.parts
    return BackendHit(hit.id, round(hit.score + amount, 6), parts)

"""``--explain``: how the query was understood, and what each hit's score is made of."""

from __future__ import annotations

from typing import Any

from search_app.query.matching import Found
from search_app.query.planner import QueryPlan
from search_app.query.syntax import Excluded, Filter, Node, Phrase, PrefixWord, YearFilter, leaves


def explain(plan: QueryPlan, found: Found) -> dict[str, Any]:
    """JSON-ready: the words, numbers, filters and synonyms understood, and the parts of each score by hit."""
    tree = plan.tree
    nodes = list(leaves(tree)) if tree else []
    return {
        "understood": str(tree) if tree else "",
        "words": [
            {
                "typed": concept.typed,
                "words": [unit.word or unit.forms[0] for unit in concept.units],
                "question": concept.question,
            }
            for concept in plan.concepts
        ],
        "phrases": [node.text for node in nodes if isinstance(node, Phrase)],
        "prefixes": [node.text for node in nodes if isinstance(node, PrefixWord)],
        "numbers": [{"typed": match.typed, "numbers": list(match.numbers)} for match in plan.numbers],
        "filters": [str(node) for node in nodes if isinstance(node, Filter | YearFilter)],
        "excluded": _excluded(tree),
        "synonyms": {concept.typed: list(concept.synonyms) for concept in plan.concepts if concept.synonyms}
        | {u.forms[0]: list(u.synonyms) for concept in plan.concepts for u in concept.units if u.synonyms},
        "misprints": {concept.typed: list(concept.variants) for concept in plan.concepts if concept.variants},
        "matched": {"strict": found.strict, "near": found.near, "partial": found.partial},
        "scores": [{"id": hit.id, "score": hit.score, "parts": dict(hit.parts)} for hit in found.hits],
    }


def _excluded(node: Node | None) -> list[str]:
    match node:
        case Excluded():
            return [str(node.clause)]
        case None:
            return []
        case _:
            return [text for clause in getattr(node, "clauses", ()) for text in _excluded(clause)]

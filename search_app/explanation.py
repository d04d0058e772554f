"""``--explain``: how the query was understood, and what each hit's score is made of."""

from __future__ import annotations

from typing import Any

from search_app.query.matching import Found
from search_app.query.planner import Plan
from search_app.query.syntax import Excluded, Filter, Node, Phrase, PrefixWord, YearFilter, leaves


def explain(plan: Plan, found: Found) -> dict[str, Any]:
    """JSON-ready: the words, numbers, filters and synonyms understood, and the parts of each score by hit."""
    tree = plan.tree
    nodes = list(leaves(tree)) if tree else []
    return {
        "understood": str(tree) if tree else "",
        "words": [
            {
                "typed": one.typed,
                "words": [unit.word or unit.forms[0] for unit in one.units],
                "question": one.question,
            }
            for one in plan.wanted
        ],
        "phrases": [node.text for node in nodes if isinstance(node, Phrase)],
        "prefixes": [node.text for node in nodes if isinstance(node, PrefixWord)],
        "numbers": [{"typed": one.typed, "numbers": list(one.numbers)} for one in plan.numbers],
        "filters": [str(node) for node in nodes if isinstance(node, Filter | YearFilter)],
        "excluded": _excluded(tree),
        "synonyms": {one.typed: list(one.synonyms) for one in plan.wanted if one.synonyms}
        | {u.forms[0]: list(u.synonyms) for one in plan.wanted for u in one.units if u.synonyms},
        "misprints": {one.typed: list(one.variants) for one in plan.wanted if one.variants},
        "matched": {"strict": found.strict, "relaxed": found.relaxed},
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

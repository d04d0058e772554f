"""Two documents of the collection compared, and which others a document may well be compared with."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from search_app.finding import find_document
from search_app.relations.comparison import Comparison, Pair, Piece, Unit, compare_texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from indexer.analysis import Analyzer
    from indexer.generations import Generation
    from indexer.models import Document

_READ = 20_000
"""Characters of each text that a partner's share is measured on: a page should not wait for long annexes."""

_LEAST_SHARE = 0.1
"""Two texts of the same administration have a twentieth in common whatever they are about."""


@dataclass(frozen=True, slots=True)
class Partner:
    """A document on the same subject from another place (or time), and the share of text in common, 0 to 1."""

    document: Document
    share: float


def compare(a: str, b: str, generation: Generation) -> Comparison:
    """The documents that ``a`` and ``b`` (ids, or numbers in any spelling) name, side by side, by word.

    Raises NotFoundError, and UsageError where several documents bear a number.
    """
    analyzer = generation.analyzer()
    first, second = find_document(a, generation), find_document(b, generation)
    return compare_texts(first, second, lambda text: _words(text, analyzer))


def partners(document: Document, candidates: Iterable[Document]) -> tuple[Partner, ...]:
    """Those of ``candidates`` (documents like it) that another place issued and that share enough of its text to be
    worth laying beside it, the most alike first.
    """
    from rapidfuzz.distance import Indel

    from indexer.analysis import squeezed

    own = squeezed(document.text.content[:_READ])
    elsewhere = [each for each in candidates if _place(each) != _place(document) and each.id != document.id]
    rated = [
        Partner(each, round(Indel.normalized_similarity(own, squeezed(each.text.content[:_READ])), 3))
        for each in elsewhere
    ]
    alike = [partner for partner in rated if partner.share >= _LEAST_SHARE]
    return tuple(sorted(alike, key=lambda partner: (-partner.share, partner.document.id)))


def comparison_as_json(found: Comparison) -> dict[str, Any]:
    """``a`` and ``b`` (id, number, title), ``share``, counts by kind, and the pairs with their pieces."""
    return {
        "a": _reference(found.a),
        "b": _reference(found.b),
        "share": found.share,
        "counts": {kind: found.count(kind) for kind in ("same", "changed", "only_a", "only_b")},
        "pairs": [_pair_as_json(pair) for pair in found.pairs],
    }


def _pair_as_json(pair: Pair) -> dict[str, Any]:
    return {
        "kind": pair.kind,
        "share": pair.share,
        "a": _unit_as_json(pair.a, pair.a_pieces),
        "b": _unit_as_json(pair.b, pair.b_pieces),
    }


def _unit_as_json(unit: Unit | None, pieces: Sequence[Piece]) -> dict[str, Any] | None:
    if unit is None:
        return None
    return {"label": unit.label, "line": unit.line, "pieces": [asdict(piece) for piece in pieces]}


def _reference(document: Document) -> dict[str, str | None]:
    return {"id": document.id, "number": document.number, "title": document.title}


def _place(document: Document) -> tuple[str | None, ...]:
    return document.province, document.city, document.district


def _words(text: str, analyzer: Analyzer) -> list[str]:
    """The words of ``text`` and what stands between them; together they are the text."""
    words: list[str] = []
    at = 0
    for token in analyzer.tokens(text):
        if token.kind == "subword" or token.start < at:
            continue
        words += [*text[at : token.start], text[token.start : token.end]]
        at = token.end
    return [*words, *text[at:]]

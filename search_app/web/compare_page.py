"""Two documents laid beside each other → what their page shows. No HTML here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from search_app.documents import UNTITLED
from search_app.relations import Comparison, Pair, Piece, Unit
from search_app.web.links import compare_url, document_url

_PAIR_LABELS = {"same": "相同", "changed": "改动", "only_a": "只在甲", "only_b": "只在乙"}


@dataclass(frozen=True, slots=True)
class Heat:
    """A stretch of the strip: from ``at``, ``width`` wide (of 1000); ``level`` 0 (the same) to 4 (all different)."""

    at: float
    width: float
    level: int
    anchor: str


@dataclass(frozen=True, slots=True)
class PairView:
    anchor: str
    kind: str
    label: str
    share: str
    a: Unit | None
    b: Unit | None
    a_pieces: tuple[Piece, ...]
    b_pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class SideView:
    title: str
    number: str
    url: str


@dataclass(frozen=True, slots=True)
class ComparePage:
    a: SideView
    b: SideView
    share: str
    counts: tuple[tuple[str, int], ...]
    pairs: tuple[PairView, ...]
    heat: tuple[Heat, ...]
    swapped_url: str


def compare_page(found: Comparison) -> ComparePage:
    """The comparison, pair by pair, with the strip that shows where the texts differ."""
    return ComparePage(
        a=_side(found, "a"),
        b=_side(found, "b"),
        share=f"{found.share:.0%}",
        counts=tuple((label, found.count(kind)) for kind, label in _PAIR_LABELS.items()),  # type: ignore[arg-type]
        pairs=tuple(_pair_view(number, pair) for number, pair in enumerate(found.pairs, 1)),
        heat=tuple(_heat(found.pairs)),
        swapped_url=compare_url(found.b.id, found.a.id),
    )


def _side(found: Comparison, name: str) -> SideView:
    document = found.a if name == "a" else found.b
    return SideView(document.title or UNTITLED, document.number or "", document_url(document.id))


def _pair_view(number: int, pair: Pair) -> PairView:
    share = f"{pair.share:.0%}" if pair.kind == "changed" else ""
    return PairView(
        f"pair-{number}",
        pair.kind,
        _PAIR_LABELS[pair.kind],
        share,
        pair.a,
        pair.b,
        pair.a_pieces,
        pair.b_pieces,
    )


def _heat(pairs: tuple[Pair, ...]) -> Iterator[Heat]:
    sizes = [max(len(unit.text) for unit in (pair.a, pair.b) if unit is not None) for pair in pairs]
    total, at = sum(sizes) or 1, 0.0
    for number, (pair, size) in enumerate(zip(pairs, sizes, strict=True), 1):
        width = round(1000 * size / total, 2)
        level = 0 if pair.kind == "same" else min(4, 1 + int((1 - pair.share) * 4))
        yield Heat(round(at, 2), width, level, f"pair-{number}")
        at += width

"""Chains and comparisons as lines for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from indexer.titles import in_title_marks
from search_app.terminal.layout import Screen
from search_app.terminal.style import Style, paint

if TYPE_CHECKING:
    from indexer.relations import Chain, ChainNode
    from search_app.relations import Comparison, Pair, Piece, Unit

_KINDS = {"same": "相同", "changed": "改动", "only_a": "只在甲", "only_b": "只在乙"}


def render_chain(chain: Chain, screen: Screen) -> str:
    """One document a line, from the uppermost down, each level further in; the one asked for is marked by ▶."""
    from search_app.relations import chain_rows

    rows = chain_rows(chain)
    top = min(depth for depth, _ in rows)
    return "\n".join(_chain_line(depth - top, node, screen, own=depth == 0) for depth, node in rows) + "\n"


def _chain_line(indent: int, node: ChainNode, screen: Screen, *, own: bool) -> str:
    document = node.document
    sign = "▶ " if own else "└ " if indent else "  "
    facts = [node.level or "", node.written_on or "", f"{node.days} 天" if node.days is not None else ""]
    held = "" if document.id else "（不在本库）"
    name = paint(document.number or "", "id", screen)
    title = in_title_marks(document.title) if document.title else ""
    return f"{'   ' * indent}{sign}{name} {title}{held}  {'  '.join(filter(None, facts))}".rstrip()


def render_comparison(found: Comparison, screen: Screen, *, same: bool = False) -> str:
    """A head with the shares, then every pair that differs (with ``same`` the equal ones too): 甲 above 乙.

    What only 甲 has stands in ``[-…-]``, what only 乙 has in ``{+…+}``, as ``git diff --word-diff`` has it.
    """
    counts = "，".join(f"{label} {found.count(kind)}" for kind, label in _KINDS.items())  # type: ignore[arg-type]
    head = [
        f"甲  {found.a.number or found.a.id}  {found.a.title}",
        f"乙  {found.b.number or found.b.id}  {found.b.title}",
        f"共有 {found.share:.0%}；{counts}",
        "",
    ]
    pairs = (
        line for pair in found.pairs if same or pair.kind != "same" for line in _pair_lines(pair, screen)
    )
    return "\n".join([*head, *pairs]) + "\n"


def _pair_lines(pair: Pair, screen: Screen) -> Iterator[str]:
    yield paint(f"{_KINDS[pair.kind]}  {_labels(pair.a, pair.b)}  {pair.share:.0%}", "quiet", screen)
    if pair.a is not None and pair.kind != "same":
        yield "  甲 " + _marked(pair.a_pieces, "[-", "-]", "fault", screen)
    if pair.b is not None:
        yield "  乙 " + _marked(pair.b_pieces, "{+", "+}", "id", screen)
    yield ""


def _labels(a: Unit | None, b: Unit | None) -> str:
    return " ↔ ".join(unit.label or "（无编号）" for unit in (a, b) if unit is not None)


def _marked(pieces: Sequence[Piece], opening: str, closing: str, style: Style, screen: Screen) -> str:
    return "".join(
        paint(f"{opening}{piece.text}{closing}", style, screen)
        if piece.changed
        else paint(piece.text, "plain", screen)
        for piece in pieces
    )

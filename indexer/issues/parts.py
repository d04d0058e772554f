"""Which heads begin no document of their own: instruments, forwarded texts, annexes, rows of lists."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.issues.head import Head
from indexer.issues.likeness import holds, same_title
from indexer.issues.listing import Listing
from indexer.layout import LayoutPatterns, Line, Sign, bare_text


def without_parts(
    heads: Sequence[Head], body: Sequence[Line], listing: Listing, patterns: LayoutPatterns
) -> list[Head]:
    """Drops heads that are part of the document before them, and contents rows that look like heads.

    A head that the contents list names stays, whatever it repeats.
    """
    kept: list[Head] = []
    for i, head in enumerate(heads):
        following = heads[i + 1].start if i + 1 < len(heads) else len(body)
        if i + 1 < len(heads) and _is_bare(body[head.end : following]):
            continue
        if kept and _is_promulgated_by(kept[-1], head):
            continue
        listed = listing.names(head.title, head.issuer) or listing.numbered(head.number) is not None
        if not listed and kept and _is_part_of(head, kept[-1], body, patterns):
            continue
        kept.append(head)
    return kept


def _is_bare(between: Sequence[Line]) -> bool:
    """Nothing that reads like a document's text: a row of a list of titles."""
    return not any(line.signs & (Sign.ROW | Sign.PROSE) or len(line.text) > 60 for line in between)


def _is_promulgated_by(order: Head, head: Head) -> bool:
    """The text that an order puts into force, under its own title."""
    return order.alias is not None and head.number is None and same_title(order.alias, head.title, None)


def _is_part_of(head: Head, document: Head, body: Sequence[Line], patterns: LayoutPatterns) -> bool:
    inner, outer = _words(head.title), _words(document.title)
    if len(inner) >= 8 and inner in outer and inner != outer:
        return True
    bare = inner.removeprefix(_words(head.issuer or ""))
    forwards = bool(patterns.put_into_force.search(document.title))
    if bare != inner and len(bare) >= 8 and bare in outer and forwards:
        return True
    if forwards and head.number is None and len(inner) < len(outer) - 4 and holds(outer, bare):
        return True
    return head.start > 0 and bool(patterns.attachment_label.match(body[head.start - 1].text))


def _words(text: str) -> str:
    """What is compared when a title is repeated, in which 的 comes and goes."""
    return bare_text(text).replace("的", "")

"""When two titles are the same title: but for the issuer in front, and OCR's slips."""

from __future__ import annotations

from indexer.layout import bare_text


def same_title(entry: str, title: str, issuer: str | None) -> bool:
    """Whether a contents entry and a title are the same but for the issuer in front and OCR's slips."""
    a, b = bare_text(entry), bare_text(title)
    if not a or not b:
        return False
    bare = b[len(bare_text(issuer)) :] if issuer and b.startswith(bare_text(issuer)) else b
    if a == b or (len(a) >= 8 and b.endswith(a)) or (len(bare) >= 8 and a.endswith(bare)):
        return True
    return alike(a, b) or alike(a, bare)


def alike(a: str, b: str) -> bool:
    """At most one character in twelve differs (OCR), measured on character bigrams to stay linear."""
    if min(len(a), len(b)) < 8 or abs(len(a) - len(b)) > max(len(a), len(b)) // 8 + 1:
        return False
    x, y = bigrams(a), bigrams(b)
    return 2 * len(x & y) / (len(x) + len(y)) >= 0.84


def holds(outer: str, inner: str) -> bool:
    """Whether ``inner`` (both squeezed) stands in ``outer``, a character in twelve misread and 的 left out or not."""
    outer, inner = outer.replace("的", ""), inner.replace("的", "")
    if len(inner) < 8 or inner in outer:
        return len(inner) >= 8
    pairs = bigrams(inner)
    return len(inner) >= 10 and len(pairs & bigrams(outer)) >= 0.84 * len(pairs)


def bigrams(text: str) -> set[str]:
    """Its pairs of neighbouring characters."""
    return {text[i : i + 2] for i in range(len(text) - 1)}

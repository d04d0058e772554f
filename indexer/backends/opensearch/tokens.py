"""Tokens as the cluster keeps them, and how a field's counted tokens travel as one string."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

LONGEST = 1024
"""Bytes of UTF-8 that a token keeps, as in the files of the engine that ships with gsearch."""

_SHORT = LONGEST // 4
"""Characters that fit into LONGEST bytes, whatever they are."""

END, COUNT = "\x1f", "\x1e"
"""What stands after each token, and between a token and its count."""

SENTINEL = "\x01"
"""A token that every document holds in every analysed field: the engine's number of documents is then ours."""

_MARKS = str.maketrans({END: "?", COUNT: "?", SENTINEL: "?"})


def stored_token(token: str, longest: int | None = LONGEST) -> str:
    """``token`` as it is stored and asked for: well-formed Unicode of bounded length without our own marks.

    >>> stored_token("一" * 1000) == "一" * 341
    True
    """
    if len(token) <= _SHORT and token.isprintable():
        return token  # nearly all: nothing to cut, no mark, no half of a character
    return token.encode("utf-8", "replace")[:longest].decode("utf-8", "ignore").translate(_MARKS)


def stored_counts(counts: Mapping[str, int]) -> dict[str, int]:
    """``counts`` by stored token: tokens that are alike in their first LONGEST bytes are one."""
    merged: dict[str, int] = {}
    for token, count in counts.items():
        stored = stored_token(token)
        merged[stored] = merged.get(stored, 0) + count
    return merged


def counted(counts: Iterable[tuple[str, int]]) -> str:
    """Tokens with their counts, for the filter ``delimited_term_freq``."""
    return "".join(f"{token}{COUNT}{count}{END}" for token, count in counts)


def repeated(counts: Iterable[tuple[str, int]]) -> str:
    """Tokens as often as they are counted, for engines without that filter."""
    return "".join(f"{token}{END}" * count for token, count in counts)

"""What a title is about: 发文机关 + 关于 + 事由 + 文种 (GB/T 9704-2012, 7.3.1) without issuer, place and type.

Documents of other places and years on the same matter share the matter of the title, not the rest.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dictionaries import Dictionaries

_ISSUER = re.compile(r".{0,30}?关于")
_PLACE = re.compile(r"\w+[省市区县州旗]")
MIN_SUBJECT = 4
"""Squeezed characters that must be left; a shorter rest is no matter of its own."""


def subject(text: str, words: Sequence[str], dictionaries: Dictionaries) -> str:
    """The matter of the squeezed title ``text``; ``words`` are its squeezed words in order.

    >>> from dictionaries import load
    >>> subject("海州区公共厕所管护办法", ["海州区", "公共厕所", "管护", "办法"], load())
    '公共厕所管护'
    """
    issuer = _ISSUER.match(text)
    left = text[issuer.end() :] if issuer else text
    for word in words:
        if len(word) > 2 and left.startswith(word) and _PLACE.fullmatch(word):
            left = left.removeprefix(word)
    types = _types(dictionaries)
    while ending := next((name for name in types if left.endswith(name)), ""):
        left = left.removesuffix(ending).removesuffix("的")
    return left if len(left) >= MIN_SUBJECT else text


def is_title(text: str, dictionaries: Dictionaries) -> bool:
    """Whether the squeezed ``text`` reads 关于 + 事由 + 文种, which no question does."""
    return "关于" in text and text.endswith(_types(dictionaries))


@lru_cache(maxsize=4)
def _types(dictionaries: Dictionaries) -> tuple[str, ...]:
    """Names of document types and instruments, the longest first."""
    return tuple(
        sorted((kind.name for kind in dictionaries.document_types), key=lambda name: (-len(name), name))
    )

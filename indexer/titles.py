"""A title as it stands in a sentence."""

from __future__ import annotations

_NESTED = str.maketrans("《》", "〈〉")


def in_title_marks(title: str) -> str:
    """``title`` between 《》; marks inside it become single ones (GB/T 15834-2011, 4.15.3).

    >>> in_title_marks("《某条例》实施办法")
    '《〈某条例〉实施办法》'
    """
    return f"《{title.translate(_NESTED)}》"

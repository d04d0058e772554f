"""文种 and 体裁: what kind of document a title names, and what instrument it puts into force."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from dictionaries import Dictionaries, DocumentType
from indexer.layout import LayoutPatterns, bare_text

_QUALIFIER = re.compile(r"[（(][^（）()]{1,20}[）)]$|[“”\"》〉>』」]+$")


def _unquoted(text: str) -> str:
    """Without quotes around the whole, which are no part of a title; quotes inside stay.

    >>> _unquoted("“十四五”养老规划"), _unquoted("“十四五”")
    ('“十四五”养老规划', '十四五')
    """
    whole = re.fullmatch(r"[“\"]([^“”\"]+)[”\"]", text)
    return whole.group(1) if whole else text


def bare_end(title: str) -> str:
    """The title without what may follow its last noun: （试行）, closing quotes.

    >>> bare_end("周村区公文处理办法（试行）")
    '周村区公文处理办法'
    """
    while found := _QUALIFIER.search(title):
        title = title[: found.start()]
    return title


def type_of(title: str, dictionaries: Dictionaries) -> str | None:
    """The 文种: that of the longest name the title ends with; None where it ends with none."""
    end = bare_end(title)
    return next((entry.type for entry in _longest_first(dictionaries) if end.endswith(entry.name)), None)


def instrument_of(
    title: str, issuer: str | None, dictionaries: Dictionaries, patterns: LayoutPatterns
) -> tuple[str | None, str | None]:
    """The 体裁 and the title of what a notice (or decision, announcement) puts into force; (None, None) otherwise."""
    inner = _put_into_force(title, issuer, patterns)
    if inner is None:
        return None, None
    end = bare_end(inner)
    for entry in _longest_first(dictionaries):
        if end.endswith(entry.name):
            if entry.name in dictionaries.markers["list_type"] and not patterns.issue_verb.search(title):
                return None, None
            forwarded = entry.kind == "statutory" and entry.name == entry.type and entry.name != "意见"
            return (None, None) if forwarded else (entry.name, inner)
    return None, None


def promulgated(title: str, dictionaries: Dictionaries) -> tuple[str | None, str]:
    """The 体裁 of what an order promulgates, and its title as given."""
    end = bare_end(title)
    return next(
        (entry.name for entry in _longest_first(dictionaries) if end.endswith(entry.name)), None
    ), title


def _put_into_force(title: str, issuer: str | None, patterns: LayoutPatterns) -> str | None:
    """X of (关于)印发X的通知, without its outer 《》."""
    rest = title[len(issuer) :] if issuer and title.startswith(issuer) else title
    found = patterns.carrier.match(rest)
    if not found:
        return None
    inner = _unquoted(found["inner"])
    quoted = re.fullmatch(r"《([^《》]*(?:〈[^〈〉]*〉[^《》]*)*)》([（(].{1,12}[）)])?", inner)
    if quoted:
        return quoted.group(1) + (quoted.group(2) or "")
    made = re.fullmatch(r"[^《》]{2,40}《([^《》]+)》", inner)
    if made:
        return made.group(1)
    return inner if len(bare_text(inner)) >= 4 else None


@lru_cache(maxsize=4)
def _longest_first(dictionaries: Dictionaries) -> Sequence[DocumentType]:
    return sorted(dictionaries.document_types, key=lambda entry: -len(entry.name))

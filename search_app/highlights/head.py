"""What a text repeats of its own head, the sentence that it opens with behind it, and what is counted from there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from indexer.analysis import squeezed
from indexer.models import Document
from search_app.highlights.occurrences import Mark, places

LONGEST_HEAD = 8
"""Paragraphs within which the printed head ends: banner, issuer, number, the lines of the title."""
_NAMED = re.compile("《.+》")
_LONGEST_TRANSMITTAL = 50
"""Characters round the name of what is sent on."""
_SHORTEST_OPENING = 12
"""Characters of a sentence that says something: shorter ones are labels, dates, remarks in brackets."""
_LONG_ENOUGH = 30
"""Characters of a paragraph that says something though it is no sentence: torn by a page's end."""


def repeats_head(document: Document, paragraph: str) -> bool:
    """Whether a paragraph says nothing but (part of) the title, or the number."""
    longest = max(len(document.title), len(document.number or "")) + 20
    text = squeezed(paragraph) if len(paragraph) < longest else ""
    return bool(text) and any(text in part for part in _head(document.title, document.number or ""))


def transmits(document: Document, paragraph: str) -> bool:
    """Whether a paragraph only sends on what the title names: 《…》已经区政府同意，现印发给你们，请遵照执行。"""
    named = _NAMED.search(paragraph)
    if named is None or len(paragraph) - len(named.group()) > _LONGEST_TRANSMITTAL:
        return False
    return squeezed(named.group()) in _head(document.title, "")[0]


def first_behind_head(document: Document, paragraphs: Sequence[str]) -> int:
    """The 1-based number of the first paragraph behind the printed head: the title, and a number below it."""
    title = squeezed(document.title)
    heads = paragraphs[:LONGEST_HEAD]
    at = next((at for at, text in enumerate(heads, 1) if title and squeezed(text) == title), 0)
    while at < len(heads) and repeats_head(document, heads[at]):
        at += 1
    return at + 1


def opening(document: Document, paragraphs: Sequence[str]) -> int:
    """The 1-based number of the paragraph that the text begins with behind head and addressee: 为了…, 现将….

    Where none says anything, the first that is not empty; 0 where all are.
    """
    body = range(first_behind_head(document, paragraphs), len(paragraphs) + 1)
    addressee = squeezed(document.addressee or "")
    own = [
        n
        for n in body
        if squeezed(paragraphs[n - 1]) != addressee and not repeats_head(document, paragraphs[n - 1])
    ]
    sentence = next((number for number in own if _is_sentence(paragraphs[number - 1])), None)
    longest = next((number for number in own if len(paragraphs[number - 1]) >= _LONG_ENOUGH), None)
    filled = next((number for number, text in enumerate(paragraphs, 1) if text.strip()), 0)
    return sentence or longest or filled


def _is_sentence(paragraph: str) -> bool:
    text = paragraph.strip()
    ends = text.endswith(("。", "：", ":", "；")) or "。" in text
    return len(text) >= (_SHORTEST_OPENING if ends else _LONG_ENOUGH) and (
        ends or "，" in text or "," in text
    )


def places_of(document: Document, folded: str, marks: Sequence[Mark]) -> int:
    """How many places of the text behind its printed head ``marks`` stand in, as the document's page counts them."""
    beginning = document.text.content.split("\n", LONGEST_HEAD)[:LONGEST_HEAD]
    return places(folded, marks, first_behind_head(document, beginning))


@lru_cache(maxsize=64)
def _head(title: str, number: str) -> tuple[str, ...]:
    return squeezed(title), squeezed(number)

"""From a typed query to the documents that answer it: words, numbers and filters understood, tier by tier."""

from __future__ import annotations

from search_app.query.answering import Answer, answer, marks
from search_app.query.numbers import HeldCodes, NumberMatch, number_match
from search_app.query.parser import parse_query
from search_app.query.pasted import is_letter

__all__ = [
    "Answer",
    "HeldCodes",
    "NumberMatch",
    "answer",
    "is_letter",
    "marks",
    "number_match",
    "parse_query",
]

"""What was pasted rather than typed: text with marks of its own, which are no operators.

An unpaired bracket or quotation mark, a star inside a word (李*宸) and an unknown name before a full-width colon
(请问：…) are read as text; the language itself stays strict (``parser``). A whole letter is read as one text, and so is
a passage of several clauses (…，…。) that is no sentence of the language.
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.analysis import fold, squeezed
from indexer.errors import QueryError
from indexer.fields import FILTERS, query_names
from search_app.query.lexer import CLOSING, OPENING, QUOTES, STARS
from search_app.query.parser import MAX_LENGTH, check_text, parse_query
from search_app.query.syntax import Node, Word

if TYPE_CHECKING:
    from dictionaries import Dictionaries

LETTER = 200
"""Squeezed characters from which a query of several sentences is a text rather than words."""
LONGEST_LETTER = 5_000
"""Characters of a text that is still read, by its beginning; what is longer is a document, not a letter."""
PASSAGE = 30
"""Squeezed characters from which several clauses are a passage out of a text."""
MOST_MARKS = 20
"""Marks that are read as text in one query; what has more is no language."""
NEUTRAL = "·"
"""Stands for a mark inside a word: dropped wherever text is compared."""
_SENTENCE_ENDS = re.compile(r"[。；！？!?;\n]")
_CLAUSE_ENDS = re.compile(r"[，,。；;！？!?](?!\d)")
_OPERATOR = re.compile(r"(?:^|\s)(?:OR|AND|NOT)(?:\s|$)")
_NAMED = re.compile(r"(?:^|\s)(\w+)[:：]")
_LABELS = frozenset(label for each in FILTERS for label in (each.name, each.label))


@dataclass(frozen=True, slots=True)
class Reading:
    """A query's tree, and a sentence about each mark that was taken for text."""

    tree: Node
    notices: tuple[str, ...] = ()


def read_query(query: str, dictionaries: Dictionaries, codes: Container[str] = ()) -> Reading:
    """``query`` in the language, or as text where only a mark is in the way; ``codes`` are as in ``parse_query``.

    A letter longer than the language allows is read by its beginning. Raises QueryError for what is malformed
    otherwise, and for what holds nothing that can be sought.
    """
    fields = query_names(dictionaries.query_fields)
    if is_letter(query, fields):
        beginning = query.strip()[:MAX_LENGTH]
        check_text(beginning)
        cut = f"（只看前 {MAX_LENGTH} 字）" if len(query.strip()) > MAX_LENGTH else ""
        return Reading(Word(beginning), (f"查询较长，按其中最有特征的词查找{cut}",))
    check_text(query)
    notices: list[str] = []
    text = query
    first: QueryError | None = None
    while True:
        try:
            return Reading(parse_query(text, dictionaries, codes), tuple(notices))
        except QueryError as error:
            first = first or error
            if is_passage(query, fields):
                return Reading(Word(query.strip()), ("看来是从文中摘下的一段，按普通文字查找",))
            mended = _as_text(text, error.position, dictionaries)
            if mended is None or len(notices) == MOST_MARKS:
                raise first from None
            text, notice = mended
            notices.append(notice)


def is_letter(query: str, fields: Container[str] = _LABELS) -> bool:
    """Whether the query is a pasted text of several sentences, without operators or any of ``fields`` by its name."""
    return (
        LETTER < len(query) <= LONGEST_LETTER
        and len(squeezed(query)) > LETTER
        and len(_SENTENCE_ENDS.findall(query.strip())) > 1
        and _is_text(query, fields)
    )


def is_passage(query: str, fields: Container[str] = _LABELS) -> bool:
    """Whether the query is a piece of running text: several clauses, no operators, no field by its name."""
    return (
        len(squeezed(query)) >= PASSAGE
        and len(_CLAUSE_ENDS.findall(query)) > 1
        and _is_text(query.strip(), fields)
    )


def _is_text(query: str, fields: Container[str]) -> bool:
    named = any(fold(name) in fields for name in _NAMED.findall(query))
    return not named and not _OPERATOR.search(query)


def _as_text(query: str, position: int, dictionaries: Dictionaries) -> tuple[str, str] | None:
    """``query`` with the mark that the parser stumbled over at ``position`` made text, and what to say of it."""
    mark = query[position : position + 1]
    if mark and mark in QUOTES + OPENING + CLOSING:
        return _replaced(query, position, " "), f"“{mark}”没有配对，不作{_kind(mark)}，按普通文字查找"
    if mark and mark in STARS and 0 < position < len(query) - 1 and not query[position - 1].isspace():
        return _replaced(query, position, NEUTRAL), f"“{mark}”在词的中间，按普通文字查找"
    colon = query.find("：", position)
    name = query[position:colon] if colon >= 0 else ""
    if (
        colon >= 0
        and (name.isalnum() or not name)
        and fold(name) not in query_names(dictionaries.query_fields)
    ):
        return _replaced(query, colon, " "), f"“{name}：”不是检索字段，按普通文字查找"
    return None


def _kind(mark: str) -> str:
    return "引号" if mark in QUOTES else "括号"


def _replaced(query: str, position: int, by: str) -> str:
    return query[:position] + by + query[position + 1 :]

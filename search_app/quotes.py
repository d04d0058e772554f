"""Quotation marks inside running text: 劳动法上的“三期”指的是什么.

They are read as the query language has it, exactly this string; where that finds nothing, a query in which
the marks were plainly part of a sentence can be read as one sentence.
"""

from __future__ import annotations

from dataclasses import replace

from search_app.query_lexer import CURLY_QUOTES
from search_app.syntax import Node, Phrase, Sequence, Word


def without_embedded_quotes(tree: Node, query: str) -> Node | None:
    """``tree`` with curly-quoted strings that touch a word joined to it; None where there are none."""
    if not isinstance(tree, Sequence):
        return None
    joined: list[Node] = []
    end = -1
    for clause in tree.clauses:
        last = joined[-1] if joined else None
        if isinstance(last, Word) and isinstance(clause, Word | Phrase) and clause.position == end:
            joined[-1] = replace(last, text=last.text + clause.text)
        elif isinstance(clause, Phrase) and _opens_sentence(clause, query):
            joined.append(Word(clause.text, clause.position))
        else:
            joined.append(clause)
        end = _end(clause, query)
    if any(isinstance(clause, Phrase) for clause in joined) or len(joined) == len(tree.clauses):
        return None
    return joined[0] if len(joined) == 1 else replace(tree, clauses=tuple(joined))


def _opens_sentence(phrase: Phrase, query: str) -> bool:
    """Whether a word follows the closing mark at once."""
    following = query[_end(phrase, query) :][:1]
    return query[phrase.position] in CURLY_QUOTES and following.isalnum()


def _end(node: Node, query: str) -> int:
    """Where the clause ends in the query; -1 for what cannot be joined."""
    match node:
        case Word():
            return node.position + len(node.text)
        case Phrase() if query[node.position : node.position + 1] in tuple(CURLY_QUOTES):
            return node.position + len(node.text) + 2
        case _:
            return -1

"""Other trees for a query, where what it says to the letter stands nowhere.

Quotation marks inside running text, 劳动法上的“三期”指的是什么, mean exactly this string; where that finds
nothing, the whole can be read as one sentence. A comma joins two words, 一窗受理，营商环境, as a term has
marks inside, 双随机、一公开; where no document holds that, it is read as a blank. What looks like a 发文字号 beside
words (公司发6560工资) and is none that the index knows is text like the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from indexer.analysis import squeezed
from indexer.backends import Substring
from search_app.query.corrections import mend
from search_app.query.lexer import CURLY_QUOTES
from search_app.query.pasted import is_passage
from search_app.query.planner import QueryPlan
from search_app.query.syntax import Node, NumberWord, Phrase, Sequence, Word, leaves
from search_app.query.understanding import LETTER
from search_app.searcher import Searcher

_PART = re.compile(r"(?:[^，,、；;。？?！!]|(?<=\d)[，,](?=\d{3}(?!\d)))+")
"""What stands between two marks; the comma in 3,000 is none."""


@dataclass(frozen=True, slots=True)
class Rewrite:
    """Another tree for the query; ``loose`` ones may match in part, ``mended`` ones are worth suggesting, and match in
    part only where they find nothing as a whole.
    """

    tree: Node
    notice: str
    loose: bool = False
    mended: bool = False


def rewrites(tree: Node, plan: QueryPlan, query: str, index: Searcher) -> Iterator[Rewrite]:
    """What else ``query`` may mean, the likeliest first."""
    plain = without_embedded_quotes(tree, query)
    if plain:
        yield Rewrite(plain, "没有与引号内原文一字不差的公文，下面按普通词句查找", loose=True)
    if plain is None and any(isinstance(leaf, Phrase) for leaf in leaves(tree)) and is_passage(query):
        text = Word(query.strip())
        yield Rewrite(text, "没有与引号内原文一字不差的公文，下面按普通词句查找", loose=True)
    worded = without_unknown_numbers(tree, plan, query, index)
    if worded:
        yield worded
    mended = mend(tree, plan, index)
    if mended:
        yield Rewrite(mended.tree, mended.notice, loose=not mended.doubtful, mended=True)


def split_at_commas(tree: Node, index: Searcher) -> Node:
    """``tree`` with words parted at the marks inside them, where they do not stand in the index with them."""
    clauses = tree.clauses if isinstance(tree, Sequence) else (tree,)
    parted = tuple(part for clause in clauses for part in _parted(clause, index))
    return Sequence(parted, tree.position) if len(parted) > len(clauses) else tree


def _parted(node: Node, index: Searcher) -> Iterator[Node]:
    if not isinstance(node, Word) or not _PART.search(node.text):
        yield node
        return
    parts = [found for found in _PART.finditer(node.text) if squeezed(found.group())]
    asked = any(mark in node.text for mark in "?？")
    letter = len(squeezed(node.text)) > LETTER
    if len(parts) < 2 or asked or letter or index.count(Substring(squeezed(node.text))):
        yield node
        return
    yield from (Word(part.group(), node.position + part.start()) for part in parts)


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


def without_unknown_numbers(tree: Node, plan: QueryPlan, query: str, index: Searcher) -> Rewrite | None:
    """``tree`` with every number that no document bears or mentions read as text, joined to what it touches; None where
    there is none, or nothing beside it to look for.
    """
    unknown = {number.typed for number in plan.numbers if not index.count(number.query)}
    if not unknown or not isinstance(tree, Sequence) or not any(isinstance(c, Word) for c in tree.clauses):
        return None
    read: list[Node] = []
    for clause in tree.clauses:
        word: Node = clause
        if isinstance(clause, NumberWord) and clause.text in unknown:
            word = Word(clause.text, clause.position)
        last = read[-1] if read else None
        touching = isinstance(last, Word) and last.position + len(last.text) == clause.position
        if isinstance(last, Word) and isinstance(word, Word) and touching:
            read[-1] = replace(last, text=last.text + word.text)
        else:
            read.append(word)
    named = "、".join(f"“{text}”" for text in sorted(unknown))
    text = replace(tree, clauses=tuple(read)) if len(read) > 1 else read[0]
    return Rewrite(text, f"没有{named}这样的文号，下面按普通文字查找", loose=True)


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

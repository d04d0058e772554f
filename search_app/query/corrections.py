"""Slips of the pen, mended: characters of the same sound or look, any one of a longer term, two the other way
round, one too many.

Only tried where the query as typed finds nothing, and only believed where the index itself holds the
mended string.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from indexer.analysis import squeezed
from indexer.backends import Substring
from indexer.schema import BIGRAM
from search_app.query.planner import QueryPlan
from search_app.query.spellings import possible_spellings
from search_app.query.syntax import AllOf, AnyOf, Node, Sequence, Word
from search_app.searcher import Searcher

MAX_LENGTH = 16
"""Squeezed characters of a run that is mended; longer ones are found by most of their words anyway."""
MIN_LENGTH = 4
"""Squeezed characters that must be left where one is taken out."""
LONG_TERM = 5
"""Squeezed characters of a run of which any one may be wrong: the others say what is meant."""
LONGEST_TWICE = 8
"""Squeezed characters of a run in which two slips are sought."""
MOST_BEGUN = 2_000
"""Beginnings of spellings with two slips that are kept."""
MOST_TRIED = 60
"""Spellings with any character or two slips that are sought in the index as a whole."""
CONTEXT = 2
"""Characters on each side of the changed one that must stand in the index with it."""


@dataclass(frozen=True, slots=True)
class Mended:
    """``tree`` is the query with its slips mended; ``notice`` says what was changed. ``doubtful``: a word of two
    characters among others was, which as well may be right and stand nowhere.
    """

    tree: Node
    notice: str
    doubtful: bool = False


def mend(tree: Node, plan: QueryPlan, index: Searcher) -> Mended | None:
    """The query that was probably meant, or None."""
    changes = {}
    for concept in plan.concepts:
        if concept.is_long and len(plan.concepts) > 1:
            continue  # one sentence of several: the others say what is meant
        if 2 <= len(concept.text) <= MAX_LENGTH and not any(
            index.count(Substring(s)) for s in concept.strings
        ):
            better = next(iter(spellings(concept.text, index)), None)
            if better:
                changes[concept.typed] = better
    if not changes:
        return None
    named = "、".join(f"“{typed}”按“{better}”" for typed, better in changes.items())
    doubtful = len(plan.concepts) > 1 and any(len(squeezed(typed)) == 2 for typed in changes)
    return Mended(_replaced(tree, changes), f"没有与原文相符的公文；已把{named}查找", doubtful)


def spellings(text: str, index: Searcher) -> list[str]:
    """``text`` with its slips mended, as the index has it, likeliest first: one slip before two."""
    whole: list[tuple[int, str]] = []
    partly: list[tuple[int, str]] = []
    tried = (*_candidates(text, index), *_slips(text, index))
    index.counts(Substring(spelled) for _, spelled in tried)
    for position, spelled in tried:
        count = index.count(Substring(spelled))
        if count:
            whole.append((-count, spelled))
        elif not whole and len(text) > 2 * CONTEXT + 1:
            around = spelled[max(0, position - CONTEXT) : position + CONTEXT + 1]
            count = index.count(Substring(around)) if len(around) > CONTEXT + 1 else 0
            if count:
                partly.append((-count, spelled))
    return [spelled for _, spelled in sorted(whole)] or [
        *_most_frequent((*_any_character(text, index), *_two_slips(text, index)), index),
        *(spelled for _, spelled in sorted(partly)),
    ]


def _most_frequent(spelled: tuple[str, ...], index: Searcher) -> list[str]:
    tried = [*dict.fromkeys(spelled[:MOST_TRIED])]
    counts = dict(zip(tried, index.counts(map(Substring, tried)), strict=True))
    return sorted((text for text, count in counts.items() if count), key=lambda text: (-counts[text], text))


def _any_character(text: str, index: Searcher) -> Iterator[str]:
    """A longer term with any one of its characters another that the index has between its neighbours; in a term of up
    to LONGEST_TWICE characters the rest may have a slip of sound or look itself.

    The last character has one neighbour only: it must stand nowhere beside that to be taken for wrong.
    """
    if len(text) < LONG_TERM or not text.isalpha() or text.isascii():
        return
    for position in range(1, len(text)):
        if position == len(text) - 1 and index.frequency(BIGRAM, text[position - 1 :]):
            continue
        for left, right in _held(text[:position], text[position + 1 :], index):
            for other in _between(left[-1], right[:1], index):
                if other != text[position]:
                    yield left + other + right


def _held(left: str, right: str, index: Searcher) -> Iterator[tuple[str, str]]:
    """Both parts where the index holds them; else with a slip in one of them mended, the other held."""
    wrong = [part for part in (left, right) if len(part) > 1 and not index.count(Substring(part))]
    if not wrong:
        yield left, right
    elif len(wrong) == 1 and len(left) + len(right) < LONGEST_TWICE:
        spelled = [other for _, other in _candidates(wrong[0], index)]
        for other, count in zip(spelled, index.counts(map(Substring, spelled)), strict=True):
            if count:
                yield (other, right) if wrong[0] is left else (left, other)


def _between(before: str, after: str, index: Searcher) -> list[str]:
    """The characters that the index has after ``before`` and before ``after`` (if any), the most frequent first."""
    pairs = [(count, pair[1:]) for pair, count in index.reader.terms(BIGRAM, before) if len(pair) == 2]
    fitting = (pair for pair in pairs if not after or index.frequency(BIGRAM, pair[1] + after))
    return [char for _, char in sorted(fitting, key=lambda pair: (-pair[0], pair[1]))]


def _two_slips(text: str, index: Searcher) -> Iterator[str]:
    """Spellings with two characters of the same sound or look, all of whose pairs stand in the index."""
    if not MIN_LENGTH <= len(text) <= LONGEST_TWICE or text.isascii():
        return
    begun = [("", 0)]
    for char in text:
        others = _mistaken_for(char, index)
        lasts = {spelled[-1] for spelled, _ in begun if spelled}
        index.frequencies((BIGRAM, last + next_one) for last in lasts for next_one in (char, *others))
        begun = [
            (spelled + next_one, slips + (next_one != char))
            for spelled, slips in begun
            for next_one in (char, *(others if slips < 2 else ""))
            if not spelled or index.frequency(BIGRAM, spelled[-1] + next_one)
        ][:MOST_BEGUN]
    yield from (spelled for spelled, slips in begun if slips == 2)


def _candidates(text: str, index: Searcher) -> Iterator[tuple[int, str]]:
    """Place and spelling, where both pairs that the changed character makes stand in the index."""
    return possible_spellings(text, index, {char: _mistaken_for(char, index) for char in text})


def _slips(text: str, index: Searcher) -> Iterator[tuple[int, str]]:
    """Place and spelling: two neighbours the other way round, one character too many inside.

    Numbers are not tried. A character too many breaks a word up; where the rest falls apart into more
    pieces (黑臭水体治 of 黑臭水体整治), it was none.
    """
    parts = _lone(text, index)
    for position in range(len(text) - 1):
        if text[position].isascii() or text[position + 1].isascii():
            continue
        if text[position] != text[position + 1]:
            yield position, text[:position] + text[position + 1] + text[position] + text[position + 2 :]
        shorter = text[:position] + text[position + 1 :]
        if text[position] == text[position + 1] or (
            position and len(text) > MIN_LENGTH and _lone(shorter, index) < max(parts, 1)
        ):
            yield position, shorter


def _lone(text: str, index: Searcher) -> int:
    """How many words of one character ``text`` is cut into."""
    return sum(token.kind == "word" and len(token.text) == 1 for token in index.analyzer.tokens(text))


def _mistaken_for(char: str, index: Searcher) -> str:
    dictionaries = index.dictionaries
    others = dictionaries.homophones.get(char, "") + dictionaries.lookalikes.get(char, "")
    return "".join(dict.fromkeys(others.replace(char, "")))


def _replaced(node: Node, changes: dict[str, str]) -> Node:
    match node:
        case Word():
            return replace(node, text=changes.get(node.text, node.text))
        case Sequence() | AllOf() | AnyOf():
            return replace(node, clauses=tuple(_replaced(clause, changes) for clause in node.clauses))
        case _:
            return node

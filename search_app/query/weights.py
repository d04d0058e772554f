"""What is scored and what is marked: tokens with their weights, boosts, strings to highlight."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from indexer.analysis import squeezed
from indexer.backends import Boost, ScoredTerm, Substring
from indexer.schema import WEIGHTS
from search_app.highlights import Mark
from search_app.query.numbers import NumberMatch
from search_app.query.syntax import Filter, Node, NumberWord, Phrase, PrefixWord, Word
from search_app.query.understanding import Concept
from search_app.searcher import Searcher

SYNONYM_WEIGHT = 0.6
"""Of a synonym's tokens and marks, against 1 for what was typed."""
OWN_NUMBER = 60.0
"""Added to the document whose own 发文字号 was typed: more than any BM25 of its few tokens."""
CITED_NUMBER = 5.0
WHOLE_STRING = 4.0
"""Added where the run stands as typed, beside its synonyms and misprints."""
MAX_SCORED = 400
"""Tokens that are scored; a query of a thousand characters has more."""
REPRESENTATIONS = {"title": "search", "title_bigram": "bigram"}
"""Fields of the title → the representation their tokens are of."""


def terms(positive: Iterable[Node], concepts: Sequence[Concept], index: Searcher) -> tuple[ScoredTerm, ...]:
    weights: dict[tuple[str, str], float] = {}
    letters = {concept.typed: concept for concept in concepts if concept.letter}
    typed = [
        text
        for leaf in positive
        if isinstance(leaf, Word | Phrase | PrefixWord)
        for text in (_words(letters[leaf.text]) if leaf.text in letters else [leaf.text])
    ]
    typed += [leaf.value for leaf in positive if isinstance(leaf, Filter) and leaf.field == "title"]
    _add_terms(weights, typed, 1.0, index)
    _add_terms(weights, [text for concept in concepts for text in _new_parts(concept)], SYNONYM_WEIGHT, index)
    return tuple(ScoredTerm(name, token, weight) for (name, token), weight in weights.items())[:MAX_SCORED]


def _words(letter: Concept) -> list[str]:
    return [unit.word or unit.forms[0] for unit in letter.units]


def _add_terms(
    weights: dict[tuple[str, str], float], texts: list[str], share: float, index: Searcher
) -> None:
    if not texts:
        return
    counts = index.analyzer.counts(texts)
    for name, weight in WEIGHTS.items():
        for token in counts[REPRESENTATIONS.get(name, name)] if weight else ():
            weights.setdefault((name, token), weight * share)


def boosts(concepts: Iterable[Concept], numbers: Iterable[NumberMatch]) -> Iterator[Boost]:
    for concept in concepts:
        if len(concept.text) > 1 and (concept.synonyms or concept.variants or len(concept.units) > 1):
            yield Boost(Substring(concept.text), WHOLE_STRING, f"原文：{concept.typed}")
    for number in numbers:
        yield Boost(number.own, OWN_NUMBER, "本文文号")
        yield Boost(number.cited, CITED_NUMBER, "引用文号")


def marks(
    positive: Iterable[Node], concepts: Mapping[Word, Concept], numbers: Mapping[NumberWord, NumberMatch]
) -> Iterator[Mark]:
    """Strings to mark, those typed before those that stand for them."""
    for leaf in positive:
        match leaf:
            case Word():
                yield from concept_marks(concepts[leaf])
            case Phrase() | PrefixWord():
                yield Mark(squeezed(leaf.text), 2.0)
            case NumberWord():
                yield from numbers[leaf].marks
            case Filter() if leaf.field in ("title", "issuer", "number"):
                yield Mark(squeezed(leaf.value), 0.5)


def concept_marks(concept: Concept) -> Iterator[Mark]:
    """The run as typed, its synonyms and misprints, then its content words, for where it does not
    stand whole.
    """
    for position, text in enumerate(concept.strings):
        yield Mark(text, 2.0 if position else 3.0, run=concept.text)
    for unit in concept.units:
        for position, form in enumerate(unit.forms):
            if len(form) > 1 or len(concept.text) == 1:
                share = 1.0 if position == 0 else SYNONYM_WEIGHT
                yield Mark(form, share * max(unit.weight, 0.1) / 4, part_of=concept.text)


def _new_parts(concept: Concept) -> Iterator[str]:
    """What the synonyms of a run add to it."""
    yield from concept.synonyms
    for unit in concept.units:
        yield from unit.synonyms

"""What is scored and what is marked: tokens with their weights, boosts, strings to highlight."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from indexer.analysis import squeezed
from indexer.backends import Boost, ScoredTerm, Substring
from indexer.schema import BIGRAM, UNIGRAM, WEIGHTS
from search_app.highlights import Mark
from search_app.query.numbers import NumberMatch
from search_app.query.syntax import Filter, Node, NumberWord, Phrase, PrefixWord, Word
from search_app.query.understanding import Concept
from search_app.searcher import Searcher, idf

SYNONYM_WEIGHT = 0.6
"""Of a synonym's tokens and marks, against 1 for what was typed."""
SYNONYM_WEIGHTS = {name: SYNONYM_WEIGHT * weight for name, weight in WEIGHTS.items() if name != UNIGRAM}
"""Of a synonym's tokens by field: its single characters stand in anything."""
OWN_NUMBER = 60.0
"""Added to the document whose own 发文字号 was typed: more than any BM25 of its few tokens."""
CITED_NUMBER = 5.0
WHOLE_STRING = 4.0
"""Added where the run stands as typed, beside its synonyms and misprints."""
MAX_SCORED = 200
"""Tokens that are scored, the most telling ones; only pasted texts have more, and the rest of them says less than it
costs (docs/relevance.md).
"""
REPRESENTATIONS = {"title": "search", "title_bigram": "bigram"}
"""Fields of the title → the representation their tokens are of."""


def terms(positive: Iterable[Node], concepts: Sequence[Concept], index: Searcher) -> tuple[ScoredTerm, ...]:
    weights: dict[tuple[str, str], float] = {}
    leaves = tuple(positive)
    # One text: what is typed side by side mostly belongs together, so pairs of characters cross the blank.
    beside = " ".join(leaf.text for leaf in leaves if isinstance(leaf, Word))
    typed = [beside, *(leaf.text for leaf in leaves if isinstance(leaf, Phrase | PrefixWord))]
    typed += [leaf.value for leaf in leaves if isinstance(leaf, Filter) and leaf.field == "title"]
    meant = [text for concept in concepts for text in _new_parts(concept)]
    _add_terms(weights, typed, WEIGHTS, index, repeated=True)
    _add_terms(weights, meant, SYNONYM_WEIGHTS, index, repeated=False)
    found = [ScoredTerm(name, token, weight) for (name, token), weight in weights.items()]
    return tuple(found if len(found) <= MAX_SCORED else _most_telling(found, index))


def _most_telling(found: Sequence[ScoredTerm], index: Searcher) -> list[ScoredTerm]:
    frequencies = index.frequencies((term.field, term.token) for term in found)
    gain = {
        term: term.weight * idf(frequency, index.document_count)
        for term, frequency in zip(found, frequencies, strict=True)
    }
    return sorted(found, key=lambda term: -gain[term])[:MAX_SCORED]


def _add_terms(
    weights: dict[tuple[str, str], float],
    texts: list[str],
    fields: Mapping[str, float],
    index: Searcher,
    *,
    repeated: bool,
) -> None:
    """Every token once; of what was typed, a ``repeated`` pair of characters as often: what a letter repeats, it is
    about.
    """
    if not any(texts):
        return
    counts = index.analyzer.counts(texts)
    idle = _idle_characters(texts, index)
    for name, weight in fields.items():
        representation = REPRESENTATIONS.get(name, name)
        for token, often in counts[representation].items() if weight else ():
            if (representation, token) not in idle:
                times = often if repeated and name == BIGRAM else 1
                weights.setdefault((name, token), weight * times)


def _idle_characters(texts: Sequence[str], index: Searcher) -> frozenset[tuple[str, str]]:
    """Characters and pairs that only stand in or at question words (怎么, 吗): by chance beside each other, they are
    rarer than what was asked about. Nothing where there is nothing else.
    """
    idle_words = index.dictionaries.question_words
    words = [token.text for text in texts for token in index.analyzer.tokens(text) if token.kind != "subword"]
    content = [squeezed(word) for word in words if word not in idle_words]
    idle = [squeezed(word) for word in words if word in idle_words]
    if not content or not idle:
        return frozenset()
    alone = {word for word in idle if len(word) == 1}
    pairs = {pair for text in texts for pair in _pairs(squeezed(text))}
    asking = {pair for word in idle for pair in _pairs(word)} | {
        pair for pair in pairs if pair[0] in alone or pair[1] in alone
    }
    characters = set("".join(idle)) - set("".join(content))
    told = {pair for word in content for pair in _pairs(word)}
    return frozenset(
        {(BIGRAM, pair) for pair in asking - told} | {(UNIGRAM, character) for character in characters}
    )


def _pairs(text: str) -> list[str]:
    return [text[at : at + 2] for at in range(len(text) - 1)]


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

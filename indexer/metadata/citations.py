"""引用 and 废止: other documents' numbers (or titles) that a document names, and those it repeals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dictionaries import Dictionaries
from indexer.evidence import Rule
from indexer.identifiers import certain_codes, find_numbers
from indexer.layout import LayoutPatterns, Unit, is_numbered, patterns_of
from indexer.metadata.found import Found
from indexer.models import Text

_SENTENCE = re.compile(r"[^。；;]*[。；;]?")
_QUOTED = re.compile(r"《((?:[^《》]|《[^《》]*》)*)》")


Named = Found[tuple[str, ...]] | None
"""Numbers and titles, each once, with the line of the first."""


def cited_numbers(paragraphs: Sequence[Text], own: str | None, dictionaries: Dictionaries) -> Named:
    """Numbers in the normal form, in the order of the text, each once, without the document's own."""
    codes = frozenset(code for text in paragraphs for code in certain_codes(text.content, dictionaries))
    found: dict[str, int] = {}
    for text in paragraphs:
        for hit in find_numbers(text.content, dictionaries, codes):
            number = str(hit.number)
            if number not in found and not (own and own.endswith(number)):
                found[number] = text.line_at(hit.start)
    return _named_in(found)


def _named_in(found: dict[str, int]) -> Named:
    """What was named, by the line that names it first."""
    first = next(iter(found.values()), None)
    return Found(tuple(found), first, Rule.NAMED_IN_TEXT) if found else None


def repealed(paragraphs: Sequence[Text], own: str | None, dictionaries: Dictionaries) -> Named:
    """Numbers (titles where no number is given) that the text declares repealed."""
    texts = [paragraph.content for paragraph in paragraphs]
    found: dict[str, int] = {}
    for i, named in _repealed_by(texts, dictionaries):
        if named != own:
            found.setdefault(named, paragraphs[i].line_at(0))
    return _named_in(found)


def _repealed_by(paragraphs: Sequence[str], dictionaries: Dictionaries) -> Iterator[tuple[int, str]]:
    """Each number or title that is declared repealed, with its paragraph.

    Declared is what a sentence ends in 废止, and what a list under a heading with 废止 holds; 失效 is another thing.
    """
    words, patterns = dictionaries.markers["repeal"], patterns_of(dictionaries)
    listing = enumerating = False
    for i, text in enumerate(paragraphs):
        if "\t" in text:
            if listing:
                yield from ((i, str(hit.number)) for hit in find_numbers(text, dictionaries))
            continue
        if _is_list_heading(text):
            listing = any(word in text for word in words)
        enumerating = bool(patterns.list_follows.search(text)) or (
            enumerating and is_numbered(text, Unit.LEVELS)
        )
        if enumerating and is_numbered(text, Unit.LEVELS):
            yield from ((i, named) for named in _named(text, dictionaries))
        yield from ((i, named) for named in _repealed_in(text, patterns, dictionaries))


def _is_list_heading(text: str) -> bool:
    return len(text) <= 60 and not re.search(r"[。；，]", text)


def _repealed_in(text: str, patterns: LayoutPatterns, dictionaries: Dictionaries) -> Iterator[str]:
    words = dictionaries.markers["repeal"]
    for sentence in _SENTENCE.findall(text):
        at = max((sentence.rfind(word) for word in words), default=-1)
        if at < 0:
            continue
        before = sentence[:at]
        if patterns.before_repeal.search(before):
            yield from _named(before, dictionaries)
        elif patterns.repeal_lead.search(before):
            yield from _named(_object(sentence, at, words), dictionaries)


def _object(sentence: str, at: int, words: Sequence[str]) -> str:
    """What stands behind the word: 决定废止《…》（…）, but nothing where no title or number does."""
    word = max((word for word in words if sentence.startswith(word, at)), key=len)
    rest = sentence[at + len(word) :]
    return rest if rest.startswith("《") else ""


def _named(clause: str, dictionaries: Dictionaries) -> Iterator[str]:
    """Each title's number, or the title itself where no number follows it."""
    numbers = list(find_numbers(clause, dictionaries))
    titles = list(_QUOTED.finditer(clause))
    if not titles:
        yield from (str(hit.number) for hit in numbers)
        return
    for title, until in zip(titles, [t.start() for t in titles[1:]] + [len(clause)], strict=True):
        own = [hit for hit in numbers if title.end() <= hit.start < until]
        yield from (str(hit.number) for hit in own) if own else [title.group(1)]

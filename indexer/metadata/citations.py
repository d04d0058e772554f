"""引用 and 废止: other documents' numbers (or titles) that a document names, and those it repeals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dictionaries import Dictionaries
from indexer.identifiers import certain_codes, find_numbers
from indexer.layout import LayoutPatterns, Unit, is_numbered, patterns_of

_SENTENCE = re.compile(r"[^。；;]*[。；;]?")
_QUOTED = re.compile(r"《((?:[^《》]|《[^《》]*》)*)》")


def cited_numbers(paragraphs: Sequence[str], own: str | None, dictionaries: Dictionaries) -> tuple[str, ...]:
    """Numbers in the normal form, in the order of the text, each once, without the document's own."""
    codes = frozenset(code for text in paragraphs for code in certain_codes(text, dictionaries))
    found = dict.fromkeys(
        str(hit.number) for text in paragraphs for hit in find_numbers(text, dictionaries, codes)
    )
    return tuple(number for number in found if not (own and own.endswith(number)))


def repealed(paragraphs: Sequence[str], own: str | None, dictionaries: Dictionaries) -> tuple[str, ...]:
    """Numbers (titles where no number is given) that the text declares repealed.

    Declared is what a sentence ends in 废止, and what a list under a heading with 废止 holds; 失效 is another thing.
    """
    words, patterns = dictionaries.markers["repeal"], patterns_of(dictionaries)
    found: dict[str, None] = {}
    listing = enumerating = False
    for text in paragraphs:
        if "\t" in text:
            if listing:
                found.update(dict.fromkeys(str(hit.number) for hit in find_numbers(text, dictionaries)))
            continue
        if _is_list_heading(text):
            listing = any(word in text for word in words)
        enumerating = bool(patterns.list_follows.search(text)) or (
            enumerating and is_numbered(text, Unit.LEVELS)
        )
        if enumerating and is_numbered(text, Unit.LEVELS):
            found.update(dict.fromkeys(_named(text, dictionaries)))
        found.update(dict.fromkeys(_repealed_in(text, patterns, dictionaries)))
    found.pop(own or "", None)
    return tuple(found)


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

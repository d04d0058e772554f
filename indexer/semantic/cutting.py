"""What of a document is embedded: passages of about 200 characters cut at sentence ends, the title in front of each.

The length is what was measured best on laws, policies and letters (docs/relevance.md); shorter units lose their
subject, a document's beginning alone loses what stands further down.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

LENGTH = 200
"""Characters of a passage, its title not counted."""
_SENTENCE = re.compile(r"[^。！？；\n]*[。！？；\n]?")


def passages(title: str, text: str) -> tuple[str, ...]:
    """The passages of a document in their order; the title alone where there is no text, () where there is nothing.

    >>> passages("供水办法", "第一条 甲。第二条 乙。")
    ('供水办法 第一条 甲。第二条 乙。',)
    """
    head = " ".join(title.split())
    found = tuple(" ".join(filter(None, (head, part))) for part in _parts(text))
    return found or ((head,) if head else ())


def _parts(text: str) -> Iterator[str]:
    """Sentences put together up to LENGTH; a longer one is cut."""
    held = ""
    for sentence in _sentences(text):
        if held and len(held) + len(sentence) > LENGTH:
            yield held
            held = ""
        held += sentence
    if held:
        yield held


def _sentences(text: str) -> Iterator[str]:
    for found in _SENTENCE.finditer(text):
        sentence = " ".join(found.group().split())
        yield from (sentence[start : start + LENGTH] for start in range(0, len(sentence), LENGTH))

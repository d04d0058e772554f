"""A paragraph's sentences as skeletons, in which every named document is one ◇."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.relations.targets import Target

SLOT = "◇"
_END = re.compile(r"[。；;！!？?\n]")
_WIDE = str.maketrans(",;:()!?", "，；：（）！？")
_BLANK = re.compile(r"[\s\u200b\ufeff]")
LONGEST_QUOTE = 400


@dataclass(frozen=True, slots=True)
class Sentence:
    """``text`` as it stands from ``start`` on in its paragraph.

    ``skeleton`` is its form without blanks and with full-width marks; ``targets[i]`` are the
    documents of the i-th ◇, several where they share one place.
    """

    text: str
    start: int
    skeleton: str
    targets: tuple[tuple[Target, ...], ...]

    @property
    def quote(self) -> str:
        """The sentence for a reader, cut where it is very long."""
        text = self.text.strip()
        return text if len(text) <= LONGEST_QUOTE else text[:LONGEST_QUOTE] + "…"


def sentences(paragraph: str, targets: Sequence[Target]) -> Iterator[Sentence]:
    """The sentences of ``paragraph`` in order; marks inside a named document end none."""
    spans = _spans(targets)
    start = 0
    for match in _END.finditer(paragraph):
        if any(span[0] <= match.start() < span[1] for span in spans):
            continue
        yield _sentence(paragraph, start, match.end(), spans, targets)
        start = match.end()
    if paragraph[start:].strip():
        yield _sentence(paragraph, start, len(paragraph), spans, targets)


def _spans(targets: Sequence[Target]) -> list[tuple[int, int]]:
    """The places of the targets, overlapping ones as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted((target.start, target.end) for target in targets):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _sentence(
    paragraph: str, start: int, end: int, spans: Sequence[tuple[int, int]], targets: Sequence[Target]
) -> Sentence:
    inside = [span for span in spans if start <= span[0] and span[1] <= end]
    pieces, at = [], start
    for first, last in inside:
        pieces += [paragraph[at:first].replace(SLOT, ""), SLOT]
        at = last
    pieces.append(paragraph[at:end].replace(SLOT, ""))
    skeleton = _BLANK.sub("", "".join(pieces)).translate(_WIDE)
    slots = tuple(tuple(t for t in targets if span[0] <= t.start < span[1]) for span in inside)
    return Sentence(paragraph[start:end], start, skeleton, slots)

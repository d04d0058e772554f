"""What a person said about where documents begin; it outweighs every sign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.issues.candidate import Candidate
from indexer.issues.weigh import Weighed
from indexer.layout import Line

_LONGEST_TITLE = 60


@dataclass(frozen=True, slots=True)
class Told:
    """Numbers of the file's lines: on those of ``begin`` a document begins, on those of ``never`` none does."""

    begin: frozenset[int] = frozenset()
    never: frozenset[int] = frozenset()


NOTHING_TOLD = Told()


def as_told(weighed: Weighed, body: Sequence[Line], told: Told) -> Weighed:
    """The heads without those that are none, and with one on each line that begins a document.

    Of the candidates that were rejected there the first is taken, else the line is the title.
    """
    if told == NOTHING_TOLD:
        return weighed
    heads = {head.start: head for head in weighed.heads if body[head.start].number not in told.never}
    denied = [head for head in weighed.heads if head.start not in heads]
    proposed = {each.start: each for each in reversed(weighed.rejected)}
    begun = {body[at].number for at in heads}
    for position, line in enumerate(body):
        if line.number in told.begin - begun:
            begun.add(line.number)
            heads = {at: head for at, head in heads.items() if not head.start < position < head.end}
            heads[position] = proposed.get(position) or plain_head(body, position)
    chosen = tuple(sorted(heads.values(), key=lambda head: head.start))
    rejected = [each for each in weighed.rejected if each not in chosen]
    return Weighed(chosen, (*rejected, *denied))


def plain_head(body: Sequence[Line], begin: int, *, news: bool = False) -> Candidate:
    """A document of which nothing but its beginning is known; its title is the first heading or short line."""
    title, end = _plain_title(body, begin)
    return Candidate(begin, end, (begin, end), title, None, None, news=news)


def _plain_title(body: Sequence[Line], begin: int) -> tuple[str, int]:
    """The first heading or short line near the beginning, else the first words."""
    for position in range(begin, min(len(body), begin + 5)):
        line = body[position]
        if not line.row and len(line.text) <= _LONGEST_TITLE and not line.text.endswith(("。", "；", "：")):
            return line.text, position + 1
    return body[begin].text.replace("\t", " ")[:40], begin

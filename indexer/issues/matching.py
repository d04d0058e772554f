"""Which row of the contents list names which document."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.issues.candidate import Candidate
from indexer.issues.likeness import same_title
from indexer.issues.listing import Listing
from indexer.layout import bare_text
from indexer.models import ContentsEntry

_ORDER_TAIL = re.compile(r"[（(][\u4e00-\u9fff]{0,4}第?(?P<sequence>\d{1,4})号令?[）)]$")
"""（第72号）, （令第142号）: the number of an order behind the row's title."""

_YEARLY_TAIL = re.compile(r"[〔\[［（(]?\d{4}[〕\]］）)年]\s*第?\s*\d+\s*号$")


def unnamed(listing: Listing, heads: Sequence[Candidate]) -> Listing:
    """The rows that are those of none of the documents."""
    taken = {
        id(entry)
        for head in heads
        for entry in listing.of(head)
        if any(agree(entry, head) for agree in _AGREEMENTS)
    }
    return Listing([entry for entry in listing.entries if id(entry) not in taken])


def match_entries(entries: Sequence[ContentsEntry], heads: Sequence[Candidate]) -> list[ContentsEntry | None]:
    """For each head its entry: by number first, then by title, in order, one to one."""
    result: list[ContentsEntry | None] = [head.entry for head in heads]
    taken = {id(entry) for entry in result if entry}
    listing = Listing(entries)
    nearest = [listing.of(head) for head in heads]
    for agree in _AGREEMENTS:
        for i, head in enumerate(heads):
            if result[i] is None:
                free = (entry for entry in nearest[i] if id(entry) not in taken)
                found = next((entry for entry in free if agree(entry, head)), None)
                if found:
                    result[i] = found
                    taken.add(id(found))
    return result


def _same_number(entry: ContentsEntry, head: Candidate) -> bool:
    return entry.number is not None and head.number is not None and entry.number == str(head.number)


def _equal_title(entry: ContentsEntry, head: Candidate) -> bool:
    if entry.title == head.title:
        return True
    tail = _ORDER_TAIL.search(entry.title)
    return bool(
        tail
        and head.number
        and int(tail["sequence"]) == head.number.sequence
        and bare_text(entry.title[: tail.start()]) == bare_text(head.title)
    )


def _like_title(entry: ContentsEntry, head: Candidate) -> bool:
    conflicting = entry.number and head.number and not str(head.number).endswith(entry.number)
    return not conflicting and same_title(entry.title, head.title, head.issuer)


def _promulgates(entry: ContentsEntry, head: Candidate) -> bool:
    """The row names an order by what it puts into force, an announcement by its yearly number."""
    if head.alias is None:
        return False
    bare = _ORDER_TAIL.sub("", entry.title)
    if bare_text(bare)[-2:] != bare_text(_YEARLY_TAIL.sub("", head.alias))[-2:]:
        return False  # 《…办法》解读 is another document
    if same_title(bare, head.alias, None) or bare_text(entry.title) == bare_text(head.alias):
        return True
    return bare_text(entry.title) == bare_text(_YEARLY_TAIL.sub("", head.alias))


_AGREEMENTS = (_same_number, _equal_title, _promulgates, _like_title)

"""Posting lists of an index into which documents came at one place: of most lists one gap changes, nothing else.

So they are patched as they are written, checksum and all; what is left to write anew are the lists of the documents
that came, and the few whose gap needs more room. The bytes are those that ``packing`` makes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from indexer.backends.storage.lists import HEADER, OVER
from indexer.backends.storage.merging import merged, part
from indexer.backends.storage.packing import (
    Integers,
    Lists,
    Sealed,
    gaps_of,
    put,
    recorded,
    starts_of,
    unpack,
)
from indexer.backends.storage.records import CHECKSUM


class Shift(NamedTuple):
    """Documents from number ``at`` on have a number greater by ``by``; those before keep theirs."""

    at: int
    by: int


def shift_of(becomes: Integers) -> Shift | None:
    """The shift that gives the documents of an index the numbers that they have become; None where none does."""
    moved = becomes - np.arange(len(becomes))
    turns = np.flatnonzero(np.diff(moved, prepend=0))
    if not len(turns):
        return Shift(len(becomes), 0)
    return Shift(int(turns[0]), int(moved[-1])) if len(turns) == 1 and moved[-1] > 0 else None


def shifted(blocks: Iterable[Sealed], came: Lists, shift: Shift) -> Iterator[Sealed]:
    """The lists of ``blocks`` after the ``shift``, with those of the documents that ``came``, ascending by key.

    Raises DamagedRecordError, and ValueError where a record is sound but no list.
    """
    at = 0
    for block in blocks:
        end = bisect_right(came.keys, block.keys[-1])
        content, anew = _patched(block, shift)
        places = {key: place for place, key in enumerate(block.keys)}
        touched = {*anew, *(places[key] for key in came.keys[at:end] if key in places)}
        patched = block._replace(content=content)
        if touched or at < end:
            yield _joined(patched, _anew(block, sorted(touched), part(came, at, end), shift), touched)
        else:
            yield patched
        at = end
    if at < len(came.keys):
        yield recorded(part(came, at, len(came.keys)))


def _patched(block: Sealed, shift: Shift) -> tuple[bytes, list[int]]:
    """The records with the gap across ``shift.at`` widened, and the places of those that have no room for it."""
    found = gaps_of(block)
    starts, sizes = starts_of(block.sizes), block.sizes
    below = np.add.reduceat(found.numbers < shift.at, starts, dtype=np.int64)
    moves = np.flatnonzero(below < sizes) if shift.by else np.zeros(0, np.int64)
    gap = starts[moves] + below[moves]
    before = found.gaps[gap]
    fits = _class(before) == _class(before + shift.by)
    anew = moves[~fits].tolist()
    moves, gap, before = moves[fits], gap[fits], before[fits]
    apart = (found.over[moves] > 0) & (before >= OVER)
    long = np.cumsum(found.gaps >= OVER)
    rank = long[gap] - 1 - np.where(starts[moves] > 0, long[starts[moves] - 1], 0)
    width = np.where(apart, 4, found.widths[moves])
    begin = found.begin[moves] + HEADER
    place = begin + np.where(
        apart, sizes[moves] * found.widths[moves] + 4 * rank, found.widths[moves] * below[moves]
    )
    out = np.frombuffer(block.content, np.uint8).copy()
    for each in (1, 2, 4):
        mine = width == each
        put(out, place[mine], before[mine] + shift.by, each)
    _seal(out, found.begin[moves], block.records[moves])
    return out.tobytes(), anew


def _class(gaps: Integers) -> Integers:
    """Gaps of one class are written in one way: whichever changes its class may change the whole list's."""
    return np.searchsorted(np.array([OVER, 1 << 8, 1 << 16]), gaps, "right")


def _seal(out: NDArray[np.uint8], begin: Integers, records: Integers) -> None:
    """Puts the checksums of the records that begin at ``begin`` in their place."""
    view = memoryview(out.data)
    ends = begin + records - CHECKSUM
    pairs = zip(begin.tolist(), ends.tolist(), strict=True)
    put(out, ends, np.array([crc32(view[start:end]) for start, end in pairs], np.int64), CHECKSUM)


def _anew(block: Sealed, places: Sequence[int], came: Lists, shift: Shift) -> list[Sealed]:
    """The block's lists at ``places``, and those that ``came``, merged."""
    begin = starts_of(block.records)
    chosen = np.array(places, np.int64)
    cut = (
        block.content[start:end]
        for start, end in zip(begin[chosen], (begin + block.records)[chosen], strict=True)
    )
    own = Sealed(
        [block.keys[place] for place in places],
        block.sizes[chosen],
        block.records[chosen],
        b"".join(cut),
        block.where,
    )
    lists = []
    if places:
        old = unpack(own)
        lists.append(old._replace(numbers=old.numbers + shift.by * (old.numbers >= shift.at)))
    if came.keys:
        lists.append(came)
    return [recorded(each) for each in merged([iter([each]) for each in lists])]


def _joined(block: Sealed, others: Iterable[Sealed], without: set[int]) -> Sealed:
    """One block of ``block``, its lists at the places ``without`` left out, and ``others``, ascending by key."""
    rows = [
        (key, size, record) for place, (key, size, record) in enumerate(_rows(block)) if place not in without
    ]
    rows += (row for other in others for row in _rows(other))
    rows.sort()
    return Sealed(
        [key for key, _, _ in rows],
        np.array([size for _, size, _ in rows], np.int64),
        np.array([len(record) for _, _, record in rows], np.int64),
        b"".join(record for _, _, record in rows),
        block.where,
    )


def _rows(block: Sealed) -> Iterator[tuple[bytes, int, bytes]]:
    at = 0
    for key, size, record in zip(block.keys, block.sizes.tolist(), block.records.tolist(), strict=True):
        yield key, size, block.content[at : at + record]
        at += record

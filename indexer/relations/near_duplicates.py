"""Documents that are nearly the same: reprints, second copies of a file, forms that differ in places and dates.

MinHash (Broder 1997) over shingles of five characters, from rensa; grouped in the order of the collection, each
document with the first one it is like enough, so that the same documents always make the same groups. Documents of
one number, place and (but for a slip) title are one document printed twice: for them a text as like as two readings
of one print is enough.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from indexer.analysis import squeezed
from indexer.models import Document
from indexer.relations.statements import Fingerprint, Head, Likeness
from indexer.relations.targets import from_about, title_key, titles_alike

_PERMUTATIONS = 64
_SEED = 20260101
_SHINGLE = 5
_BAND = 4
"""Values in a band: two documents are compared where they agree in all values of one of sixteen bands."""

_ALIKE = 0.85
"""Least share of equal values; its error is about 4 % with 64 of them."""

_PRINTED_TWICE = 0.3
"""The same of two prints of one document: one wrong character in twenty spoils every fifth shingle of each."""

_SHORTEST = 200
"""Characters below which a text is too short to be told from its likes: forms of one line."""

_SAMPLED = re.compile(f"(?=([{''.join(map(chr, range(0x4E00, 0x9FFF, 3)))}].{{{_SHINGLE - 1}}}))")
"""Shingles that begin with every third ideograph: which are taken depends on the text alone, a third is enough."""

_VARYING = re.compile(r"[0-9a-z〇零一二三四五六七八九十百千年月日号第]+")


def fingerprint(document: Document, text: str | None = None) -> Fingerprint | None:
    """The fingerprint of a document's text without numbers, dates and its own places' names; None for a short text.

    ``text`` is its squeezed text where that is known already.
    """
    text = squeezed(document.text.content) if text is None else text
    for name in (document.province, document.city, document.district):
        if name and len(name) > 1:
            text = text.replace(name, "").replace(name[:-1], "")
    text = _VARYING.sub("", text)
    if len(text) < _SHORTEST:
        return None
    from rensa import RMinHash  # what only reads relations starts without it

    hashed = RMinHash(num_perm=_PERMUTATIONS, seed=_SEED)
    hashed.update(list(set(_SAMPLED.findall(text))))
    return Fingerprint(array("I", hashed.digest()).tobytes().hex(), len(text))


def alike(one: Fingerprint, other: Fingerprint) -> float:
    """The estimated share of shingles in common, 0 to 1; 0 where the lengths differ by more than a quarter."""
    if min(one.size, other.size) < 0.75 * max(one.size, other.size):
        return 0.0
    return sum(map(int.__eq__, _values(one), _values(other))) / _PERMUTATIONS


class Likenesses:
    """Takes in all documents in their order, 350 bytes each; then tells who is like whom."""

    def __init__(self) -> None:
        self._prints: list[tuple[str, Fingerprint | None, int | None]] = []
        self._titles: dict[str, str] = {}

    def add(self, head: Head, mine: Fingerprint | None) -> None:
        self._prints.append((head.id, mine, _who(head, mine)))
        self._titles[head.id] = head.title

    def found(self) -> Mapping[str, Likeness]:
        """Id → likeness, for all documents of groups of two and more."""
        first = dict(self._first_prints())
        groups = self._groups(first)
        members = Counter(groups.values())
        return {
            id_: Likeness(group, first.get(id_, id_)) for id_, group in groups.items() if members[group] > 1
        }

    def _first_prints(self) -> Iterator[tuple[str, str]]:
        """(Id, id of the first print) of every later print of a document."""
        known: dict[int, list[tuple[str, Fingerprint | None]]] = {}
        for id_, mine, who in self._prints:
            if who is None:
                continue
            earlier = known.setdefault(who, [])
            first = next((each for each, theirs in earlier if self._one(id_, mine, each, theirs)), None)
            if first is None:
                earlier.append((id_, mine))
            else:
                yield id_, first

    def _one(self, id_: str, mine: Fingerprint | None, other: str, theirs: Fingerprint | None) -> bool:
        return _one_text(mine, theirs) and titles_alike(self._titles[id_], self._titles[other])

    def _groups(self, first: Mapping[str, str]) -> dict[str, str]:
        """Id → group of every document, alone or not; a later print is where the first one is."""
        groups: dict[str, str] = {}
        leaders: dict[str, Fingerprint] = {}
        bands: dict[int, list[str]] = {}
        shared = self._shared_bands()
        for id_, mine, _ in self._prints:
            if id_ in first:
                groups[id_] = groups[first[id_]]
                continue
            mine_in = shared.get(id_, [])
            leader = _leader(mine, mine_in, leaders, bands) if mine else None
            groups[id_] = leader or id_
            if leader is None and mine is not None and mine_in:
                leaders[id_] = mine
                for band in mine_in:
                    bands.setdefault(band, []).append(id_)
        return groups

    def _shared_bands(self) -> Mapping[str, list[int]]:
        """By id the bands that another document agrees in: the others lead nowhere and need no room.

        A band is a number of 64 bits mixed of its values and its place (constants: MurmurHash3's finaliser).
        """
        import numpy as np

        printed = [(id_, mine.values) for id_, mine, _ in self._prints if mine]
        if not printed:
            return {}
        values = np.frombuffer(bytes.fromhex("".join(each for _, each in printed)), np.uint32)
        pieces = values.reshape(len(printed), -1, _BAND).astype(np.uint64)
        bands = np.broadcast_to(np.arange(pieces.shape[1], dtype=np.uint64), pieces.shape[:2]).copy()
        for at in range(_BAND):
            bands ^= pieces[:, :, at]
            bands *= np.uint64(0xFF51AFD7ED558CCD)
            bands ^= bands >> np.uint64(33)
        _, inverse, counts = np.unique(bands, return_inverse=True, return_counts=True)
        shared = counts[inverse].reshape(bands.shape) > 1
        return {printed[at][0]: bands[at][shared[at]].tolist() for at in np.flatnonzero(shared.any(axis=1))}


def _who(head: Head, mine: Fingerprint | None) -> int | None:
    """What two prints of one document share, as a number; None where too little is known to tell.

    Without a 文号, that is a title without a slip, and the day.
    """
    title = from_about(title_key(head.title))
    if not title or not (head.number or (head.written_on and mine)):
        return None
    named = (head.number,) if head.number else (title, head.written_on)
    return _hash("\0".join(map(str, (*named, head.province, head.city, head.district))))


def _one_text(mine: Fingerprint | None, theirs: Fingerprint | None) -> bool:
    """Two readings of one text; short ones are known by what they are called."""
    if mine is None or theirs is None:
        return mine is theirs
    return alike(mine, theirs) >= _PRINTED_TWICE


def _leader(
    mine: Fingerprint,
    shared: Iterable[int],
    leaders: Mapping[str, Fingerprint],
    bands: Mapping[int, list[str]],
) -> str | None:
    """The likest leader, the first of equals."""
    candidates = dict.fromkeys(id_ for band in shared for id_ in bands.get(band, ()))
    rated = [(alike(mine, leaders[id_]), id_) for id_ in candidates]
    best = max((share for share, _ in rated), default=0.0)
    return next((id_ for share, id_ in rated if share == best), None) if best >= _ALIKE else None


def _values(mine: Fingerprint) -> array[int]:
    return array("I", bytes.fromhex(mine.values))


def _hash(text: str) -> int:
    from hashlib import blake2b

    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big") >> 1

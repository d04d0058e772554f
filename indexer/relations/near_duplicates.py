"""Documents that are nearly the same: reprints, second copies of a file, forms that differ in places and dates.

MinHash (Broder 1997) over shingles of five characters, from rensa; grouped in the order of the collection, each
document with the first one it is like enough, so that the same documents always make the same groups.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from indexer.analysis import squeezed
from indexer.models import Document
from indexer.relations.statements import Fingerprint

_PERMUTATIONS = 64
_SEED = 20260101
_SHINGLE = 5
_BAND = 4
"""Values in a band: two documents are compared where they agree in all values of one of sixteen bands."""

_ALIKE = 0.85
"""Least share of equal values; its error is about 4 % with 64 of them."""

_SHORTEST = 200
"""Characters below which a text is too short to be told from its likes: forms of one line."""

_SAMPLED = re.compile(f"(?=([{''.join(map(chr, range(0x4E00, 0x9FFF, 3)))}].{{{_SHINGLE - 1}}}))")
"""Shingles that begin with every third ideograph: which are taken depends on the text alone, a third is enough."""

_VARYING = re.compile(r"[0-9a-z〇零一二三四五六七八九十百千年月日号第]+")


def fingerprint(document: Document) -> Fingerprint | None:
    """The fingerprint of a document's text without numbers, dates and its own places' names; None for a short text."""
    text = squeezed(document.text.content)
    for name in (document.province, document.city, document.district):
        if name and len(name) > 1:
            text = text.replace(name, "").replace(name[:-1], "")
    text = _VARYING.sub("", text)
    if len(text) < _SHORTEST:
        return None
    from rensa import RMinHash  # what only reads relations starts without it

    hashed = RMinHash(num_perm=_PERMUTATIONS, seed=_SEED)
    hashed.update(list(set(_SAMPLED.findall(text))))
    return Fingerprint(tuple(hashed.digest()), len(text))


def groups(fingerprints: Iterable[tuple[str, Fingerprint | None]]) -> Mapping[str, str]:
    """Id -> id of the first document of its group, for all documents of groups of two and more."""
    leaders: dict[str, Fingerprint] = {}
    bands: dict[tuple[int, tuple[int, ...]], list[str]] = {}
    found: dict[str, str] = {}
    for id_, mine in fingerprints:
        if mine is None:
            continue
        leader = _leader(mine, leaders, bands)
        if leader is not None:
            found[id_] = found[leader] = leader
            continue
        leaders[id_] = mine
        for band in _bands(mine):
            bands.setdefault(band, []).append(id_)
    return found


def alike(one: Fingerprint, other: Fingerprint) -> float:
    """The estimated share of shingles in common, 0 to 1; 0 where the lengths differ by more than a quarter."""
    if min(one.size, other.size) < 0.75 * max(one.size, other.size):
        return 0.0
    return sum(a == b for a, b in zip(one.values, other.values, strict=True)) / _PERMUTATIONS


def _leader(
    mine: Fingerprint,
    leaders: Mapping[str, Fingerprint],
    bands: Mapping[tuple[int, tuple[int, ...]], list[str]],
) -> str | None:
    """The likest leader, the first of equals."""
    candidates = dict.fromkeys(id_ for band in _bands(mine) for id_ in bands.get(band, ()))
    rated = [(alike(mine, leaders[id_]), id_) for id_ in candidates]
    best = max((share for share, _ in rated), default=0.0)
    return next((id_ for share, id_ in rated if share == best), None) if best >= _ALIKE else None


def _bands(mine: Fingerprint) -> Iterable[tuple[int, tuple[int, ...]]]:
    return ((at, mine.values[at : at + _BAND]) for at in range(0, _PERMUTATIONS, _BAND))

"""Which document of the collection a mention means: by number, by 登记号, by title; nearest place, then date.

Agency codes and titles recur over the country. A mention that fits none, or several alike, stays unresolved: it
keeps its label.
"""

from __future__ import annotations

from collections.abc import Iterable

from indexer.identifiers import Place
from indexer.relations.statements import Head, Mention
from indexer.relations.targets import from_about, title_key, titles_alike


class Register:
    """The heads of all documents by everything they are named with; filled once, then asked."""

    def __init__(self, heads: Iterable[Head] = ()) -> None:
        self._by_number: dict[str, list[Head]] = {}
        self._by_registration: dict[str, list[Head]] = {}
        self._by_title: dict[str, list[Head]] = {}
        for head in heads:
            self.add(head)

    def add(self, head: Head) -> None:
        if head.number:
            self._by_number.setdefault(head.number, []).append(head)
        if head.registration_number:
            self._by_registration.setdefault(head.registration_number, []).append(head)
        for key in _title_keys(head):
            self._by_title.setdefault(key, []).append(head)

    def resolve(self, mention: Mention, citing: Head) -> Head | None:
        """The document meant, or None where none is certain; never the citing one."""
        if mention.number:
            return self._numbered(mention, citing)
        if mention.registration_number:
            found = self._chosen(self._by_registration.get(mention.registration_number, ()), mention, citing)
            if found is not None:
                return found
        return self._titled(mention, citing)

    def _numbered(self, mention: Mention, citing: Head) -> Head | None:
        bearers = self._by_number.get(mention.number or "", ())
        fitting = [head for head in bearers if _may_be(head, mention, citing)]
        named = [head for head in fitting if mention.title and _bears(head, mention.title)]
        return self._chosen(named or fitting, mention, citing)

    def _titled(self, mention: Mention, citing: Head) -> Head | None:
        """A title alone is believed within the place that says it, and above it."""
        key = title_key(mention.title or "")
        candidates = self._by_title.get(key) or self._by_title.get(from_about(key)) or []
        if names_itself(mention, citing):
            candidates = [head for head in candidates if _is_before(head, citing)]
        return self._chosen([head for head in candidates if _is_above(head, citing)], mention, citing)

    def _chosen(self, candidates: Iterable[Head], mention: Mention, citing: Head) -> Head | None:
        """The nearest and not later than the citing one; of two prints of one document the first."""
        others = [head for head in candidates if head.id != citing.id]
        earlier = [head for head in others if not _is_later(head, citing)]
        if not earlier:
            return None
        nearest = max(_nearness(head, citing) for head in earlier)
        best = [head for head in earlier if _nearness(head, citing) == nearest]
        first = min(best, key=lambda head: (head.file or "", head.id))
        return first if all(_same(first, head) for head in best) else None


def names_itself(mention: Mention, citing: Head) -> bool:
    """Is a document named by nothing but the title of the one that names it: 原《甲办法》同时废止, said by 甲办法?"""
    return not mention.number and title_key(mention.title or "") in _title_keys(citing)


def _title_keys(head: Head) -> set[str]:
    keys = {title_key(title) for title in (head.title, head.instrument_title) if title}
    keys |= {from_about(key) for key in keys}
    return {key for key in keys if len(key) >= 6}


def _bears(head: Head, title: str) -> bool:
    """Is ``title`` one of the head's, its issuer apart?"""
    key = title_key(title)
    keys = _title_keys(head)
    return key in keys or from_about(key) in keys


def _may_be(head: Head, mention: Mention, citing: Head) -> bool:
    """A number of another place is another document, unless its title is the one named."""
    return _place(head).agrees(_place(citing)) or bool(mention.title and _bears(head, mention.title))


def _is_above(head: Head, citing: Head) -> bool:
    """Is the head's place the citing one's or one around it?"""
    mine, theirs = _place(head), _place(citing)
    return mine.agrees(theirs) and all(
        theirs_part is not None or mine_part is None
        for mine_part, theirs_part in (
            (mine.province, theirs.province),
            (mine.city, theirs.city),
            (mine.district, theirs.district),
        )
    )


def _nearness(head: Head, citing: Head) -> int:
    mine, theirs = _place(head), _place(citing)
    shared = [
        a is not None and a == b
        for a, b in (
            (mine.province, theirs.province),
            (mine.city, theirs.city),
            (mine.district, theirs.district),
        )
    ]
    return sum(shared)


def _is_later(head: Head, citing: Head) -> bool:
    return bool(head.written_on and citing.written_on and head.written_on > citing.written_on)


def _is_before(head: Head, citing: Head) -> bool:
    return bool(head.written_on and citing.written_on and head.written_on < citing.written_on)


def _same(one: Head, other: Head) -> bool:
    """Two prints of one document: number and title agree, a slip of the reader's apart."""
    return one.number == other.number and titles_alike(one.title, other.title)


def _place(head: Head) -> Place:
    return Place(head.province, head.city, head.district)

"""What a document is known by: an id over what it *is*, never over where its file lies.

The id is 12 hex digits of a hash over the gazette (title, year, number), the document's own number, title, issuer and
date, and an ordinal among the documents that are equal in all that. Equals are put in the order of their texts, so the
ordinal depends on what the collection holds, not on names or order of files. A document without a title is known by its
text. Records keep the id that they were given.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from indexer.models import Document, Gazette, Source

Slot = tuple[str, int]
"""One of several equals: the digest of its text, and which of those with this very text it is, from 0."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a document is as far as its file alone tells.

    ``key`` is shared by equals, ``text`` is a digest of title and text without blanks; ``given`` says that the id came
    with the record.
    """

    id: str
    key: str
    text: str
    source: Source | None
    given: bool = False


@dataclass(frozen=True, slots=True)
class Settled:
    """What becomes of a document that has equals in other files.

    One copy ``writes``: it goes into the index, with all ``sources``, its own first. ``refused`` says that the id which
    a record was given belongs to another document.
    """

    id: str
    writes: bool
    sources: tuple[Source, ...]
    refused: bool = False


Settlement = Mapping[tuple[str, int], Settled]
"""(File, place of the document in it from 0) → what becomes of it; who has no equal elsewhere is not in it."""


def identified(documents: Iterable[Document]) -> tuple[Document, ...]:
    """The documents of one file with their ids, their source, and the ids that earlier versions gave them."""
    stated = [replace(each, sources=each.sources or _own(each)) for each in documents]
    keys = [_key(each) for each in stated]
    ordinals = _ordinals(list(zip(keys, map(_text, stated), strict=True)))
    return tuple(
        each if each.id else replace(each, id=_id(key, ordinal), former_ids=(*each.former_ids, former))
        for each, key, ordinal, former in zip(stated, keys, ordinals, _former_ids(stated), strict=True)
    )


def identities(documents: Sequence[Document]) -> tuple[Identity, ...]:
    """Who the documents of one file, which have their ids, are."""
    pairs = [(_key(each), _text(each)) for each in documents]
    made = [_id(key, ordinal) for (key, _), ordinal in zip(pairs, _ordinals(pairs), strict=True)]
    return tuple(
        Identity(each.id, key if each.id == own else f"={each.id}", text, each.source, each.id != own)
        for each, (key, text), own in zip(documents, pairs, made, strict=True)
    )


def settle(files: Mapping[str, Sequence[Identity]]) -> Settlement:
    """What becomes of documents whose equals stand in other files too; ``files`` in any order, by name."""
    made = {each.id: each.key for known in files.values() for each in known if not each.given}
    holders: dict[str, list[str]] = defaultdict(list)
    for file, known in files.items():
        for each in known:
            holders[made.get(each.id, each.key)].append(file)
    contested = {key for key, held in holders.items() if len(held if key.startswith("=") else set(held)) > 1}
    settled: dict[tuple[str, int], Settled] = {}
    for key, members in _members(files, contested, made).items():
        settled.update(_refused(members) if key.startswith("=") else _settled(key, members))
    return settled


_Member = tuple[str, int, Identity, Slot]
"""File, place in it, who it is, which of its equals."""


def _members(
    files: Mapping[str, Sequence[Identity]], contested: set[str], made: Mapping[str, str]
) -> Mapping[str, list[_Member]]:
    """The documents of each contested key, by file name and place.

    A record whose given id is one that is ``made`` of another document (id → key) counts among the equals of that.
    """
    found: dict[str, list[_Member]] = defaultdict(list)
    for file in sorted(files):
        copies: Counter[tuple[str, str]] = Counter()
        for place, each in enumerate(files[file]):
            key = made.get(each.id, each.key)
            if key in contested:
                found[key].append((file, place, each, (each.text, copies[key, each.text])))
                copies[key, each.text] += 1
    return found


def _settled(key: str, members: Sequence[_Member]) -> Iterator[tuple[tuple[str, int], Settled]]:
    """Equal texts are one document, read from several places; other texts get an ordinal each."""
    ordinals = {slot: ordinal for ordinal, slot in enumerate(sorted({slot for *_, slot in members}), 1)}
    sources: dict[Slot, list[Source]] = defaultdict(list)
    for _, _, each, slot in members:
        sources[slot] += [each.source] if each.source else []
    written: set[Slot] = set()
    for file, place, _, slot in members:
        yield (file, place), Settled(_id(key, ordinals[slot]), slot not in written, tuple(sources[slot]))
        written.add(slot)


def _refused(members: Sequence[_Member]) -> Iterator[tuple[tuple[str, int], Settled]]:
    """The first record keeps the id it was given; the same text elsewhere is a copy, another text is refused."""
    _, _, first, _ = members[0]
    copies = tuple(each.source for _, _, each, _ in members if each.source and each.text == first.text)
    for file, place, each, _ in members:
        same = each.text == first.text
        yield (file, place), Settled(each.id, each is first, copies if same else (), refused=not same)


def _own(document: Document) -> tuple[Source, ...]:
    return (document.source,) if document.source else ()


def _key(document: Document) -> str:
    """A digest of what makes a document what it is; blanks do not count."""
    gazette = document.gazette or Gazette()
    facts = (
        gazette.title,
        gazette.year,
        gazette.number,
        document.number,
        document.title or _text(document),
        document.issuer,
        document.written_on,
    )
    stated = ("" if fact is None else "".join(str(fact).split()) for fact in facts)
    return _digest("\0".join(stated))[:32]


def _text(document: Document) -> str:
    return _digest("".join([*document.title.split(), "\0", *document.text.content.split()]))[:16]


def _ordinals(pairs: Sequence[tuple[str, str]]) -> list[int]:
    """Each document's ordinal, from 1, among those of its key, in the order of their texts."""
    order = sorted(range(len(pairs)), key=lambda place: (pairs[place], place))
    seen: Counter[str] = Counter()
    ordinals = [0] * len(pairs)
    for place in order:
        seen[pairs[place][0]] += 1
        ordinals[place] = seen[pairs[place][0]]
    return ordinals


def _id(key: str, ordinal: int) -> str:
    return _digest(f"{key}\0{ordinal}")[:12]


def _former_ids(documents: Iterable[Document]) -> Iterator[str]:
    """What version 0.1 called each document: by its file, number, title, and an ordinal."""
    seen: Counter[tuple[str, str, str]] = Counter()
    for document in documents:
        key = (document.source.file if document.source else "", document.number or "", document.title)
        seen[key] += 1
        yield _digest("\0".join([*key, str(seen[key])]))[:12]


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
